"""The page in a real Chromium: open, read, switch views, correct, reload, undo, drop, and hostile and long stories."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chromium import TOKEN, Browser, Served
from selenium.webdriver import ActionChains
from stories import marked, novel, the_letter

from unspoken.story import Story

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
VIEWS = ["read", "unsaid", "people", "eyes", "aloud"]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return write(tmp_path / "letter.json", the_letter())


def write(path: Path, story: Story) -> Path:
    path.write_text(story.to_json(), encoding="utf-8")
    return path


def kept(path: Path) -> list[Any]:
    """The corrections in the file beside a story."""
    return json.loads(path.with_name(path.name + ".unspoken.json").read_text("utf-8"))["corrections"]


def test_read_shows_every_line_with_its_speaker(browser: Browser, letter: Path) -> None:
    browser.open(letter)
    story = the_letter()
    assert browser.texts(".page .front h1") == ["The Letter"]
    assert browser.texts(".para > p") == [p.text for p in story.paragraphs if p.role == "prose"]
    for line in story.lines:
        shown = browser.texts(f'[data-line="{line.start}"]')
        assert [" ".join(s.split()) for s in shown] == [story.text[a:b] for a, b in line.spans]
    assert browser.texts(".margin .who")[0] == "Tobin thinks"
    kinds = browser.run(
        "return [...document.querySelectorAll('.line')].map(e => getComputedStyle(e).textDecorationLine)"
    )
    assert "underline" in kinds and "none" in kinds  # a thought is underlined as well as coloured
    assert browser.complaints() == []


def test_hovering_tells_whom_and_how_sure(browser: Browser, letter: Path) -> None:
    browser.open(letter)
    line = browser.see(f'[data-line="{the_letter().lines[1].start}"]')
    ActionChains(browser.driver).move_to_element(line).perform()
    assert browser.see(".card.shown").text.split("\n") == ["Mara Voss to Tobin", "anger", "90 % sure"]


def test_an_address_opens_at_its_line(browser: Browser, letter: Path) -> None:
    last = the_letter().lines[-1]
    browser.open(letter, line=last.start)
    chosen = browser.see(".line.chosen")
    assert chosen.text == "“It fell in.”"
    assert browser.run(
        "const r = arguments[0].getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight", chosen
    )


def test_search_finds_and_goes_there(browser: Browser, letter: Path) -> None:
    browser.open(letter)
    browser.press("/")
    browser.press("LETTER")
    assert browser.texts(".found li.count") == ["3 paragraphs"]
    browser.all(".found a")[2].click()
    browser.wait(lambda: browser.driver.current_url.rsplit("/", 1)[1] == str(the_letter().paragraphs[-2].start))


def test_said_and_unsaid(browser: Browser, letter: Path) -> None:
    browser.open(letter, "unsaid")
    slider = browser.see("#level")

    def at(level: int) -> tuple[list[str], list[str]]:
        browser.run(
            "localStorage.clear(); arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))",
            slider,
            level,
        )
        browser.wait(lambda: browser.all(f".stage.level-{level}"))
        return browser.texts(".stage .said p"), browser.texts(".stage .unsaid p")

    said = ["“Where is the letter?”", "“What letter?”", "“Never mind,” “It was only paper.”", "“You aren’t angry?”"]
    direct = ["Don’t ask. Please don’t ask.", "He has burned it."]
    free = "He had never been able to lie, not even to the dog."
    assert at(0) == (said, [])
    assert at(1) == (said, direct)
    assert at(2) == (said, [direct[0], free, direct[1]])
    at(3)
    assert "Tobin set down the cup." in browser.texts(".stage .direction")
    # 'Where is the letter?' stands beside what Tobin thinks.
    at(1)
    assert browser.texts(".stage .turn.both:nth-of-type(2) p") == [
        "“Where is the letter?”",
        "Don’t ask. Please don’t ask.",
    ]


def test_people(browser: Browser, letter: Path) -> None:
    browser.open(letter, "people")
    assert browser.texts(".cast .name") == ["Mara Voss", "Tobin", "Ines"]
    numbers = browser.run(
        "return [...document.querySelectorAll('.cast tbody tr')]"
        ".map(r => [...r.querySelectorAll('.n')].map(n => +n.textContent))"
    )
    assert numbers[0] == [3, 11, 3]  # Mara: 'Where is the letter', 'Never mind. It was only paper', 'Drink'
    assert len(browser.all("figure svg")) == 3
    assert browser.texts(".pairs td .who")[:2] == ["Ines", "Mara Voss"]
    assert browser.complaints() == []


def test_eyes_lists_every_change_inside_a_scene(browser: Browser, letter: Path) -> None:
    browser.open(letter, "eyes")
    shifts = browser.texts(".shifts .who")
    # Two in the first chapter, one in the second; none where a scene begins.
    assert shifts == ["Tobin", "Mara Voss", "Mara Voss", "Tobin", "Mara Voss", "Tobin"]
    browser.all(".shifts a")[0].click()
    browser.see(".page .changed")
    browser.go("eyes")
    browser.run("document.querySelector('figure .go > *').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    browser.see(".page")


def test_table_read_speaks_with_a_voice_for_each(browser: Browser, letter: Path) -> None:
    browser.open(letter)
    browser.run(
        """
        window.spoken = [];
        const voices = [["Ada female", true], ["Bruno male", true], ["Cloud female", false]].map(
          ([name, localService]) => ({ name, localService, lang: "en-GB" }));
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };
        Object.defineProperty(window, "speechSynthesis", { value: {
          getVoices: () => voices, cancel() {}, addEventListener() {}, removeEventListener() {},
          speak(u) { window.spoken.push([u.voice.name, u.text, u.volume]); setTimeout(u.onend, 5); } } });
        """
    )
    browser.go("aloud")
    browser.see("button.main").click()
    spoken = browser.wait(lambda: (s := browser.run("return window.spoken")) and len(s) >= 12 and s)
    assert spoken[0][1] == "Tobin set down the cup."
    assert spoken[1][1:] == ["Don’t ask. Please don’t ask.", 0.4]  # a thought is whispered
    assert spoken[2][:2] == ["Ada female", "“Where is the letter?”"]
    assert spoken[1][0] == spoken[4][0] == "Bruno male"
    assert "Cloud female" not in {voice for voice, _, _ in spoken}  # its words would leave the computer


def test_correct_reload_undo(browser: Browser, letter: Path, serve: Callable[[], Served]) -> None:
    line = the_letter().lines[2]  # “What letter?” is Tobin's
    key = browser.open(letter, line=line.start)
    browser.see(".panel.open")

    def speaker() -> str:
        return browser.texts(".panel .people .choice[aria-pressed='true']")[0].lstrip("0123456789")

    assert speaker() == "Tobin"
    names = [name.lstrip("0123456789") for name in browser.texts(".panel fieldset:nth-of-type(2) .choice")]
    browser.press(str(names.index("Ines") + 1))
    browser.wait(lambda: speaker() == "Ines")
    assert [c["set"]["speaker"]["name"] for c in kept(letter)] == ["Ines"]

    browser.driver.refresh()
    browser.see(".panel.open")
    assert speaker() == "Ines"
    assert "Corrected by you." in browser.texts(".panel .sure")[0]

    # The server dies, and another takes its place: nothing is lost.
    browser.served.stop()
    browser.press("0")
    assert "nothing answers any more" in browser.see(".toast.bad").text
    browser.served = serve()
    assert browser.open(letter, line=line.start) == key
    browser.see(".panel.open")
    assert speaker() == "Ines"

    browser.undo()
    browser.wait(lambda: speaker() == "Tobin")
    assert kept(letter) == []
    browser.undo(again=True)
    browser.wait(lambda: speaker() == "Ines")


def test_correct_by_keys_kind_drop_add_and_mend(browser: Browser, letter: Path) -> None:
    story = the_letter()
    browser.open(letter, line=story.lines[1].start)
    browser.see(".panel.open")
    browser.press("t")
    browser.wait(lambda: browser.texts(".panel h2") == ["Thought"])
    browser.undo()
    browser.wait(lambda: browser.texts(".panel h2") == ["Line"])
    browser.press("x")
    browser.wait(lambda: not browser.all(f'[data-line="{story.lines[1].start}"]'))
    browser.wait(lambda: browser.texts(".panel h2") == [])

    choose = """
        const p = [...document.querySelectorAll('.para > p')].find(p => p.textContent.includes(arguments[0]));
        const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
        for (let n; (n = walk.nextNode()); ) {
          const k = n.data.indexOf(arguments[0]);
          if (k < 0) continue;
          p.scrollIntoView({ block: "center" });
          getSelection().setBaseAndExtent(n, k, n, k + arguments[0].length);
        }
    """
    browser.run(choose, "Yes.")
    browser.press("n")
    browser.wait(lambda: browser.texts(".line.chosen") == ["Yes."])
    browser.run(choose, "😀")  # offsets are code points, whatever the browser counts in
    browser.see(".tool.shown button").click()
    browser.wait(lambda: browser.texts(".line.chosen") == ["😀"])

    browser.run(choose, "fell in.")
    browser.see(".tool.shown .mend").click()  # the chosen line now has these words
    browser.wait(lambda: browser.texts(".line.chosen") == ["fell in."])


def test_people_are_renamed_merged_split_and_added(browser: Browser, letter: Path) -> None:
    browser.open(letter, "people")

    def edit(name: str) -> None:
        browser.see(f'button[aria-label="Edit {name}"]').click()
        browser.see("dialog[open]")

    edit("Tobin")
    browser.run(
        "document.querySelector('dialog input').value = 'Tobias Reed';"
        "document.querySelector('dialog form button').click()"
    )
    browser.wait(lambda: "Tobias Reed" in browser.texts(".cast .name"))
    edit("Ines")
    browser.run(
        "const f = document.querySelectorAll('dialog form')[1]; const s = f.querySelector('select');"
        "s.value = [...s.options].find(o => o.text === 'Tobias Reed').value; f.querySelector('button').click()"
    )
    browser.wait(lambda: browser.texts(".cast .name") == ["Tobias Reed", "Mara Voss"])
    edit("Mara Voss")
    browser.run(
        "const f = document.querySelectorAll('dialog form')[2]; f.querySelectorAll('input[type=checkbox]')[2].click();"
        "f.querySelector('input:not([type])').value = 'The Captain'; f.querySelector('button').click()"
    )
    browser.wait(lambda: "The Captain" in browser.texts(".cast .name"))
    for left in (2, 1, 0):
        browser.press("u")
        browser.wait(lambda: len(kept(letter)) == left)  # noqa: B023
    browser.wait(lambda: browser.texts(".cast .name") == ["Mara Voss", "Tobin", "Ines"])


def test_first_page_drop_and_errors(browser: Browser, letter: Path, tmp_path: Path) -> None:
    browser.open()
    assert browser.texts(".drop .big") == ["Drop a story here"]
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    browser.all("#pick")[0].send_keys(str(broken))
    assert "broken.json: this is not JSON" in browser.see("main .plain").text
    browser.see("main .plain a").click()
    browser.see(".drop")
    empty = tmp_path / "empty.txt"
    empty.touch()
    browser.all("#pick")[0].send_keys(str(empty))
    browser.wait(lambda: browser.texts(".error") == ["empty.txt: The file is empty."])
    browser.all("#pick")[0].send_keys(str(letter))
    browser.see(".page")
    browser.see("#head .mark").click()
    browser.see(".shelf a")
    assert browser.texts(".shelf a") == ["letter.json", "broken.json"]
    browser.all(".shelf button")[1].click()
    browser.wait(lambda: browser.texts(".shelf a") == ["letter.json"])


EVIL = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'


def test_a_hostile_story_stays_text(browser: Browser, tmp_path: Path) -> None:
    cast = {"evil": (EVIL, ["</title><svg onload=hacked=1>", "javascript:hacked=1"], "it"), "b": ("{{b}}", [], "he")}
    body = f"# {EVIL}\n\n@evil [evil>b anger|“{EVIL}”] {EVIL} {{evil fear|{EVIL}}}\n\n@b [b>evil joy|“Hm.”]"
    body += f"\n\n# {EVIL}\n\n@evil {{b|Hm.}}"
    story = marked(body, cast, title=EVIL)
    story.author, story.notes, story.lines[0].manner = EVIL, [EVIL], EVIL
    browser.open(write(tmp_path / "evil.json", story))
    assert browser.texts(".front h1") == [EVIL]
    for view in VIEWS:
        browser.go(view)
        assert any(EVIL in text for text in browser.texts("main"))
    browser.go("people")
    browser.all(".cast button")[0].click()
    assert browser.texts("dialog h2") == [EVIL]
    assert browser.run("return window.hacked") is None
    assert browser.run("return document.querySelectorAll('main script, main img, main svg[onload]').length") == 0
    assert browser.complaints() == []


def test_a_novel_of_200_000_words(browser: Browser, tmp_path: Path) -> None:
    story = novel()
    browser.open(write(tmp_path / "novel.json", story))
    assert len(browser.all(".chapter")) == len(story.chapters) == 40
    # Only what is near is laid out; the rest keeps its place.
    laid = browser.run(
        "return [...document.querySelectorAll('.block')]"
        ".map(b => b.firstChild.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert laid[0] and not laid[-1] and sum(laid) < 8 < len(laid)
    browser.run("scrollTo(0, document.body.scrollHeight / 2)")
    browser.wait(lambda: 10 < int(browser.see(".contents .here").get_attribute("data-chapter")) < 30)
    last = story.lines[-1]
    key = browser.served.shelf.recent()[0]["key"]
    browser.run("location.hash = arguments[0]", f"#/{key}/read/{last.start}")
    browser.wait(lambda: browser.texts(".line.chosen") == [last.text])
    browser.press("0")
    browser.wait(lambda: "unknown" in browser.texts(".chapter:last-of-type .margin .who"))
    for view in VIEWS[1:]:
        browser.go(view)
    assert browser.complaints() == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_nothing(browser: Browser, letter: Path, width: int, dark: bool) -> None:
    browser.look(width, 800, dark)
    browser.open()
    problems = {"home": axe(browser)}
    browser.open(letter, line=the_letter().lines[1].start)
    browser.see(".panel.open")
    problems["read"] = axe(browser)
    for view in VIEWS[1:]:
        browser.go(view)
        problems[view] = axe(browser)
    browser.go("people")
    browser.all(".cast button")[0].click()
    problems["dialog"] = axe(browser)
    assert {view: found for view, found in problems.items() if found} == {}
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


def axe(browser: Browser) -> list[str]:
    browser.run("for (const a of document.getAnimations()) a.finish()")
    browser.driver.execute_script(AXE)
    found = browser.driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']})"
        ".then(r => done(r.violations), e => done([{id: String(e), nodes: []}]))"
    )
    return [
        f"{v['id']}: {n.get('html', '')[:160]} {n.get('failureSummary', '')[:200]}"
        for v in found
        for n in v["nodes"] or [{}]
    ]


def test_without_the_token_there_is_nothing(browser: Browser) -> None:
    browser.driver.delete_all_cookies()
    browser.driver.get(browser.served.address + "/")
    browser.driver.delete_all_cookies()
    browser.driver.get(browser.served.address + "/?token=guess")
    assert "another session" in browser.driver.page_source
    assert TOKEN not in browser.driver.page_source
