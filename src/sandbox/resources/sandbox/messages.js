import {$, copyable, element, badge, show, time} from "./dom.js";

const AT_ONCE = 40;
let all = [];
let shown = AT_ONCE;

export const byId = id => all.filter(message => message.messageId === id);

const matches = (message, text) => !text || [message.to, message.from, message.subject, message.text, message.messageId, ...message.notes]
  .some(field => field?.toLowerCase().includes(text));

export function showMessages(messages) {
  all = messages;
  list();
}

function list() {
  const text = $("message-text").value.trim().toLowerCase();
  const found = all.filter(message => matches(message, text));
  show($("messages"), found.slice(0, shown), message => message.kind + (message.number ?? message.messageId), createRow, updateRow);
  $("message-count").textContent = all.length ? (found.length < all.length ? found.length + " of " : "") + all.length : "";
  $("more-messages").hidden = found.length <= shown;
  $("more-messages").textContent = `${found.length - shown} older ones`;
}

$("message-text").addEventListener("input", list);
$("more-messages").addEventListener("click", () => {
  shown += 10 * AT_ONCE;
  list();
});

function createRow(message) {
  const details = element("details", {},
    element("summary", {}, badge(message.kind, message.kind === "sms" ? "SMS" : "email"),
      element("span", {class: "main"}, message.to + " ", element("small", {}, message.subject ?? message.text)), time(message.at)),
    element("div", {class: "body"}));
  details.addEventListener("toggle", () => update(details, details.message));
  return element("li", {}, details);
}

function updateRow(row, message) {
  row.firstChild.message = message;
  update(row.firstChild, message);
}

function update(details, message) {
  const body = details.lastChild;
  if (!details.open || body.content === JSON.stringify(message)) return;
  body.content = JSON.stringify(message);
  body.replaceChildren(...card(message, true));
}

/** All there is to see of a message. */
export function card(message, withPlace) {
  const place = message.place && element("a", {href: `#/instance/${message.place.instance}/${message.place.visit}`},
    message.place.name, " of ", message.place.processId);
  const facts = [["From", message.from], ["To", message.to], ["Subject", message.subject], ["", message.notes.join(" · ")],
    ["Id", message.messageId && copyable(message.messageId)], ["Task", withPlace && place]];
  return [element("dl", {class: "facts"}, ...facts.filter(([, value]) => value)
    .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])), ...views(message)];
}

/** The tabs of a message and what the chosen one shows. */
function views(message) {
  if (message.kind === "sms") return [element("pre", {class: "text"}, message.text)];
  const base = "/emails/" + message.number + "/";
  const all = {
    HTML: message.parts.includes("html") && (() => element("iframe", {sandbox: "", src: base + "html", title: "HTML part", referrerpolicy: "no-referrer"})),
    Text: message.parts.includes("text") && (() => fetched(base + "text", "text")),
    Attachments: message.files.length && (() => element("ul", {class: "files"}, ...message.files.map((file, index) => element("li", {},
      element("a", {href: base + "files/" + index, download: file.name}, file.name), ` ${file.contentType}, ${file.size} bytes`)))),
    Source: () => fetched(base + "source", "")
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

function fetched(url, kind) {
  const text = element("pre", {class: kind}, "…");
  fetch(url).then(answer => answer.text()).then(raw => { text.textContent = raw; });
  return text;
}
