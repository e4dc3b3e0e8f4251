// The choice of a scene, and the scene taken apart in the order of its words.

import { h } from "./dom.js";
import { shown } from "./model.js";

/** Scenes with something in them, as a select with buttons for the one before and the next. */
export function scenePicker(model, start, choose) {
  const scenes = model.scenes.map((s, k) => ({ ...s, k })).filter((s) => s.paragraphs.length);
  const select = h("select", { "aria-label": "Scene", onchange: () => to(Number(select.value)) });
  for (const span of model.spans) {
    const inside = scenes.filter((s) => s.chapter === span.number);
    if (!inside.length) continue;
    const options = inside.map((s, n) =>
      h("option", { value: s.k }, inside.length > 1 ? `${n + 1}. ${model.sceneTitle(s.k)} …` : model.spans.length > 1 ? model.chapterTitle(span.number) : `${model.sceneTitle(s.k)} …`));
    if (model.spans.length > 1 && inside.length > 1) {
      const group = h("optgroup", { label: model.chapterTitle(span.number) }, options);
      select.append(group);
    } else select.append(...options);
  }
  const at = () => scenes.findIndex((s) => s.k === Number(select.value));
  const back = h("button", { "aria-label": "The scene before", onclick: () => to(scenes[at() - 1].k) }, "‹");
  const on = h("button", { "aria-label": "The next scene", onclick: () => to(scenes[at() + 1].k) }, "›");
  const to = (k) => {
    select.value = k;
    back.disabled = at() <= 0;
    on.disabled = at() >= scenes.length - 1;
    choose(k);
  };
  const node = h("div.scenes", null, back, select, on);
  return { node, begin: () => scenes.length && to(start ?? scenes[0].k) };
}

/** The scene in which a line or paragraph stands; without one, the first scene with the most to show. */
export function sceneAt(model, place) {
  if (place !== null) {
    const p = model.paragraphs.findLast((x) => x.start <= place);
    if (p) return p.scene;
  }
  return null;
}

/** What a scene is made of, in order: narration and lines, each run of words once. */
export function* pieces(model, scene) {
  for (const k of model.scenes[scene].paragraphs) {
    const p = model.paragraphs[k];
    let last = null;
    for (const run of p.runs) {
      const [, key] = run;
      const text = shown(run);
      const line = key === null ? null : (model.lines.get(key) ?? null);
      if (last && last.line === line) last.text += text;
      else {
        if (last) yield last;
        last = { paragraph: p, line, text };
      }
    }
    if (last) yield last;
  }
}
