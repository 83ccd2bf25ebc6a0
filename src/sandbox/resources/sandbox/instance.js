import {$, badge, copyable, element, post, pretty, renderOnChange, time} from "./dom.js";
import {Diagram} from "./diagram.js";
import {byId, card} from "./messages.js";

const DONE = {completed: "taken", terminated: "left", active: "active", incident: "incident"};
let instance = null;
let chosenVisit = null;
/** What is shown is what was asked for last, however long an answer takes. */
let asked = 0;
const diagram = new Diagram($("diagram"), id => choose(instance?.visits.findLast(visit => visit.element === id)));

/** Shows an instance, and in it the element that `visit` names. */
export async function showInstance(key, visit) {
  const turn = ++asked;
  const answer = await fetch("/instances/" + key);
  const found = answer.ok ? await answer.json() : null;
  if (turn !== asked) return;
  if (!found) {
    showNothing(`There is no instance ${key}: the sandbox keeps the newest 1000.`);
    return;
  }
  const other = instance?.key !== key;
  instance = found;
  if (other || visit) chosenVisit = instance.visits.find(one => one.key === visit)?.key ?? null;
  render();
}

/** Shows the diagram of a process, or of a file that has errors. */
export function showModel(name, url, problems) {
  asked++;
  instance = null;
  chosenVisit = null;
  $("shown").hidden = false;
  renderOnChange($("shown-header"), name, () => [element("h2", {id: "shown-title"}, name)]);
  $("outcome").textContent = "";
  const elements = Object.fromEntries(problems.filter(problem => problem.element)
    .map(problem => [problem.element, {state: "incident", pill: "error", kind: "incident"}]));
  diagram.show(url, {elements, flows: [], chosen: null});
  $("path").replaceChildren();
  renderOnChange($("element"), problems, () => problems.map(problem => element("p", {class: "problem"},
    problem.name && element("strong", {}, problem.name + " "), problem.text)));
  renderOnChange($("instance-variables"), null, () => []);
}

export function showNothing(text) {
  asked++;
  instance = null;
  $("shown").hidden = !text;
  for (const id of ["shown-header", "path", "element", "instance-variables"]) renderOnChange($(id), null, () => []);
  $("outcome").textContent = text;
}

function choose(visit) {
  if (!visit) return;
  chosenVisit = visit.key;
  history.replaceState(null, "", `#/instance/${instance.key}/${visit.key}`);
  render();
}

/** What one wants to see first: an incident, where it waits, or what was sent last. */
const first = visits => visits.find(visit => visit.state === "incident") ?? visits.find(visit => visit.state === "active" && visit.steps.length)
  ?? visits.find(visit => visit.state === "active" && !isContainer(visit)) ?? visits.findLast(visit => visit.messageIds.length)
  ?? visits.findLast(visit => visit.steps.length) ?? visits.at(-1);

/** What only holds other elements, which are on the path themselves. */
const isContainer = visit => /SUB_PROCESS|MULTI_INSTANCE/.test(visit.type);

function render() {
  $("shown").hidden = false;
  const {visits, key, processId} = instance;
  const chosen = visits.find(visit => visit.key === chosenVisit) ?? first(visits);
  renderOnChange($("shown-header"), [key, instance.status, instance.parent, instance.children], header);
  $("outcome").textContent = visits.some(visit => visit.state === "incident") ? "" : instance.outcome; // else it is said below
  diagram.show("/diagrams/" + instance.definition, {elements: marks(visits), flows: instance.flows, chosen: chosen?.element});
  renderOnChange($("path"), [key, visits.map(visit => [visit.key, visit.state, visit.kind]), chosen?.key], () => path(visits, chosen));
  renderOnChange($("element"), [key, chosen, chosen?.messageIds.map(byId)], () => chosen ? panel(chosen, visits) : []);
  renderOnChange($("instance-variables"), [key, instance.variables], () => variables());
}

function header() {
  const linked = (label, key, processId, status) => element("p", {}, label + " ",
    element("a", {href: "#/instance/" + key}, processId), status ? " " : null, status && badge(status));
  return [
    element("h2", {id: "shown-title"}, instance.processId), badge(instance.status), copyable(instance.key), time(instance.startedAt),
    ...instance.children.map(child => linked("Goes on in", child.key, child.processId, child.status)),
    instance.parent && element("p", {}, "Belongs to ", element("a", {href: "#/instance/" + instance.parent}, instance.parent))
  ].filter(Boolean);
}

function marks(visits) {
  const elements = {};
  for (const visit of visits) {
    const times = visits.filter(other => other.element === visit.element).length;
    const warned = visit.steps.some(step => step.kind === "warning") ? " ⚠" : "";
    const kind = visit.state === "incident" ? "incident" : visit.kind ?? (visit.state === "active" && !isContainer(visit) ? "running" : null);
    const text = kind === "running" ? (visit.waits.length ? "waits" : "in work") : kind === "error" ? "BPMN error"
      : kind === "waited" && visit.state === "active" ? "tries again" : kind;
    elements[visit.element] = {state: DONE[visit.state], kind, pill: text && text + (times > 1 ? " ×" + times : "") + warned};
  }
  return elements;
}

function path(visits, chosen) {
  return visits.filter(visit => !isContainer(visit) || visit === chosen || visit.state === "incident").map(visit => element("li", {}, element("button", {
    type: "button", class: `step ${visit.state} ${visit.kind ?? ""}`, "aria-pressed": String(visit === chosen), onclick: () => choose(visit)
  }, visit.name)));
}

/** An element: what it reported, waits for, has sent and works with. */
function panel(visit, visits) {
  const same = visits.filter(other => other.element === visit.element);
  const messages = visit.messageIds.flatMap(byId);
  return [
    element("h3", {}, visit.name, " ", element("small", {}, visit.type.toLowerCase().replaceAll("_", " "),
      same.length > 1 ? `, ${same.indexOf(visit) + 1} of ${same.length}` : "")),
    element("ol", {class: "steps"}, ...visit.steps.map(step => element("li", {}, badge(step.kind), element("div", {}, step.text)))),
    ...visit.waits.map(wait => element("p", {class: "waits"}, "Waits ", wait, ".")),
    ...visit.incidents.map(incident => incidentBox(visit, incident)),
    ...visit.jobs.map(job => jobForm(job)),
    ...(messages.length > 1 ? [element("p", {class: "problem"}, `It has arrived ${messages.length} times.`)] : []),
    ...(messages.length ? messages.map(message => element("div", {class: "card"}, ...card(message, false)))
      : visit.messageIds.length ? [element("p", {class: "faint"}, "Nothing has arrived at the sandbox's servers under ", copyable(visit.messageIds[0]), ".")] : []),
    visit.result && folded("Result", element("pre", {}, pretty(visit.result))),
    Object.keys(visit.inputs).length && folded("Inputs", values(visit.inputs))
  ].filter(Boolean);
}

const folded = (title, ...content) => element("details", {class: "folded", open: true}, element("summary", {}, title), ...content);

function values(variables) {
  return element("dl", {class: "facts values"}, ...Object.entries(variables).flatMap(([name, value]) => [
    element("dt", {}, element("code", {}, name)), element("dd", {}, element("pre", {}, typeof value === "string" ? value : pretty(value)))]));
}

function incidentBox(visit, incident) {
  const about = Object.entries(visit.about ?? {});
  const form = variableForm({
    scopes: incident.isAboutJob ? [["This task", visit.key], ["The whole instance", instance.key]]
      : [["The whole instance", instance.key], ["This task", visit.key]],
    known: {...visit.inputs, ...(incident.text.includes("onUnconfirmed") ? {onUnconfirmed: "assume-sent"} : {})},
    action: "Retry",
    act: () => post(`/instances/${instance.key}/incidents/${incident.key}`, "{}")
  });
  if (incident.text.includes("onUnconfirmed")) {
    form.prepend(element("p", {class: "buttons"}, ...["assume-sent", "resend"].map(decision => element("button", {
      type: "button", class: "quiet", onclick: () => form.fill("onUnconfirmed", decision)
    }, "onUnconfirmed: " + decision))));
  }
  return element("div", {class: "incident-box"},
    element("p", {}, badge("incident"), " ", incident.text),
    about.length ? element("dl", {class: "facts"}, ...about.flatMap(([name, value]) =>
      [element("dt", {}, name), element("dd", {}, String(value))])) : null,
    form);
}

/** Somebody who wants to see more of a process does the work of a worker that is not here. */
function jobForm(job) {
  const problem = element("p", {class: "problem", role: "alert", hidden: true});
  return element("p", {}, element("button", {type: "button", class: "quiet", onclick: async () => {
    try {
      await post("/jobs/" + job, "{}");
    } catch (e) {
      problem.textContent = e.message;
      problem.hidden = false;
    }
  }}, "Complete it in place of the worker"), problem);
}

/**
 * Sets a variable, if one is named, and then does what `act` does.
 *
 * @param known values by name, which are filled in where a name is chosen
 */
function variableForm({scopes, known, action, act}) {
  const id = "names-" + crypto.randomUUID();
  const name = element("input", {list: id, placeholder: "Variable", "aria-label": "Variable", spellcheck: "false", autocomplete: "off"});
  const value = element("textarea", {rows: "1", placeholder: "Value", title: "JSON, or any other text", "aria-label": "Value", spellcheck: "false"});
  const scope = element("select", {"aria-label": "Whose variable"}, ...scopes.map(([label, key]) => element("option", {value: key}, label)));
  const button = element("button", {type: "submit"});
  const problem = element("p", {class: "problem", role: "alert", hidden: true});
  const label = () => {
    button.textContent = !action ? "Set" : name.value ? `Set and ${action.toLowerCase()}` : action;
    button.disabled = !action && !name.value;
  };
  const form = element("form", {class: "variable-form"}, scope, name, value, button, problem,
    element("datalist", {id}, ...Object.keys(known).map(option => element("option", {value: option}))));
  form.fill = (variable, text) => {
    name.value = variable;
    value.value = text;
    label();
  };
  name.addEventListener("input", () => {
    const present = known[name.value];
    if (present !== undefined && !value.value) value.value = typeof present === "string" ? present : JSON.stringify(present);
    label();
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    try {
      if (name.value) await post("/variables/" + scope.value, {[name.value]: parsed(value.value)});
      if (act) await act();
      form.fill("", "");
    } catch (e) {
      problem.textContent = e.message;
      problem.hidden = false;
    }
    label();
  });
  label();
  return form;
}

/** JSON where it is JSON, else the text itself. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (e) {
    return text;
  }
}

function variables() {
  const active = instance.visits.filter(visit => visit.state === "active" || visit.state === "incident");
  return [element("details", {class: "folded"}, element("summary", {}, "Variables of the instance"), values(instance.variables),
    instance.status === "completed" || instance.status === "terminated" ? null : variableForm({
      scopes: [["The whole instance", instance.key], ...active.map(visit => [visit.name, visit.key])],
      known: instance.variables
    }))];
}
