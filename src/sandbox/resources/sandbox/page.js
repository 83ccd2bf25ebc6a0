import {$, badge, element, post, pretty, renderOnChange, show, time} from "./dom.js";
import {showInstance, showModel, showNothing} from "./instance.js";
import {showMessages} from "./messages.js";

/** The one to begin with, if it is there. */
const FIRST_PROCESS = "booking-confirmation";
const AT_ONCE = 50;
const KEPT = 1000;

// ---- starting an instance

let processes = [];
const chosen = () => processes.find(process => process.id === $("process").value);

function fill() {
  const process = chosen();
  $("variables").value = process ? pretty(process.variables) : "";
  $("variables").scrollTo(0, 0);
  $("description").textContent = process?.description ?? "";
  complain("");
}

function complain(text) {
  $("problem").textContent = text;
  $("problem").hidden = !text;
}

function showProcesses(all) {
  const ids = all.map(process => process.id);
  const before = $("process").value;
  const known = processes;
  processes = all;
  renderOnChange($("process"), ids, () => all.map(process => element("option", {value: process.id}, process.id)));
  $("process").value = ids.includes(before) ? before : ids.includes(FIRST_PROCESS) ? FIRST_PROCESS : ids[0] ?? "";
  const unchanged = known.find(process => process.id === $("process").value);
  if (!unchanged || pretty(unchanged.variables) !== pretty(chosen().variables)) fill();
}

async function start(processId, variables) {
  location.hash = "#/instance/" + await post("/instances", {processId, variables});
}

$("process").addEventListener("change", fill);
$("reset").addEventListener("click", fill);
$("look").addEventListener("click", () => { location.hash = "#/process/" + encodeURIComponent($("process").value); });
$("start").addEventListener("submit", async event => {
  event.preventDefault();
  complain("");
  let variables;
  try {
    variables = JSON.parse($("variables").value);
  } catch (e) {
    complain("The variables are no JSON: " + e.message);
    return;
  }
  try {
    await start(chosen().id, variables);
  } catch (e) {
    complain(e.message);
  }
});

// ---- one's own model

async function take(file) {
  complain("");
  openTab("start");
  try {
    const process = await post("/files/" + encodeURIComponent(file.name), await file.text());
    await refresh();
    if (processes.some(one => one.id === process)) {
      $("process").value = process;
      fill();
    } else if (process && !state.faulty.some(one => one.name === file.name)) {
      complain(`${process} is deployed. It has no start event without a trigger, so it is started by its event, not here.`);
    }
    const faulty = state.faulty.some(one => one.name === file.name);
    location.hash = faulty ? "#/file/" + encodeURIComponent(file.name) : "#/process/" + encodeURIComponent(process);
  } catch (e) {
    complain(e.message);
  }
}

$("file").addEventListener("change", async () => {
  for (const file of $("file").files) await take(file);
  $("file").value = "";
});
document.addEventListener("dragover", event => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", event => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", async event => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  for (const file of event.dataTransfer.files) await take(file);
});

function showFaulty(files) {
  renderOnChange($("faulty"), files, () => files.map(file => element("li", {class: "problem"},
    element("a", {href: "#/file/" + encodeURIComponent(file.name)}, file.name), " ",
    element("button", {type: "button", class: "copy", onclick: () => post("/dismissed/" + encodeURIComponent(file.name), "{}")}, "dismiss"),
    ...file.problems.map(problem => element("p", {}, problem.name && element("strong", {}, problem.name + " "), problem.text)))));
}

// ---- what can happen

async function showTries() {
  const tries = await (await fetch("/tries")).json();
  const outcomes = [...new Set(tries.map(one => one.outcome))];
  $("tries").replaceChildren(...outcomes.flatMap(outcome => [
    element("h3", {}, outcome),
    element("ul", {class: "tries"}, ...tries.filter(one => one.outcome === outcome).map(one => element("li", {},
      element("button", {type: "button", class: "link", onclick: () => start(one.processId, one.variables).catch(e => complain(e.message))},
        one.address), " ", one.explanation)))
  ]));
}

function openTab(tab) {
  for (const name of ["start", "tries"]) {
    $(name + "-tab").setAttribute("aria-selected", name === tab);
    $(name + "-panel").hidden = name !== tab;
  }
}

$("start-tab").addEventListener("click", () => openTab("start"));
$("tries-tab").addEventListener("click", () => openTab("tries"));

// ---- instances

const instances = new Map();
let shownInstances = AT_ONCE;

function listInstances() {
  const text = $("instance-text").value.trim().toLowerCase();
  const found = [...instances.values()].filter(one => (!text || (one.key + " " + one.processId + " " + one.outcome).toLowerCase().includes(text))
    && (!$("instance-process").value || one.processId === $("instance-process").value)
    && (!$("instance-status").value || one.status === $("instance-status").value))
    .sort((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt) || (one.key < other.key ? 1 : -1));
  show($("instances"), found.slice(0, shownInstances), one => one.key, () => element("li"), updateInstance);
  $("instance-count").textContent = instances.size ? (found.length < instances.size ? found.length + " of " : "") + instances.size : "";
  $("more-instances").hidden = found.length <= shownInstances;
  $("more-instances").textContent = `${found.length - shownInstances} older ones`;
  const ids = [...new Set([...instances.values()].map(one => one.processId))].sort();
  const before = $("instance-process").value;
  renderOnChange($("instance-process"), ids, () => [element("option", {value: ""}, "All processes"), ...ids.map(id => element("option", {}, id))]);
  $("instance-process").value = before;
}

function updateInstance(row, one) {
  const current = place().key === one.key;
  renderOnChange(row, [one, current], () => [element("a", {href: "#/instance/" + one.key, class: "instance", "aria-current": current ? "true" : null},
    badge(one.status), element("span", {class: "main"}, one.processId), time(one.startedAt),
    element("span", {class: "outcome " + one.status}, one.outcome), element("code", {}, one.key))]);
}

for (const id of ["instance-text", "instance-process", "instance-status"]) $(id).addEventListener("input", listInstances);
$("more-instances").addEventListener("click", () => {
  shownInstances += 10 * AT_ONCE;
  listInstances();
});

// ---- what is shown on the right

/** What the address says: `#/instance/<key>/<element's instance>`, `#/process/<id>` or `#/file/<name>`. */
function place() {
  const [, kind, key, visit] = location.hash.split("/").map(decodeURIComponent);
  return {kind, key, visit};
}

function showPlace() {
  const {kind, key, visit} = place();
  const process = processes.find(one => one.id === key);
  const file = state?.faulty.find(one => one.name === key);
  if (kind === "instance") return showInstance(key, visit);
  if (kind === "process" && process) showModel(process.id, "/diagrams/" + process.definition, []);
  else if (kind === "file" && file) showModel(file.name, `/files/${encodeURIComponent(file.name)}?${state.version}`, file.problems);
  else showNothing("");
}

window.addEventListener("hashchange", async () => {
  listInstances();
  await showPlace();
  if (window.innerWidth < 992) $("shown").scrollIntoView({block: "start"});
});

// ---- keeping up to date

let state = null;

async function refresh() {
  const answer = await fetch(`/state?after=${state?.version ?? -1}&seen=${state?.instancesVersion ?? -1}`);
  if (answer.status !== 200) return;
  const first = !state;
  const before = state?.run;
  state = await answer.json();
  if (before && before !== state.run) location.reload();
  showProcesses(state.processes);
  showFaulty(state.faulty);
  showMessages(state.messages);
  for (const one of state.instances) instances.set(one.key, one);
  for (const key of [...instances.keys()].sort((one, other) => one.length - other.length || (one < other ? -1 : 1)).slice(0, -KEPT)) instances.delete(key);
  if (first && !location.hash) {
    const newest = [...instances.values()];
    const begin = newest.find(one => one.processId === FIRST_PROCESS) ?? newest[0];
    if (begin) history.replaceState(null, "", "#/instance/" + begin.key);
  }
  listInstances();
  await showPlace();
}

async function keepUp() {
  try {
    await refresh();
    $("connection").textContent = "";
  } catch (e) {
    $("connection").textContent = "The sandbox does not answer: what is shown is what there was.";
    $("connection").className = "lost";
  }
  setTimeout(keepUp, document.hidden ? 3000 : 400);
}

showTries();
keepUp();
