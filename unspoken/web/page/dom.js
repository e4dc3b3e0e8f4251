// Elements from data. Children are nodes or text; text stays text.

export function h(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = [node.className, value].filter(Boolean).join(" ");
    else if (key === "value" || key === "checked" || key === "selected") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const fill = (node, ...children) => node.replaceChildren(...children.flat(Infinity).filter(Boolean));

export const count = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

let fading;
/** Tell the person something in passing; screen readers speak it too. */
export function tell(text, kind = "") {
  const box = document.getElementById("said");
  box.textContent = text;
  box.className = `toast shown ${kind}`;
  clearTimeout(fading);
  fading = setTimeout(() => (box.className = "toast"), kind === "bad" ? 9000 : 4000);
}

/** The words of a story on one line, cut at a word where they are many. */
export function short(text, length = 80) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length).replace(/\s+\S*$/, "")} …`;
}

export function dialog(title, ...children) {
  const box = h("dialog", { "aria-label": title }, h("h2", null, title), ...children);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}
