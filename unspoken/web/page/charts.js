// Pictures by Observable Plot, in the page's colours, that can be clicked.

import { h } from "./dom.js";

/** A picture with a name; `choose` is called with the number of the datum that is clicked. */
export function figure(name, main, options, choose) {
  const width = Math.min(main.clientWidth - 40, 1040);
  const svg = Plot.plot({ className: "plot", width, style: { background: "none", fontFamily: "inherit", fontSize: "13px", overflow: "visible" }, ...options });
  const picture = svg.tagName.toLowerCase() === "svg" ? svg : svg.querySelector("svg");
  picture.setAttribute("role", picture.querySelector("a") ? "group" : "img");
  picture.setAttribute("aria-label", name);
  for (const part of picture.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label"); // a picture has one name
  if (choose)
    for (const node of picture.querySelectorAll(".go > *")) {
      node.addEventListener("click", () => choose(node.__data__));
    }
  return h("figure", null, svg);
}

/** The names that go with the colours. */
export function legend(model, ids) {
  return ids.length > 0 && h("ul.legend", null, ids.map((id) => h("li", { class: model.tint(id) }, h("span.dot"), model.label(id))));
}
