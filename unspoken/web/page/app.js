// The frame: which story, which view, and the keys that hold everywhere. Addresses are #/STORY/VIEW/LINE.

import * as api from "./api.js";
import { correctedBy } from "./correct.js";
import { count, dialog, fill, h, tell } from "./dom.js";
import { eyes } from "./eyes.js";
import { home } from "./home.js";
import { Model } from "./model.js";
import { people } from "./people.js";
import { play } from "./play.js";
import { read } from "./read.js";
import { table } from "./table.js";

const VIEWS = {
  read: ["Read", read],
  unsaid: ["Said and unsaid", play],
  people: ["People", people],
  eyes: ["Eyes", eyes],
  aloud: ["Table read", table],
};
const main = document.getElementById("main");
const head = document.getElementById("head");
let model = null;
let shown = { view: null, leave: null };

const route = () => {
  const [, key, view, line] = location.hash.split("/");
  return { key, view: VIEWS[view] ? view : "read", line: line === undefined || line === "" ? null : Number(line) };
};

/** Go to a view of the story, at a line or paragraph (its key: where it starts). */
export function go(view, line = null) {
  location.hash = `#/${model.key}/${view}${line === null ? "" : `/${line}`}`;
}

export const link = (view, line) => `#/${model.key}/${view}/${line}`;

async function follow() {
  const { key, view, line } = route();
  try {
    if (!key) return showHome();
    if (model?.key !== key) await load(key);
    if (model?.key === key) show(view, line);
  } catch (error) {
    leave();
    frame();
    fill(main, h("section.plain", null, h("h1", null, "This did not work"), h("p", null, error.message), h("p", null, h("a", { href: "#" }, "To the first page"))));
  }
}

async function showHome() {
  leave();
  model = null;
  frame();
  document.title = "unspoken";
  await home(main);
}

function leave() {
  shown.leave?.();
  shown = { view: null, leave: null };
}

async function load(key) {
  leave();
  model = null;
  frame();
  const step = h("p", { role: "status" });
  const bar = h("progress", { max: 1, "aria-label": "Reading" });
  const title = h("h1", null, "Reading");
  for (let wait = 60; ; wait = Math.min(wait * 1.4, 500)) {
    const data = await api.story(key);
    if (route().key !== key) return;
    if (data.state === "failed") throw new Error(`${data.name}: ${data.error}`);
    if (data.state === "ready") {
      model = new Model(key, data);
      return;
    }
    title.textContent = `Reading ${data.name}`;
    step.textContent = data.step;
    bar.value = data.done;
    if (!bar.isConnected) fill(main, h("section.plain.reading", null, title, bar, step));
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function show(view, line) {
  if (shown.view === view && shown.at) return shown.at(line);
  leave();
  frame(view);
  document.title = `${model.title} · unspoken`;
  const [, make] = VIEWS[view];
  fill(main);
  main.className = `view-${view}`;
  window.scrollTo(0, 0);
  shown = { view, ...make(main, model, line) };
}

function frame(view) {
  const tabs = model && Object.entries(VIEWS).map(([key, [name]]) =>
    h("a", { href: `#/${model.key}/${key}`, "aria-current": key === view ? "page" : null }, name),
  );
  fill(
    head,
    h("a.mark", { href: "#", "aria-label": "unspoken: to the first page" }, "un", h("i", null, "spoken")),
    model && h("p.title", { title: model.name }, model.title),
    model ? h("nav", { "aria-label": "Views" }, tabs) : h("span.grow"),
    h("button.quiet", { onclick: keys, "aria-label": "Keys", title: "Keys (?)" }, "?"),
    h("button.quiet", { onclick: turn, "aria-label": "Light or dark", title: "Light or dark" }, "◐"),
  );
}

const THEME = "unspoken-theme";
function turn() {
  const root = document.documentElement;
  const dark = getComputedStyle(root).colorScheme === "dark" ||
    (getComputedStyle(root).colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  localStorage.setItem(THEME, (root.dataset.theme = dark ? "light" : "dark"));
}

const KEYS = [
  ["j  k", "the next line, the line before"],
  ["Enter", "correct the line"],
  ["1 … 9", "its speaker is this person"],
  ["0", "its speaker is not known"],
  ["a", "to whom it is said"],
  ["t", "speech, thought, free indirect thought"],
  ["x", "it is not a line"],
  ["m", "the words selected with the mouse are the line’s words"],
  ["n", "the words selected are a line"],
  ["Ctrl Z  u", "undo"],
  ["Ctrl Shift Z", "make it again"],
  ["/", "search"],
  ["g", "the next line that is uncertain"],
  ["Esc", "close"],
];
function keys() {
  const rows = KEYS.map(([key, what]) => h("tr", null, h("th", { scope: "row" }, key.split(/ (?! )/).filter(Boolean).map((k) => (k.trim() === "…" ? " … " : h("kbd", null, k.trim())))), h("td", null, what)));
  const box = dialog("Keys", h("table.keys", null, h("tbody", null, rows)), h("button", { onclick: () => box.close() }, "Close"));
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, dialog")) return;
  const command = event.ctrlKey || event.metaKey;
  if (model && ((command && event.key.toLowerCase() === "z") || (!command && event.key === "u"))) {
    event.preventDefault();
    revise(event.shiftKey ? api.redo : api.undo, event.shiftKey ? "Made again." : "Undone.");
  } else if (event.key === "?") keys();
});

let latest = Promise.resolve(null); // the correction made last: the next waits for it, so that answers are taken in in order

/** Make a correction and let the view take it in; returns what changed. */
export function revise(change, done) {
  const story = model;
  return (latest = latest.then(() => make(story, change, done)));
}

async function make(story, change, done) {
  try {
    const changes = await change(story.key);
    if (story !== model) return null;
    const touched = story.update(changes);
    shown.changed?.(touched, changes);
    tell(`${done ?? "Corrected."} ${correctedBy(changes)}`);
    return changes;
  } catch (error) {
    tell(error.message, "bad");
    return null;
  }
}

export const corrected = (correction, done) => revise((key) => api.correct(key, correction), done);

document.documentElement.dataset.theme = localStorage.getItem(THEME) ?? "";
window.addEventListener("hashchange", follow);
follow();
