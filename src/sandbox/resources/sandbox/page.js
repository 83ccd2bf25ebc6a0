"use strict";

const $ = id => document.getElementById(id);

/** Builds an element. Text is set as text, never as markup. */
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const time = at => element("time", {datetime: at, title: at}, new Date(at).toLocaleTimeString());
const badge = (kind, text = kind) => element("span", {class: "badge " + kind}, text);
const pretty = value => JSON.stringify(value, null, 2);

/** Shows `items` in `list` in their order, keeps the rows of those that are there already. */
function show(list, items, key, create, update) {
  const rows = new Map([...list.children].map(row => [row.dataset.key, row]));
  let next = list.firstElementChild;
  for (const item of items) {
    let row = rows.get(key(item));
    rows.delete(key(item));
    if (!row) {
      row = create(item);
      row.dataset.key = key(item);
    }
    update(row, item);
    if (row === next) next = next.nextElementSibling;
    else list.insertBefore(row, next);
  }
  for (const gone of rows.values()) gone.remove();
}

// ---- starting an instance

/** The one to begin with, if it is there. */
const FIRST_PROCESS = "booking-confirmation";

let processes = [];
const chosen = () => processes.find(process => process.id === $("process").value);

function fill() {
  $("variables").value = pretty(chosen().variables);
  $("description").textContent = chosen().description;
  complain("");
}

function complain(text) {
  $("problem").textContent = text;
  $("problem").hidden = !text;
}

function showProcesses(all) {
  if (processes.length || !all.length) return;
  processes = all;
  $("process").append(...all.map(process => element("option", {value: process.id}, process.id)));
  if (all.some(process => process.id === FIRST_PROCESS)) $("process").value = FIRST_PROCESS;
  fill();
}

$("process").addEventListener("change", fill);
$("reset").addEventListener("click", fill);
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
    const answer = await fetch("/instances", {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({processId: chosen().id, variables})
    });
    const text = await answer.text();
    if (answer.ok) started = text;
    else complain(text);
  } catch (e) {
    complain("The sandbox does not answer.");
  }
});

// ---- instances

let started = null;

function createInstance(instance) {
  const row = element("li", {}, element("details"));
  row.firstChild.open = instance.key === started;
  return row;
}

function updateInstance(row, instance) {
  const content = JSON.stringify(instance);
  if (row.content === content) return;
  row.content = content;
  const variablesOpen = row.querySelector("details details")?.open;
  const details = row.firstChild;
  details.replaceChildren(
    element("summary", {}, badge(instance.status), element("span", {class: "main"}, instance.processId), time(instance.startedAt)),
    element("div", {class: "body"},
      element("p", {}, instance.outcome),
      element("ol", {class: "steps"}, ...instance.steps.filter(step => step.kind !== "incident").map(stepRow)),
      element("details", {}, element("summary", {}, "Variables"), element("pre", {}, pretty(instance.variables)))));
  details.querySelector("details").open = Boolean(variablesOpen);
}

function stepRow(step) {
  const text = element("div", {}, element("strong", {}, step.element), " " + step.text + " ");
  if (step.messageId && document.getElementById(anchor(step.messageId))) {
    text.append(element("button", {type: "button", class: "link", onclick: () => open(step.messageId)}, "show"));
  }
  return element("li", {}, badge(step.kind), text);
}

// ---- messages

const anchor = messageId => "message " + messageId;

function open(messageId) {
  const row = document.getElementById(anchor(messageId));
  if (!row) return;
  row.querySelector("details").open = true;
  row.scrollIntoView({behavior: "smooth", block: "nearest"});
}

function createMessage(message) {
  const facts = element("dl", {class: "facts"});
  const body = element("div", {class: "body"}, facts);
  const details = element("details", {},
    element("summary", {}, badge(message.kind, message.kind === "sms" ? "SMS" : "email"),
      element("span", {class: "main"}, message.to + " ", element("small", {}, message.subject ?? message.text)), time(message.at)),
    body);
  details.addEventListener("toggle", () => {
    if (details.open && body.children.length === 1) body.append(...views(message));
  });
  return element("li", {id: anchor(message.messageId)}, details);
}

function updateMessage(row, message) {
  const facts = [["From", message.from], ["To", message.to], ...(message.subject === null ? [] : [["Subject", message.subject]]),
    ["", message.notes.join(" · ")]];
  row.querySelector(".facts").replaceChildren(...facts.filter(([, value]) => value)
    .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

/** The tabs of a message and what the chosen one shows. */
function views(message) {
  if (message.kind === "sms") return [element("pre", {class: "text"}, message.text)];
  const base = "/emails/" + message.number + "/";
  const all = {
    HTML: message.html && (() => element("iframe", {sandbox: "", src: base + "html", title: "HTML part", referrerpolicy: "no-referrer"})),
    Text: message.text !== null && (() => element("pre", {class: "text"}, message.text)),
    Attachments: message.files.length && (() => element("ul", {class: "files"}, ...message.files.map((file, index) => element("li", {},
      element("a", {href: base + "files/" + index, download: file.name}, file.name), ` ${file.contentType}, ${file.size} bytes`)))),
    Source: () => source(base + "source")
  };
  const shown = element("div");
  const tabs = element("div", {class: "tabs", role: "tablist"});
  for (const [name, view] of Object.entries(all).filter(([, view]) => view)) {
    tabs.append(element("button", {type: "button", class: "quiet", role: "tab", onclick: event => {
      for (const tab of tabs.children) tab.setAttribute("aria-selected", tab === event.currentTarget);
      shown.replaceChildren(view());
    }}, name));
  }
  tabs.firstChild.click();
  return [tabs, shown];
}

function source(url) {
  const text = element("pre", {}, "…");
  fetch(url).then(answer => answer.text()).then(raw => { text.textContent = raw; });
  return text;
}

// ---- keeping up to date

let version = -1;

async function refresh() {
  try {
    const answer = await fetch("/state?after=" + version);
    $("connection").textContent = "";
    if (answer.status === 200) {
      const state = await answer.json();
      const first = version < 0;
      version = state.version;
      showProcesses(state.processes);
      show($("messages"), state.messages, message => message.kind + (message.number ?? message.messageId), createMessage, updateMessage);
      show($("instances"), state.instances, instance => instance.key, createInstance, updateInstance);
      $("instance-count").textContent = state.instances.length || "";
      $("message-count").textContent = state.messages.length || "";
      if (first) $("messages").querySelector("details")?.setAttribute("open", "");
    }
  } catch (e) {
    $("connection").textContent = "The sandbox does not answer: what is shown is what there was.";
    $("connection").className = "lost";
  }
  setTimeout(refresh, document.hidden ? 3000 : 400);
}

refresh();
