// The first page: a place to drop a file, and the stories opened lately.

import * as api from "./api.js";
import { fill, h, tell } from "./dom.js";

const KINDS = ".txt,.md,.markdown,.html,.htm,.xhtml,.epub,.docx,.json";

export async function home(main) {
  main.className = "view-home";
  const pick = h("input", { type: "file", accept: KINDS, id: "pick", class: "hidden", onchange: () => take(pick.files) });
  const status = h("p.error", { role: "alert" });
  const zone = h(
    "label.drop",
    { for: "pick" },
    h("span.big", null, "Drop a story here"),
    h("span", null, "or ", h("u", null, "choose a file")),
    h("small", null, "Text, Markdown, HTML, EPUB or DOCX. It stays on this computer."),
    pick,
  );
  const shelf = h("div");

  async function take(list) {
    const [file] = list;
    if (!file) return;
    status.textContent = "";
    zone.classList.add("busy");
    try {
      location.hash = `#/${(await api.drop(file)).key}`;
    } catch (error) {
      status.textContent = `${file.name}: ${error.message}`;
    } finally {
      zone.classList.remove("busy");
      pick.value = "";
    }
  }

  for (const kind of ["dragover", "dragleave", "drop"])
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop") take(event.dataTransfer.files);
    });

  fill(
    main,
    h("section.home", null,
      h("h1", null, "What is said, and what is ", h("i", null, "un"), "said"),
      h("p.lead", null, "Open a story to see who says every line and to whom, what is thought and not spoken, and whose eyes the page looks through."),
      zone, status, shelf),
  );
  await list();

  async function list() {
    const stories = await api.stories();
    if (!stories.length) return fill(shelf);
    fill(shelf, h("h2", null, "Opened lately"), h("ul.shelf", null, stories.map((s) =>
      h("li", { class: s.there ? "" : "gone" },
        s.there ? h("a", { href: `#/${s.key}` }, s.name) : h("span", null, `${s.name} (moved or deleted)`),
        h("small", { title: s.folder }, new Date(s.opened * 1000).toLocaleDateString("en", { day: "numeric", month: "long" })),
        h("button.quiet", { "aria-label": `Take ${s.name} off this list`, title: "Take off this list", onclick: async () => {
          try { await api.forget(s.key); await list(); } catch (error) { tell(error.message, "bad"); }
        } }, "×")))));
  }
}
