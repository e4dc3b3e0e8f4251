// Whose mind each paragraph is in: a ribbon for each chapter, and every change inside a scene.

import { go, link } from "./app.js";
import { figure, legend } from "./charts.js";
import { count, fill, h, short } from "./dom.js";

export function eyes(main, model) {
  draw();
  return { changed: draw };

  function draw() {
    const stretches = ribbons(model);
    const minds = new Map();
    for (const s of stretches) if (s.mind) minds.set(s.mind, (minds.get(s.mind) ?? 0) + s.to - s.from);
    const shifts = changes(model);
    const list = [...minds].sort((a, b) => b[1] - a[1]).map(([id]) => id);
    fill(main, h("section.sheet", null,
      h("h1", null, "Whose eyes"),
      h("p.lead", null, list.length ? `The page looks through ${count(list.length, "pair")} of eyes. Each ribbon is a chapter, each stretch the paragraphs in one mind; a click goes there.` : "No paragraph’s point of view is known in this reading."),
      legend(model, list),
      list.length > 0 && ribbon(stretches),
      h("h2", null, "Changes inside a scene"),
      shifts.length ? shiftList(shifts) : h("p.hint", null, "None: each scene stays in one mind.")));
  }

  function ribbon(stretches) {
    const chapters = model.spans.filter((s) => s.paragraphs.length);
    const order = chapters.map((s) => s.number);
    const rows = order.length;
    const narrow = main.clientWidth < 640;
    const label = (k) => short(model.chapterTitle(k), narrow ? 12 : 22);
    const longest = Math.max(...stretches.map((s) => s.to));
    const wide = (s) => ((s.to - s.from) / longest) * main.clientWidth * 0.6 > 8 * model.label(s.mind).length;
    return figure("Ribbon of points of view by chapter", main, {
      height: rows * (rows > 12 ? 22 : 40) + 20,
      marginLeft: rows > 1 ? (narrow ? 84 : 150) : 1,
      marginTop: 4,
      x: { axis: null, domain: [0, longest] },
      y: { domain: order, tickFormat: label, tickSize: 0, label: null, axis: rows > 1 ? "left" : null, padding: 0.22 },
      marks: [
        Plot.rectX(stretches, { x1: "from", x2: "to", y: "chapter", fill: (s) => (s.mind ? model.colour(s.mind) : "var(--rule)"), inset: 0.5, className: "go", title: (s) => `${s.mind ? model.label(s.mind) : "nobody’s mind"}: ${short(s.text, 90)}` }),
        Plot.text(stretches.filter((s) => s.mind && wide(s)), { x: (s) => (s.from + s.to) / 2, y: "chapter", text: (s) => model.label(s.mind), fill: "var(--paper)", pointerEvents: "none" }),
      ],
    }, (index) => go("read", stretches[index].start));
  }

  function shiftList(shifts) {
    return h("ol.shifts", null, shifts.map((s) => h("li", null, h("a", { href: link("read", s.start) },
      h("span.who", { class: model.tint(s.from) }, model.label(s.from)), h("span", { "aria-label": "to" }, " → "), h("span.who", { class: model.tint(s.to) }, model.label(s.to)),
      h("small", null, ` ${model.spans.length > 1 ? `${model.chapterTitle(s.chapter)} · ` : ""}`), h("q", null, short(s.text, 90))))));
  }
}

/** Neighbouring paragraphs in one mind, by chapter, measured from the chapter's start. */
function ribbons(model) {
  const out = [];
  const minds = model.paragraphs.some((p) => p.focalizer);
  if (!minds) return out;
  for (const span of model.spans) {
    const first = model.paragraphs[span.paragraphs[0]]?.start;
    for (const k of span.paragraphs) {
      const p = model.paragraphs[k];
      if (p.role !== "prose") continue;
      const from = p.start - first;
      const to = from + p.text.length;
      const last = out.at(-1);
      if (last && last.chapter === span.number && last.scene === p.scene && last.mind === p.focalizer) last.to = to;
      else out.push({ chapter: span.number, scene: p.scene, mind: p.focalizer, from: last?.chapter === span.number && last.scene === p.scene ? last.to : from, to, start: p.start, text: p.text });
    }
  }
  return out;
}

/** Paragraphs in another mind than the one before them in their scene; those in nobody's mind are passed over. */
export function changes(model) {
  const out = [];
  for (const scene of model.scenes) {
    let mind = null;
    for (const k of scene.paragraphs) {
      const p = model.paragraphs[k];
      if (!p.focalizer) continue;
      if (mind && mind !== p.focalizer) out.push({ from: mind, to: p.focalizer, chapter: p.chapter, start: p.start, text: p.text });
      mind = p.focalizer;
    }
  }
  return out;
}
