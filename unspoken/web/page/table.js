// The browser's own voices read a scene aloud, one for each person.

import { fill, h } from "./dom.js";
import { pieces, sceneAt, scenePicker } from "./scenes.js";

const PIECE = 220; // characters spoken at once: browsers break off long utterances
const WHISPER = { volume: 0.4, rate: 0.9 };
const HERS = /female|woman|zira|susan|samantha|victoria|karen|moira|tessa|fiona|serena|hazel|jenny|aria|eva|sonia|libby|kate/i;
const HIS = /\bmale|\bman\b|david|mark|daniel|alex|fred|george|james|ryan|guy|thomas|oliver|rishi|lee/i;

export function table(main, model, at) {
  const synth = window.speechSynthesis;
  const voices = () => (synth?.getVoices() ?? []).filter((v) => v.localService && /^en/i.test(v.lang)); // others would send the text away
  const chosen = new Map();
  let scene = null;
  let queue = [];
  let next = 0;
  let playing = false;
  let rate = 1;
  let thoughts = "whisper";
  let narrated = true;
  let turn = 0; // of the utterances that were stopped, none may go on

  const script = h("div.script");
  const castList = h("div.voices");
  const playButton = h("button.main", { onclick: () => (playing ? pause() : begin()) }, "Read aloud");
  const picker = scenePicker(model, sceneAt(model, at) ?? undefined, (k) => {
    pause();
    scene = k;
    next = 0;
    draw();
  });
  const settings = h("div.row", null,
    h("label", null, "Thoughts ", h("select", { onchange: (e) => again(() => (thoughts = e.target.value)) }, [["whisper", "whispered"], ["aloud", "aloud"], ["skip", "skipped"]].map(([v, t]) => h("option", { value: v }, t)))),
    h("label", null, h("input", { type: "checkbox", checked: true, onchange: (e) => again(() => (narrated = e.target.checked)) }), " narration"),
    h("label", null, "Pace ", h("input", { type: "range", min: 0.6, max: 1.6, step: 0.1, value: "1", "aria-label": "Pace", onchange: (e) => again(() => (rate = Number(e.target.value))) })));
  fill(main, h("section.aloud", null, h("h1.hidden", null, "Table read"), h("div.bar", null, picker.node, playButton, settings), h("div.two", null, script, h("aside", { "aria-label": "Voices" }, h("h2", null, "Voices"), castList))));
  picker.begin();
  const refresh = () => drawVoices();
  synth?.addEventListener?.("voiceschanged", refresh);
  document.addEventListener("keydown", key);
  return { changed: draw, leave };

  function leave() {
    pause();
    synth?.removeEventListener?.("voiceschanged", refresh);
    document.removeEventListener("keydown", key);
  }

  function key(event) {
    if (event.key !== " " || event.target.closest("input, select, button, dialog, a")) return;
    event.preventDefault();
    playButton.click();
  }

  function again(change) {
    const was = playing;
    pause();
    change();
    draw();
    if (was) begin();
  }

  function draw() {
    if (scene === null) return fill(script, h("p.plain", null, "There is no scene in this text."));
    queue = [...pieces(model, scene)].filter((p) => (p.line ? p.line.kind === "speech" || thoughts !== "skip" : narrated) && /[\p{L}\p{N}]/u.test(p.text));
    next = Math.min(next, queue.length);
    fill(script, queue.map((piece, k) => {
      const line = piece.line;
      piece.node = h("p.part", { class: line ? `${line.kind} ${model.tint(line.speaker)}` : "telling" },
        line && h("span.who", null, model.label(line.speaker), line.kind === "thought" && h("span.verb", null, " thinks")),
        h("button.words", { onclick: () => { pause(); next = k; begin(); }, title: "Read from here" }, piece.text.trim()));
      return piece.node;
    }));
    drawVoices();
  }

  function drawVoices() {
    const list = voices();
    playButton.disabled = !list.length;
    if (!list.length) return fill(castList, h("p.hint", null, "This browser has no English voice of its own on this computer, so it cannot read aloud. Voices that send the text elsewhere are not used."));
    const people = [null, ...model.peopleOf(scene ?? 0)];
    people.forEach((c, k) => chosen.has(c?.id) || chosen.set(c?.id, choice(c, k, list)));
    fill(castList, people.map((c) => h("label.voice", { class: c ? model.tint(c.id) : "" }, h("span.who", null, c ? c.label : "Narration"),
      h("select", { onchange: (e) => again(() => (chosen.get(c?.id).voice = list[e.target.value])) }, list.map((v, k) => h("option", { value: k, selected: v === chosen.get(c?.id).voice }, `${v.name} (${v.lang})`))))));
  }

  /** A voice by the person's pronouns, and another pitch for the next with the same voice. */
  function choice(c, k, list) {
    const want = c?.pronouns === "she" ? HERS : c?.pronouns === "he" ? HIS : null;
    const fit = want ? list.filter((v) => want.test(v.name) && !(want === HIS && HERS.test(v.name))) : list;
    const pool = fit.length ? fit : list;
    const used = [...chosen.values()].map((x) => x.voice);
    const voice = pool.find((v) => !used.includes(v)) ?? pool[k % pool.length];
    const pitch = !c ? 1 : (c.pronouns === "she" ? 1.15 : c.pronouns === "he" ? 0.85 : 1) + 0.06 * ((k % 3) - 1);
    return { voice, pitch };
  }

  function begin() {
    if (next >= queue.length) next = 0;
    playing = true;
    playButton.textContent = "Pause";
    say(++turn);
  }

  function pause() {
    playing = false;
    turn++;
    synth?.cancel();
    playButton.textContent = "Read aloud";
    for (const node of script.querySelectorAll(".lit")) node.classList.remove("lit");
  }

  function say(mine) {
    if (mine !== turn) return;
    const piece = queue[next];
    if (!piece) return pause();
    for (const node of script.querySelectorAll(".lit")) node.classList.remove("lit");
    piece.node.classList.add("lit");
    piece.node.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    const parts = cut(piece.text.trim());
    const { voice, pitch } = chosen.get(piece.line?.speaker) ?? chosen.get(undefined);
    const speak = () => {
      if (mine !== turn) return;
      const text = parts.shift();
      if (text === undefined) {
        next++;
        return say(mine);
      }
      const utterance = new SpeechSynthesisUtterance(text);
      Object.assign(utterance, { voice, lang: voice.lang, pitch, rate, volume: 1 });
      if (piece.line?.kind === "thought" && thoughts === "whisper") Object.assign(utterance, { volume: WHISPER.volume, rate: rate * WHISPER.rate });
      utterance.onend = speak;
      utterance.onerror = (event) => (["interrupted", "canceled"].includes(event.error) ? null : speak());
      synth.speak(utterance);
    };
    speak();
  }
}

/** Words in pieces that a browser speaks without breaking off, cut after sentences where it can be. */
function cut(text) {
  const out = [""];
  for (const part of text.split(/(?<=[.!?…;:,—]["'”’]?)\s+|\s+(?=\S{80})/)) {
    if (out.at(-1).length + part.length > PIECE && out.at(-1)) out.push("");
    out[out.length - 1] += (out.at(-1) ? " " : "") + part;
  }
  return out.filter(Boolean);
}
