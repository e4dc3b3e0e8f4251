// Putting a line right: by the panel, or by keys.

import { corrected, link } from "./app.js";
import { count, fill, h, short, tell } from "./dom.js";

const KINDS = [["speech", "direct", "Speech"], ["thought", "direct", "Thought"], ["thought", "free", "Free indirect thought"]];
const FEELINGS = ["neutral", "joy", "love", "sadness", "anger", "fear", "surprise", "disgust", "shame"];

/** What a correction changed, in words. */
export function correctedBy(changes) {
  const n = Object.keys(changes.lines).length;
  return n > 1 ? `${count(n, "line")} changed.` : "";
}

export class Corrector {
  constructor({ model, panel, page, select, selected }) {
    Object.assign(this, { model, panel, page, select, selected });
    this.tool = h("div.tool", { role: "toolbar", "aria-label": "Selected words" },
      h("button", { onclick: () => this.add() }, "This is a line"),
      h("button.mend", { onclick: () => this.mend() }, "These are its words"));
    document.body.append(this.tool);
    this.moved = () => this.#offer();
    document.addEventListener("selectionchange", this.moved);
    this.show(null);
  }

  leave() {
    document.removeEventListener("selectionchange", this.moved);
    this.tool.remove();
  }

  /** Show a line to be put right, and the lines that followed the last correction. */
  show(key, followed = []) {
    const { model, panel } = this;
    const line = key === null ? null : model.lines.get(key);
    panel.classList.toggle("open", Boolean(line));
    if (!line) return fill(panel, h("p.hint", null, "Click a line to correct it, or press ", h("kbd", null, "j"), "."), h("p.hint", null, "Press ", h("kbd", null, "?"), " for all keys."), this.#followed(followed));
    const people = this.#people(line);
    const set = (settings) => this.#set(settings);
    fill(panel,
      h("div.panel-head", null, h("h2", null, line.kind === "thought" ? "Thought" : "Line"), h("button.quiet", { "aria-label": "Close", onclick: () => this.select(null) }, "×")),
      h("blockquote", { class: model.tint(line.speaker) }, short(line.text, 180)),
      h("fieldset", null, h("legend", null, "It is"), h("div.choices", null, KINDS.map(([kind, form, name]) =>
        h("button.choice", { "aria-pressed": String(line.kind === kind && (kind === "speech" || line.form === form)), onclick: () => set({ kind, form }) }, name)))),
      h("fieldset", null, h("legend", null, line.kind === "thought" ? "Thought by" : "Said by"),
        h("div.choices.people", null,
          people.map((c, k) => h("button.choice", { class: model.tint(c.id), "aria-pressed": String(c.id === line.speaker), onclick: () => set({ speaker: c.id }) }, k < 9 && h("kbd", null, String(k + 1)), h("span.dot"), c.label)),
          h("button.choice", { "aria-pressed": String(line.speaker === null), onclick: () => set({ speaker: null }) }, h("kbd", null, "0"), "not known")),
        this.#other("Someone else", (speaker) => set({ speaker }))),
      line.kind === "speech" && h("fieldset.to", null, h("legend", null, "Said to"),
        h("div.choices.people", null, people.filter((c) => c.id !== line.speaker).map((c) => {
          const on = line.to.includes(c.id);
          return h("button.choice", { class: model.tint(c.id), "aria-pressed": String(on), onclick: () => set({ addressees: on ? line.to.filter((id) => id !== c.id) : [...line.to, c.id] }) }, h("span.dot"), c.label);
        })),
        this.#other("Someone else", (who) => set({ addressees: [...line.to, who] }))),
      h("label.row", null, "Feeling ", h("select", { onchange: (event) => set({ feeling: event.target.value || null }) },
        h("option", { value: "", selected: !line.feeling }, "not known"), FEELINGS.map((f) => h("option", { value: f, selected: f === line.feeling }, f)))),
      h("div.row", null, h("button", { onclick: () => this.drop() }, "Not a line ", h("kbd", null, "x")), h("small", null, "To mend its words, select the right ones.")),
      h("p.sure", null, line.fixed ? "Corrected by you." : line.speaker === null ? "The speaker is not known." : `${Math.round(100 * line.confidence)} % sure.`, model.made > 0 && ` ${count(model.made, "correction")} so far; Ctrl Z undoes.`),
      this.#followed(followed));
  }

  key(event) {
    const line = this.model.lines.get(this.selected());
    if (event.key === "n") return this.add();
    if (event.key === "Escape") return this.select(null);
    if (!line) return;
    const people = this.#people(line);
    if (/^[1-9]$/.test(event.key) && people[event.key - 1]) this.#set({ speaker: people[event.key - 1].id });
    else if (event.key === "0") this.#set({ speaker: null });
    else if (event.key === "t") {
      const now = KINDS.findIndex(([kind, form]) => kind === line.kind && (kind === "speech" || form === line.form));
      const [kind, form] = KINDS[(now + 1) % KINDS.length];
      this.#set({ kind, form });
    } else if (event.key === "x") this.drop();
    else if (event.key === "m") this.mend();
    else if (event.key === "a") this.panel.querySelector(".to button, .to input")?.focus();
    else if (event.key === "Enter" && event.target === document.body) this.panel.querySelector(".people button")?.focus();
    else return;
    event.preventDefault();
  }

  #people(line) {
    const near = this.model.peopleOf(line.scene);
    return [...new Set([...near, ...this.model.people()])].slice(0, Math.max(9, Math.min(near.length, 14)));
  }

  async #set(settings) {
    await corrected({ do: "line", line: this.selected(), set: settings });
  }

  async drop() {
    await corrected({ do: "drop", line: this.selected() }, "Not a line any more.");
  }

  async mend() {
    const span = this.#span();
    if (!span) return tell("Select the right words first.");
    const changes = await corrected({ do: "mend", line: this.selected(), spans: [span] }, "Mended.");
    if (changes) this.#after(changes, span);
  }

  async add() {
    const span = this.#span();
    if (!span) return tell("Select the words of the line first.");
    const changes = await corrected({ do: "add-line", spans: [span], set: {} }, "A new line.");
    if (changes) this.#after(changes, span);
  }

  #after(changes, [start, end]) {
    getSelection().removeAllRanges();
    const key = Object.keys(changes.lines).map(Number).find((k) => changes.lines[k] && k >= start && k < end);
    if (key !== undefined) this.select(key, false);
  }

  /** The selected words as offsets into the story's text, which counts code points. */
  #span() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const ends = [[range.startContainer, range.startOffset], [range.endContainer, range.endOffset]].map(([node, offset]) => {
      const p = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("p[data-start]");
      if (!p || !this.page.contains(p)) return null;
      const before = document.createRange();
      before.setStart(p, 0);
      before.setEnd(node, offset);
      return Number(p.dataset.start) + [...before.toString()].length;
    });
    return ends.includes(null) || ends[0] >= ends[1] ? null : ends;
  }

  #offer() {
    const span = this.#span();
    this.tool.classList.toggle("shown", Boolean(span));
    this.tool.classList.toggle("can-mend", this.model.lines.has(this.selected()));
    if (!span) return;
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    this.tool.style.left = `${Math.max(8, Math.min(place.left, innerWidth - this.tool.offsetWidth - 8))}px`;
    this.tool.style.top = `${Math.max(60, Math.min(place.top - this.tool.offsetHeight - 8, innerHeight - this.tool.offsetHeight - 8))}px`;
  }

  /** A box to name somebody: one of the cast, or a new person. */
  #other(label, choose) {
    const options = h("datalist", { id: `cast-${label}-${Math.random().toString(36).slice(2)}` }, this.model.people().map((c) => h("option", { value: c.label })));
    const box = h("input", { list: options.id, placeholder: `${label} …`, "aria-label": label });
    const take = () => {
      const name = box.value.trim();
      if (!name) return;
      const known = this.model.people().find((c) => [c.label, ...c.aliases].some((n) => n.toLowerCase() === name.toLowerCase()));
      choose(known ? known.id : { new: name });
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") take();
      if (event.key === "Escape") box.blur();
    });
    return h("div.other", null, box, h("button", { onclick: take }, "Set"), options);
  }

  #followed(keys) {
    if (!keys.length) return null;
    return h("section.followed", null, h("h3", null, "Changed with it"), h("ul", null, keys.slice(0, 12).map((key) => {
      const line = this.model.lines.get(key);
      return h("li", null, h("a", { href: link("read", key) }, h("b", { class: this.model.tint(line.speaker) }, this.model.label(line.speaker)), " ", short(line.text, 60)));
    })), keys.length > 12 && h("p", null, `and ${keys.length - 12} more`));
  }
}
