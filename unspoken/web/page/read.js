// The story as a well-set page, each line in its speaker's colour with the name in the margin.

import { link } from "./app.js";
import { Corrector } from "./correct.js";
import { count, fill, h, short } from "./dom.js";

const BLOCK = 24; // paragraphs in a block, which the browser lays out only when it comes near

export function read(main, model, at) {
  const page = h("article.page", { "aria-label": model.title });
  const contents = h("nav.contents", { "aria-label": "Contents" });
  const side = h("aside.side", { "aria-label": "Contents and search" }, searchBox(), contents);
  const panel = h("aside.panel", { "aria-label": "Correct a line" });
  const nodes = new Array(model.paragraphs.length);
  const corrector = new Corrector({ model, panel, page, select, selected: () => chosen });
  let chosen = null;
  let here = null;

  fill(main, h("div.desk", null, side, page, panel));
  page.append(title(), ...model.spans.map(chapter));
  fill(contents, ...listing());
  const card = hover();
  const watch = new IntersectionObserver(current, { rootMargin: "-10% 0px -80% 0px" });
  for (const node of page.querySelectorAll(".block")) watch.observe(node);
  document.addEventListener("keydown", key);
  page.addEventListener("click", (event) => {
    const line = event.target.closest(".line");
    if (line && getSelection().isCollapsed) select(Number(line.dataset.line), false);
  });
  if (at !== null) jump(at);

  return { at: (line) => line !== null && jump(line), changed, leave };

  function leave() {
    document.removeEventListener("keydown", key);
    watch.disconnect();
    corrector.leave();
    card.remove();
  }

  function title() {
    const spoken = [...model.lines.values()].filter((x) => x.kind === "speech").length;
    return h("header.front", null,
      h("h1", null, model.title),
      model.author && h("p.author", null, model.author),
      h("p.facts", null, `${count(model.words, "word")} · ${count(spoken, "line")} spoken · ${count(model.lines.size - spoken, "thought")} unspoken`),
      model.notes.map((note) => h("p.note", null, note)),
      model.lost.length > 0 && h("details.note", null,
        h("summary", null, `${count(model.lost.length, "correction")} found no place in this text any more`),
        h("ul", null, model.lost.map((text) => h("li", null, text)))));
  }

  function chapter(span) {
    const blocks = [];
    for (let k = 0; k < span.paragraphs.length; k += BLOCK) {
      const part = span.paragraphs.slice(k, k + BLOCK);
      const letters = part.reduce((sum, i) => sum + Math.max(model.paragraphs[i].text.length, 60), 0);
      const block = h("div.block", null, part.map((i) => (nodes[i] = paragraph(model.paragraphs[i]))));
      block.style.containIntrinsicBlockSize = `auto ${Math.round(letters * 0.46)}px`;
      block.dataset.first = part[0];
      blocks.push(block);
    }
    return h("section.chapter", { "aria-label": model.chapterTitle(span.number) }, blocks);
  }

  function paragraph(p) {
    const id = { "data-p": p.index };
    if (p.role === "heading") return h("h2", id, runs(p));
    if (p.role === "break") return h("p.break", id, p.text.trim() || "⁂");
    if (p.role === "matter" && p.text.trim() === model.title) return h("p.hidden", id); // stands above already
    if (p.role === "matter") return h("p.matter", id, p.text);
    return h("div.para", id, margin(p), h("p", { "data-start": p.start }, runs(p)));
  }

  function margin(p) {
    const notes = [];
    for (const line of p.lines) {
      if (notes.some((x) => x.speaker === line.speaker && x.kind === line.kind)) continue;
      notes.push(line);
    }
    return h("div.margin", null, notes.map((line) =>
      h("span.who", { class: `${model.tint(line.speaker)} ${line.kind}` },
        model.label(line.speaker), line.kind === "thought" && h("span.verb", null, " thinks"),
        p.lines.some((x) => x.speaker === line.speaker && x.kind === line.kind && model.unsure(x)) && h("span.doubt", { title: "uncertain" }, " ?"))));
  }

  function runs(p) {
    return p.runs.map(([text, key, style]) => {
      const line = key === null ? null : model.lines.get(key);
      if (!line && !style) return text;
      const node = h("span", null, text);
      if (style) node.className = [...style].map((s) => `s-${s}`).join(" ");
      if (line) {
        node.classList.add("line", line.kind, line.form, ...model.tint(line.speaker).split(" "));
        if (model.unsure(line)) node.classList.add("unsure");
        if (line.fixed) node.classList.add("fixed");
        if (key === chosen) node.classList.add("chosen");
        node.dataset.line = key;
      }
      return node;
    });
  }

  function changed(touched, changes) {
    for (const k of touched) {
      const fresh = paragraph(model.paragraphs[k]);
      nodes[k].replaceWith(fresh);
      nodes[k] = fresh;
    }
    const keys = Object.keys(changes.lines);
    for (const key of keys) for (const node of page.querySelectorAll(`[data-line="${key}"]`)) node.classList.add("changed");
    if (chosen !== null && !model.lines.has(chosen)) chosen = null;
    corrector.show(chosen, keys.map(Number).filter((key) => key !== chosen && model.lines.has(key)));
  }

  function select(key, scroll = true) {
    for (const node of page.querySelectorAll(".chosen")) node.classList.remove("chosen");
    chosen = key;
    const spans = key === null ? [] : page.querySelectorAll(`[data-line="${key}"]`);
    for (const node of spans) node.classList.add("chosen");
    if (scroll && spans[0]) spans[0].scrollIntoView({ block: "center" });
    if (key !== null) history.replaceState(null, "", link("read", key));
    corrector.show(key);
  }

  /** To a line, or to the paragraph that starts or holds this place. */
  function jump(place) {
    if (model.lines.has(place)) {
      const k = model.lines.get(place).paragraphs[0];
      nodes[k]?.scrollIntoView({ block: "center" });
      return select(place);
    }
    const k = model.paragraphs.findLastIndex((p) => p.start <= place);
    nodes[k]?.scrollIntoView({ block: "start" });
    nodes[k]?.classList.add("changed");
  }

  function key(event) {
    if (event.target.closest("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      side.querySelector("input").focus();
    } else if ("jkg".includes(event.key) && event.key) step(event.key);
    else corrector.key(event);
  }

  function step(way) {
    const keys = [...model.lines.keys()];
    const from = chosen ?? startOf(here) - (way === "k" ? 0 : 1);
    const next = way === "k" ? keys.findLast((k) => k < from)
      : keys.find((k) => k > from && (way === "j" || model.unsure(model.lines.get(k))));
    if (next !== undefined) select(next);
  }

  function startOf(block) {
    return block === null ? 0 : model.paragraphs[block].start;
  }

  function listing() {
    return [h("ol", null, model.spans.filter((s) => s.paragraphs.length).map((s) =>
      h("li", { "data-chapter": s.number },
        h("a", { href: link("read", model.paragraphs[s.paragraphs[0]].start) }, model.chapterTitle(s.number)),
        s.scenes.length > 1 && h("ol", null, s.scenes.map((k) =>
          h("li", { "data-scene": k }, h("a", { href: link("read", model.paragraphs[model.scenes[k].paragraphs[0]].start) }, `${model.sceneTitle(k)} …`)))))))];
  }

  function current(entries) {
    const entry = entries.findLast((e) => e.isIntersecting);
    if (!entry) return;
    here = Number(entry.target.dataset.first);
    const p = model.paragraphs[here];
    for (const node of contents.querySelectorAll(".here")) node.classList.remove("here");
    const item = contents.querySelector(`[data-chapter="${p.chapter}"]`);
    item?.classList.add("here");
    if (item && contents.scrollHeight > contents.clientHeight)
      contents.scrollTop = item.offsetTop - contents.clientHeight / 3;
  }

  function searchBox() {
    const results = h("ol.found", { "aria-live": "polite" });
    const box = h("input", { type: "search", placeholder: "Search", "aria-label": "Search the story", oninput: search });
    return h("div.search", null, box, results);

    function search() {
      const wanted = box.value.trim().toLowerCase();
      contents.hidden = wanted.length > 1;
      if (wanted.length < 2) return fill(results);
      const hits = [];
      for (const p of model.paragraphs) {
        const k = p.text.toLowerCase().indexOf(wanted);
        if (k >= 0) hits.push([p, k]);
      }
      const rows = hits.slice(0, 100).map(([p, k]) => {
        const from = Math.max(k - 30, 0);
        return h("li", null, h("a", { href: link("read", p.start) },
          from > 0 && "… ", p.text.slice(from, k).replace(/^\S*\s/, ""), h("mark", null, p.text.slice(k, k + wanted.length)), short(p.text.slice(k + wanted.length), 60)));
      });
      fill(results, h("li.count", null, hits.length ? `${count(hits.length, "paragraph")}` : "Nothing found."), rows);
    }
  }

  function hover() {
    const box = h("div.card", { "aria-hidden": "true" });
    document.body.append(box);
    page.addEventListener("pointerover", (event) => {
      const node = event.pointerType === "mouse" && event.target.closest(".line");
      const line = node && model.lines.get(Number(node.dataset.line));
      if (!line) return box.classList.remove("shown");
      fill(box, ...facts(model, line));
      const place = node.getClientRects()[0];
      box.classList.add("shown");
      box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - box.offsetWidth - 12))}px`;
      box.style.top = `${place.top > box.offsetHeight + 60 ? place.top - box.offsetHeight - 8 : place.bottom + 8}px`;
    });
    page.addEventListener("pointerleave", () => box.classList.remove("shown"));
    return box;
  }
}

/** Who, to whom, how, with what feeling, and how sure. */
export function facts(model, line) {
  const to = line.to.map((id) => model.label(id)).join(", ");
  const how = [line.manner, line.feeling !== "neutral" && line.feeling, line.kind === "thought" && (line.form === "free" ? "free indirect thought" : "thought")];
  return [
    h("b", { class: model.tint(line.speaker) }, model.label(line.speaker)),
    to && h("span", null, " to ", to),
    h("div", null, how.filter(Boolean).join(" · ")),
    h("small", null, line.fixed ? "corrected by you" : line.speaker === null ? "speaker not known" : `${Math.round(100 * line.confidence)} % sure`),
  ];
}
