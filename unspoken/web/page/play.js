// The scene as a play in two columns: what is said aloud, and beside it what the same people think meanwhile.

import { link } from "./app.js";
import { fill, h } from "./dom.js";
import { pieces, sceneAt, scenePicker } from "./scenes.js";

const LEVELS = ["Only what is said", "And what is thought", "And what is half thought", "Everything"];
const KEPT = "unspoken-level";

export function play(main, model, at) {
  let scene = null;
  let level = Number(localStorage.getItem(KEPT) ?? 2);
  const stage = h("div.stage");
  const name = h("output", { for: "level" });
  const slider = h("input", { type: "range", id: "level", min: 0, max: 3, step: 1, value: String(level), oninput: turn, "aria-label": "How much is shown" });
  const picker = scenePicker(model, sceneAt(model, at) ?? richest(), (k) => {
    scene = k;
    draw();
  });
  fill(main,
    h("section.play", null,
      h("h1.hidden", null, "Said and unsaid"),
      h("div.bar", null, picker.node,
        h("div.slider", null, h("span", { "aria-hidden": "true" }, "said"), slider, h("span", { "aria-hidden": "true" }, "everything"), name)),
      stage));
  slider.value = level;
  picker.begin();
  if (scene === null) fill(stage, h("p.plain", null, "There is no scene in this text."));
  if (at !== null) stage.querySelector(`[data-line="${at}"]`)?.scrollIntoView({ block: "center" });
  return { changed: draw };

  function turn() {
    level = Number(slider.value);
    localStorage.setItem(KEPT, level);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !document.startViewTransition;
    still ? draw() : document.startViewTransition(draw);
  }

  function draw() {
    name.textContent = LEVELS[level];
    slider.setAttribute("aria-valuetext", LEVELS[level]);
    if (scene === null) return;
    const rows = arrange([...pieces(model, scene)].filter(shows));
    const speeches = rows.some((r) => r.said);
    fill(stage,
      h("div.turn.heads", { "aria-hidden": "true" }, h("span.said", null, "Said"), h("span.unsaid", null, level > 0 && "Unsaid")),
      rows.map((row, k) => (row.stage ? direction(row.stage) : exchange(row, rows[k - 1]))),
      !speeches && h("p.plain.hint", null, "Nobody says a word in this scene."));
    stage.className = `stage level-${level}`;
  }

  function shows(piece) {
    if (!piece.line) return level === 3 && /\p{L}/u.test(piece.text);
    if (piece.line.kind === "speech") return true;
    return level >= (piece.line.form === "free" ? 2 : 1);
  }

  /** Rows of one speech and one thought beside each other, in the order of the text. */
  function arrange(list) {
    const rows = [];
    list.forEach((piece, k) => {
      const side = !piece.line ? "stage" : piece.line.kind === "speech" ? "said" : "unsaid";
      const row = rows.at(-1);
      const own = list[k + 1]?.line?.kind === "speech" && list[k + 1].paragraph === piece.paragraph; // what is said with it
      const reach = level === 3 || (side === "unsaid" && own) ? 0 : 2;
      const near = row && !row.stage && piece.paragraph.index - row.at <= reach;
      if (side === "stage") rows.push({ stage: piece });
      else if (row?.[side]?.at(-1).line === piece.line) row[side].push(piece);
      else if (near && !row[side]) row[side] = [piece];
      else rows.push({ [side]: [piece], at: piece.paragraph.index });
    });
    return rows;
  }

  function exchange(row, before) {
    const cell = (side) => {
      const list = row[side];
      if (!list) return h(`div.${side}.empty`);
      const line = list[0].line;
      const again = !before?.stage && before?.[side]?.[0].line.speaker === line.speaker && before;
      return h(`div.${side}`, { class: `${model.tint(line.speaker)} ${line.form}`, "data-line": line.key },
        h("a.name", { href: link("read", line.key), class: again ? "again" : "" }, model.label(line.speaker), side === "unsaid" && h("span.verb", null, line.form === "free" ? " feels" : " thinks"), model.unsure(line) && " ?"),
        h("p", null, list.map((p) => p.text.trim()).join(" ")));
    };
    return h("div.turn", { class: row.said && row.unsaid ? "both" : "" }, cell("said"), cell("unsaid"));
  }

  function direction(piece) {
    return h("p.direction", null, piece.text.trim());
  }

  /** The scene in which most is thought: the one to begin with. */
  function richest() {
    const thoughts = new Map();
    for (const line of model.lines.values())
      if (line.kind === "thought") thoughts.set(line.scene, (thoughts.get(line.scene) ?? 0) + 1);
    const best = [...thoughts].sort((a, b) => b[1] - a[1])[0];
    return best && model.scenes[best[0]]?.paragraphs.length ? best[0] : undefined;
  }
}
