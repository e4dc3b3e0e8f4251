"""The page: whole, legible without colour, without script, and a story's words stay words."""

from __future__ import annotations

import re

import pytest
from lxml import html as parser
from small_stories import STORIES, boat, hostile, paragraphs

from unspoken import Story
from unspoken.exports import html


def page(story: Story) -> parser.HtmlElement:
    return parser.document_fromstring("".join(html.chunks(story)).replace("\0", ""))


def without_numbers(element: parser.HtmlElement) -> str:
    return "".join(element.xpath(".//text()[not(parent::sup)]"))


def test_names_in_the_margin() -> None:
    rows = [
        [li.text_content() for li in row.findall(".//li")] + [row.find("p").text_content()]
        for row in page(boat()).find_class("u-row")
    ]
    assert rows == [
        ["1Mara", "2Tobin", "1“Is it far?” Mara asked softly. Tobin shook his head. 2“No,” he said, 2“not far.”"],
        ["Mara thinks", "Liar. She watched him go."],
        ["Tobin?", "“Who is there?”"],
        ["Unknown", "“Nobody,” said a voice & laughed."],
    ]


def test_speech_and_thought_are_apart() -> None:
    root = page(boat())
    assert [e.text_content() for e in root.find_class("u-thought")][:1] == ["Liar."]
    assert root.find_class("u-said")[0].get("title") == "Mara to Tobin, 90% sure"
    assert [e.text_content() for e in root.findall(".//i") if e.getparent().tag == "span"] == ["far.”"]


@pytest.mark.parametrize("name", STORIES)
def test_the_text_is_whole(name: str) -> None:
    story = STORIES[name]()
    root = page(story)
    blocks = root.xpath("//main/h2 | //main/p[@class='u-break'] | //div[@class='u-row']/p")
    squeezed = [re.sub(r"[\s\x00-\x1f\ufffd\ufffe\ud800]+", "", p.text) for p in story.paragraphs]
    assert [re.sub(r"[\s\x00-\x1f\ufffd\ufffe]+", "", without_numbers(b)) for b in blocks] == squeezed


def test_hostile_words_stay_words() -> None:
    source = "".join(html.chunks(hostile()))
    source.encode()
    root = page(hostile())
    assert not root.xpath("//script | //img | //iframe | //link | //@onerror | //@onload | //@src")
    assert not [a for a in root.xpath("//@href") if not a.startswith("#")]
    assert "<script" not in source and "<!-- -->" not in source
    assert root.find("head/title").text.startswith("</script>")


def test_fragment_is_bounded_and_in_notebooks() -> None:
    text = "\n\n".join(f"Paragraph {k}." for k in range(100))
    story = Story(text, paragraphs=paragraphs(text))
    picture = html.fragment(story, 10)
    assert "Paragraph 9." in picture and "Paragraph 10." not in picture and "90 more paragraphs" in picture
    assert story._repr_html_().startswith("<style>")


def test_show_outside_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    boat().show()
    assert "The <Boat>" in capsys.readouterr().out
