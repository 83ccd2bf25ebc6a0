/** Small helpers for the page. Text is always set as text, never as markup. */

export const $ = id => document.getElementById(id);

/** Builds an element; children that are null are left out. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

export const time = at => element("time", {datetime: at, title: at}, new Date(at).toLocaleTimeString());

export const badge = (kind, text = kind) => element("span", {class: "badge " + kind}, text);

export const pretty = value => JSON.stringify(value, null, 2);

/** A text that one may want elsewhere, with a button that takes it there. */
export function copyable(text) {
  const button = element("button", {type: "button", class: "copy", title: "Copy", "aria-label": "Copy " + text, onclick: async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "copy"; }, 1500);
  }}, "copy");
  return element("span", {class: "copyable"}, element("code", {}, text), button);
}

/** Shows `items` in `list` in their order, keeps the rows of those that are there already. */
export function show(list, items, key, create, update) {
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

/** Replaces what is in `node` only where `state` differs from the last time, so that what somebody types stays. */
export function renderOnChange(node, state, render) {
  const content = JSON.stringify(state);
  if (node.content === content) return;
  node.content = content;
  node.replaceChildren(...render());
}

/** Tells the sandbox to do something; an Error says why it does not. */
export async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: typeof body === "string" ? body : JSON.stringify(body)
    });
  } catch (e) {
    throw new Error("The sandbox does not answer.");
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
