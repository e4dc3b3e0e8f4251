// The story as the views need it: lines with their words, people with their lines, scenes with their paragraphs.

const SURE = 0.5; // a speaker less likely than this is marked as uncertain
const TINTS = 12; // colours there are; further people share them, paler

const words = (text) => text.match(/[\p{L}\p{N}’'-]+/gu)?.length ?? 0;

/** The words of a run; a sign of italics in a plain text is none. */
export const shown = ([text, , style]) => (style.includes("x") ? "" : text);

export class Model {
  constructor(key, data) {
    Object.assign(this, { key, title: data.title || data.name, name: data.name, author: data.author, notes: data.notes });
    this.paragraphs = data.paragraphs;
    this.lines = new Map(data.lines.map((line) => [line.key, line]));
    this.chapters = data.chapters.length ? data.chapters : [{ start: 0, title: null }];
    this.sceneStarts = data.scenes.length ? data.scenes : [0];
    this.tints = new Map();
    this.#cast(data.characters);
    this.#edits(data);
    this.#derive();
    const talk = (c) => c.words + c.thoughts.length;
    for (const c of [...this.cast.values()].sort((a, b) => talk(b) - talk(a))) this.tints.set(c.id, this.tints.size);
  }

  /** Take in what a correction changed; returns the paragraphs whose words or lines look different now. */
  update(changes) {
    const before = new Map([...this.cast.values()].map((c) => [c.id, c.label]));
    const at = new Map(this.paragraphs.map((p, k) => [p.start, k]));
    const touched = new Set();
    for (const p of changes.paragraphs) touched.add(at.get(p.start)), (this.paragraphs[at.get(p.start)] = p);
    for (const [key, line] of Object.entries(changes.lines)) {
      if (line) this.lines.set(line.key, line);
      else this.lines.delete(Number(key));
    }
    this.lines = new Map([...this.lines].sort(([a], [b]) => a - b));
    this.#cast(changes.characters);
    this.#edits(changes);
    this.#derive();
    const renamed = [...this.cast.values()].some((c) => before.get(c.id) !== c.label) || before.size !== this.cast.size;
    for (const key of Object.keys(changes.lines)) {
      const line = this.lines.get(Number(key));
      if (line) for (const k of line.paragraphs) touched.add(k);
    }
    return renamed ? this.paragraphs.map((_, k) => k) : [...touched];
  }

  #cast(characters) {
    this.cast = new Map(characters.map((c) => [c.id, c]));
  }

  #edits({ made, undone, lost }) {
    Object.assign(this, { made, undone, lost });
  }

  #derive() {
    for (const line of this.lines.values()) Object.assign(line, { text: "", paragraphs: [] });
    this.scenes = this.sceneStarts.map((start) => ({ start, paragraphs: [] }));
    this.spans = this.chapters.map((chapter, k) => ({ ...chapter, number: k, scenes: [], paragraphs: [] }));
    this.paragraphs.forEach((p, k) => {
      p.index = k;
      p.text = p.runs.map(shown).join("");
      this.spans[p.chapter]?.paragraphs.push(k);
      const scene = this.scenes[p.scene];
      if (scene && p.role === "prose") {
        if (!scene.paragraphs.length) (scene.chapter = p.chapter), this.spans[p.chapter]?.scenes.push(p.scene);
        scene.paragraphs.push(k);
      }
      p.lines = [];
      let before = null; // the line of the run before
      for (const run of p.runs) {
        const [, key] = run;
        const line = key === null ? null : this.lines.get(key);
        const parted = before !== line;
        before = line;
        if (!line) continue;
        if (p.lines.at(-1) !== line && !p.lines.includes(line)) p.lines.push(line);
        if (line.paragraphs.at(-1) !== k) line.paragraphs.push(k);
        line.text += (line.text && parted ? " " : "") + shown(run);
      }
    });
    const last = this.paragraphs.at(-1);
    this.length = last ? last.start + last.text.length : 1;
    this.words = 0;
    for (const p of this.paragraphs) if (p.role === "prose") this.words += words(p.text);
    for (const c of this.cast.values()) Object.assign(c, { words: 0, speeches: [], thoughts: [], to: new Map() });
    for (const line of this.lines.values()) {
      line.words = words(line.text);
      line.chapter = this.paragraphs[line.paragraphs[0]]?.chapter ?? 0;
      line.scene = this.paragraphs[line.paragraphs[0]]?.scene ?? 0;
      const c = this.cast.get(line.speaker);
      if (!c) continue;
      (line.kind === "thought" ? c.thoughts : c.speeches).push(line);
      if (line.kind === "thought") continue;
      c.words += line.words;
      for (const id of line.to) c.to.set(id, (c.to.get(id) ?? 0) + line.words);
    }
  }

  /** The people, those who speak and think most first. */
  people() {
    const weight = (c) => 4 * (c.speeches.length + c.thoughts.length) + c.mentions;
    return [...this.cast.values()].sort((a, b) => weight(b) - weight(a));
  }

  /** The people of a scene, those who speak and think most in it first. */
  peopleOf(scene) {
    const seen = new Map();
    for (const k of this.scenes[scene]?.paragraphs ?? [])
      for (const line of this.paragraphs[k].lines)
        for (const [id, n] of [[line.speaker, 4], ...line.to.map((id) => [id, 1])])
          if (this.cast.has(id)) seen.set(id, (seen.get(id) ?? 0) + n);
    return [...seen].sort((a, b) => b[1] - a[1]).map(([id]) => this.cast.get(id));
  }

  label(id) {
    return this.cast.get(id)?.label ?? "unknown";
  }

  tint(id) {
    if (!this.cast.has(id)) return "w-none";
    if (!this.tints.has(id)) this.tints.set(id, this.tints.size);
    const k = this.tints.get(id);
    return `w${k % TINTS}${k >= TINTS ? " pale" : ""}`;
  }

  /** The colour of a person, as a CSS value for pictures. */
  colour(id) {
    return this.cast.has(id) ? `var(--w${(this.tints.get(id) ?? 0) % TINTS})` : "var(--faint)";
  }

  unsure(line) {
    return !line.fixed && (!this.cast.has(line.speaker) || line.confidence < SURE);
  }

  chapterTitle(k) {
    const title = this.chapters[k]?.title?.replace(/\s+/g, " ").trim();
    return title || (this.chapters.length > 1 ? `Part ${k + 1}` : "The story");
  }

  sceneTitle(k) {
    const first = this.paragraphs[this.scenes[k]?.paragraphs[0]];
    return first ? first.text.replace(/\s+/g, " ").trim().split(" ").slice(0, 7).join(" ") : "";
  }
}
