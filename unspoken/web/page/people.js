// The cast: who they are, how much they say and think, to whom they talk, and what they feel.

import { corrected, link } from "./app.js";
import { figure, legend } from "./charts.js";
import { count, dialog, fill, h, short } from "./dom.js";

const FEELINGS = ["joy", "love", "surprise", "neutral", "shame", "fear", "sadness", "disgust", "anger"];
const PICTURED = 12; // people in a picture
const LISTED = 16; // people in the table before it is asked for all

export function people(main, model) {
  let all = false;
  let one = "";
  let other = "";
  draw();
  return { changed: draw };

  function draw() {
    const cast = model.people();
    const speakers = cast.filter((c) => c.speeches.length).slice(0, PICTURED);
    one = model.cast.has(one) ? one : (cast.find((c) => c.speeches.length + c.thoughts.length)?.id ?? "");
    fill(main, h("section.sheet", null,
      h("div.title-row", null, h("h1", null, "People"), h("button", { onclick: add }, "Add a person")),
      cast.length ? castTable(cast) : h("p.hint", null, "Nobody was found in this story."),
      cast.length > LISTED && !all && h("button", { onclick: () => ((all = true), draw()) }, `Show all ${cast.length}`),
      speakers.length > 1 && [h("h2", null, "Who talks to whom"), talk(speakers)],
      speakers.length > 0 && model.spans.filter((s) => s.paragraphs.length).length > 1 && [h("h2", null, "Their share by chapter"), legend(model, speakers.map((c) => c.id)), shares(speakers)],
      one && [h("h2", null, "What they feel"), feelings(cast)]));
  }

  function castTable(cast) {
    const most = Math.max(...cast.map((c) => c.words), 1);
    const row = (c) => h("tr", { class: model.tint(c.id) },
      h("th", { scope: "row" }, h("span.dot"), h("span.name", null, c.label), c.narrator && h("small", null, " narrator"),
        h("small.also", null, [c.pronouns, ...c.aliases.slice(0, 4)].filter(Boolean).join(" · "))),
      h("td.bar", null, bar(c.words / most)),
      h("td.n", { "data-name": "lines" }, c.speeches.length.toLocaleString("en")),
      h("td.n", { "data-name": "words" }, c.words.toLocaleString("en")),
      h("td.n", { "data-name": "thoughts" }, c.thoughts.length.toLocaleString("en")),
      h("td", { "data-name": "talks to" }, [...c.to].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([id]) => model.label(id)).join(", ")),
      h("td.where", null, c.first !== null && h("a", { href: link("read", c.first), "aria-label": `First of ${c.label}` }, "first"), c.last !== null && [" · ", h("a", { href: link("read", c.last), "aria-label": `Last of ${c.label}` }, "last")]),
      h("td", null, h("button.quiet", { onclick: () => edit(c), "aria-label": `Edit ${c.label}` }, "Edit")));
    return h("table.cast", null,
      h("thead", null, h("tr", null, ["Who", "", "Lines", "Words", "Thoughts", "Talks to", "Appears", ""].map((t) => (t ? h("th", { scope: "col" }, t) : h("td"))))),
      h("tbody", null, cast.slice(0, all ? undefined : LISTED).map(row)));
  }

  function bar(share) {
    const inner = h("span");
    inner.style.width = `${Math.max(100 * share, share > 0 ? 1.5 : 0)}%`;
    return h("span.meter", { "aria-hidden": "true" }, inner);
  }

  function talk(speakers) {
    const start = speakers.length === 2 ? Math.PI : -Math.PI / 2;
    const place = new Map(speakers.map((c, k) => [c.id, (2 * Math.PI * k) / speakers.length + start]));
    const spot = (id) => [Math.cos(place.get(id)), Math.sin(place.get(id))];
    const arrows = speakers.flatMap((c) => [...c.to].filter(([id]) => place.has(id) && id !== c.id).map(([id, words]) => ({ from: c.id, to: id, words })));
    const width = Math.min(main.clientWidth - 40, 620);
    const most = Math.max(...arrows.map((a) => a.words), 1);
    const loud = Math.max(...speakers.map((c) => c.words), 1);
    return h("div.talk", null,
      figure("Who talks to whom, as arrows as thick as the words are many", main, {
        width, height: speakers.length === 2 ? 200 : Math.min(width * 0.86, 520), margin: 34, r: { type: "identity" },
        x: { axis: null, domain: [-1.45, 1.45] }, y: { axis: null, domain: [1.12, -1.12] },
        marks: [
          Plot.arrow(arrows, { x1: (a) => spot(a.from)[0], y1: (a) => spot(a.from)[1], x2: (a) => spot(a.to)[0], y2: (a) => spot(a.to)[1], bend: 22, headLength: 5, inset: 14, stroke: (a) => model.colour(a.from), strokeOpacity: 0.75, strokeWidth: (a) => 0.75 + (9 * a.words) / most, title: (a) => `${model.label(a.from)} to ${model.label(a.to)}: ${count(a.words, "word")}` }),
          Plot.dot(speakers, { x: (c) => spot(c.id)[0], y: (c) => spot(c.id)[1], r: (c) => 4 + 9 * Math.sqrt(c.words / loud), fill: (c) => model.colour(c.id) }),
          ...["start", "middle", "end"].map((anchor) => Plot.text(speakers.filter((c) => side(spot(c.id)[0]) === anchor), { x: (c) => 1.17 * spot(c.id)[0], y: (c) => 1.13 * spot(c.id)[1], text: (c) => short(c.label, 18), textAnchor: anchor, fill: "var(--ink)", fontWeight: 600 })),
        ],
      }),
      h("table.pairs", null, h("caption", null, "Most words from one to another"), h("tbody", null,
        arrows.sort((a, b) => b.words - a.words).slice(0, 10).map((a) => h("tr", null,
          h("td", null, h("span.who", { class: model.tint(a.from) }, model.label(a.from)), h("span", { "aria-label": "to" }, " → "), h("span.who", { class: model.tint(a.to) }, model.label(a.to))),
          h("td.n", null, a.words.toLocaleString("en")))))));
  }

  function side(x) {
    return x > 0.2 ? "start" : x < -0.2 ? "end" : "middle";
  }

  function shares(speakers) {
    const shown = new Set(speakers.map((c) => c.id));
    const chapters = model.spans.filter((s) => s.paragraphs.length);
    const sums = new Map();
    for (const line of model.lines.values())
      if (line.kind === "speech" && shown.has(line.speaker)) {
        const key = `${line.chapter} ${line.speaker}`;
        sums.set(key, (sums.get(key) ?? 0) + line.words);
      }
    const data = chapters.flatMap((s, k) => speakers.map((c) => ({ chapter: k + 1, name: s.number, id: c.id, words: sums.get(`${s.number} ${c.id}`) ?? 0 }))).filter((d) => d.words);
    return figure("Words spoken by chapter and person", main, {
      height: 280, marginLeft: 52,
      x: { label: "chapter", type: "band", padding: chapters.length > 40 ? 0.08 : 0.2, tickSize: 0, domain: chapters.map((_, k) => k + 1), tickFormat: (k) => (chapters.length < 25 || k % 5 === 0 ? k : "") },
      y: { label: "words spoken", ticks: 4, tickSize: 0, grid: true },
      color: { domain: speakers.map((c) => c.id), range: speakers.map((c) => model.colour(c.id)) },
      marks: [
        Plot.barY(data, { x: "chapter", y: "words", fill: "id", order: speakers.map((c) => c.id), title: (d) => `${model.label(d.id)}: ${count(d.words, "word")} in ${model.chapterTitle(d.name)}` }),
        Plot.ruleY([0], { stroke: "var(--faint)" }),
      ],
    });
  }

  function feelings(cast) {
    const options = (chosen, none) => [none && h("option", { value: "", selected: !chosen }, none), ...cast.filter((c) => c.speeches.length + c.thoughts.length).map((c) => h("option", { value: c.id, selected: c.id === chosen }, c.label))];
    const choose = h("div.row", null,
      h("label", null, "Of ", h("select", { onchange: (e) => ((one = e.target.value), draw()) }, options(one))),
      h("label", null, " toward ", h("select", { onchange: (e) => ((other = e.target.value), draw()) }, options(other, "everybody"))));
    const lines = [...model.lines.values()].filter((x) => x.feeling && (x.speaker === one && (!other || x.to.includes(other)) || other && x.speaker === other && x.to.includes(one)));
    if (!lines.length) return [choose, h("p.hint", null, "No feelings are known of these lines.")];
    const marks = [one, other].filter(Boolean).map((id, k) => [id, k ? "square" : "circle"]);
    return [choose, other && legend(model, [one, other]), figure("Feelings over the story", main, {
      height: 300, marginLeft: 70, marginRight: 10,
      x: { domain: [0, model.length], axis: null },
      y: { domain: FEELINGS, label: null, tickSize: 0, grid: true },
      r: { range: [2, 7] },
      marks: [
        Plot.ruleX(model.spans.filter((s) => s.paragraphs.length).slice(1), { x: "start", stroke: "var(--rule)" }),
        ...marks.map(([id, symbol], k) => Plot.dot(lines.filter((x) => x.speaker === id), { x: "key", y: "feeling", dy: other ? (k ? 5 : -5) : 0, r: (x) => Math.sqrt(x.words), symbol, fill: model.colour(id), fillOpacity: (x) => (x.kind === "thought" ? 0 : 0.55), stroke: model.colour(id), strokeDasharray: "none", href: (x) => link("read", x.key), title: (x) => `${model.label(x.speaker)}, ${x.feeling}${x.kind === "thought" ? ", thought" : ""}: ${short(x.text, 90)}` })),
      ],
    }), h("p.hint", null, "Each mark is a line, as large as it is long; a hollow one is a thought. From left to right runs the story.")];
  }

  function add() {
    const name = h("input", { required: true, "aria-label": "Name", placeholder: "Name" });
    const pronouns = pronounChoice(null);
    form("Add a person", [name, pronouns], "Add", () => ({ do: "add-character", name: name.value, pronouns: pronouns.value || undefined }));
  }

  function edit(c) {
    const name = h("input", { required: true, value: c.name ?? "", "aria-label": "Name" });
    const pronouns = pronounChoice(c.pronouns);
    const into = h("select", { "aria-label": "The same as" }, h("option", { value: "" }, "…"), model.people().filter((x) => x.id !== c.id).map((x) => h("option", { value: x.id }, x.label)));
    const box = form(c.label, [h("label.row", null, "Name ", name), h("label.row", null, "Pronoun ", pronouns)], "Rename", () => ({ do: "rename", who: c.id, name: name.value, pronouns: pronouns.value || undefined }));
    box.append(h("hr"), h("h3", null, "The same person as"), act([into], "Merge", () => into.value && { do: "merge", who: c.id, into: into.value }));
    const names = [c.name, ...c.aliases].filter(Boolean);
    const ticks = names.map((n) => [n, h("input", { type: "checkbox" })]);
    const other = h("input", { required: true, "aria-label": "Name of the other", placeholder: "Name of the other" });
    box.append(h("hr"), h("h3", null, "Two people in one"), h("p.hint", null, "Which of these names are the other’s?"),
      act([h("div.ticks", null, ticks.map(([n, tick]) => h("label", null, tick, " ", n))), other], "Split", () => ({ do: "split", who: c.id, name: other.value, aliases: ticks.filter(([, tick]) => tick.checked).map(([n]) => n), lines: [] })));

    function act(parts, verb, make) {
      return h("form.act", { onsubmit: async (event) => {
        event.preventDefault();
        const asked = make();
        if (asked && (await corrected(asked))) box.close();
      } }, parts, h("button", null, verb));
    }
  }

  function form(title, parts, verb, make) {
    const box = dialog(title, h("form.act", { onsubmit: async (event) => {
      event.preventDefault();
      if (await corrected(make())) box.close();
    } }, parts, h("button", null, verb)));
    box.prepend(h("button.quiet.close", { "aria-label": "Close", onclick: () => box.close() }, "×"));
    return box;
  }
}

const pronounChoice = (now) => h("select", { "aria-label": "Pronoun" }, ["", "she", "he", "they", "it"].map((p) => h("option", { value: p, selected: p === (now ?? "") }, p || "not known")));
