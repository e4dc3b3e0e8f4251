"""Whatever the bytes, a reading or one clear line."""

import io
import os
import struct
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspoken.sources import SUFFIXES, Document, SourceError, open_document, parse_document

FILES = sorted(path for path in (Path(__file__).parent / "files").rglob("*.*") if path.suffix != ".sh")
CONTAINER = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
PACKAGE = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{items}</manifest>'
    "<spine>{spine}</spine>{guide}</package>"
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def epub(
    pages: dict[str, str], metadata: str = "", guide: str = "", more: dict[str, str] | None = None, linear: str = ""
) -> bytes:
    items = "".join(f'<item id="i{k}" href="{p}" media-type="application/xhtml+xml"/>' for k, p in enumerate(pages))
    order = {page: "no" if page == linear else "yes" for page in pages}
    spine = "".join(f'<itemref idref="i{k}" linear="{order[page]}"/>' for k, page in enumerate(pages))
    package = PACKAGE.format(metadata=metadata, items=items, spine=spine, guide=guide)
    return zipped({"META-INF/container.xml": CONTAINER, "b.opf": package, **pages, **(more or {})})


def docx(body: str, before: str = "") -> bytes:
    document = f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def refused(data: bytes, name: str) -> str:
    with pytest.raises(SourceError) as caught:
        parse_document(data, name)
    line = str(caught.value)
    assert line and "\n" not in line
    return line


def check(data: bytes, name: str) -> None:
    """A document with sound marks, or one line."""
    try:
        document = parse_document(data, name)
    except SourceError as error:
        assert str(error) and "\n" not in str(error)
        return
    assert isinstance(document, Document)
    assert document.text.strip()
    document.text.encode()
    assert [m.start for m in document.marks] == sorted(m.start for m in document.marks)
    assert all(0 <= m.start < m.end <= len(document.text) for m in document.marks)


def test_what_is_not_story_in_an_epub() -> None:
    prose = "<p>" + "He went home and thought of the tide. " * 20 + "</p>"
    pages = {
        "cover.xhtml": "<p>Cover</p>",
        "p1.xhtml": "<h1>The Line</h1><p>by Ada</p>",
        "p2.xhtml": "<p>Copyright © 2024 Ada. All rights reserved.</p>",
        "p3.xhtml": '<h2>Contents</h2><p><a href="p4.xhtml">One</a></p>',
        "p4.xhtml": f"<p>One</p>{prose}",
        "p5.xhtml": f'<section epub:type="endnotes">{prose}</section>',
        "p6.xhtml": "<p>A map.</p>",
        "p7.xhtml": "<h2>About the Author</h2><p>Ada lives.</p>",
    }
    point = '<navPoint><navLabel><text>One</text></navLabel><content src="p4.xhtml#a"/></navPoint>'
    ncx = f"<ncx><navMap>{point}</navMap></ncx>"
    book = epub(pages, "<dc:title>The Line</dc:title><dc:creator>Ada</dc:creator>", linear="p6.xhtml")
    package = zipfile.ZipFile(io.BytesIO(book)).read("b.opf").decode()
    package = package.replace(
        "</manifest>", '<item id="n" href="t.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    )
    document = parse_document(
        zipped({"META-INF/container.xml": CONTAINER, "b.opf": package, "t.ncx": ncx, **pages}), "b.epub"
    )
    assert [(m.name, document.text[m.start : m.end][:12]) for m in document.marks if m.kind == "matter"] == [
        ("cover", "Cover"), ("title", "The Line\n\nby"), ("licence", "Copyright © "), ("contents", "Contents\n\nOn"),
        ("notes", "He went home"), ("notes", "About the Au"),
    ]  # fmt: skip
    assert [document.text[m.start : m.end] for m in document.marks if m.kind == "heading"] == ["One"]
    assert (document.title, document.author) == ("The Line", "Ada")


def test_guide_of_an_epub() -> None:
    guide = '<guide><reference type="title-page" href="a.xhtml"/></guide>'
    document = parse_document(epub({"a.xhtml": "<p>x</p>", "b.xhtml": "<p>y</p>"}, guide=guide), "b.epub")
    assert [(m.name, document.text[m.start : m.end]) for m in document.marks] == [("title", "x")]


def test_changes_in_a_word_document_are_accepted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">He </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>'
        "<w:ins><w:r><w:rPr><w:i/></w:rPr><w:t>always</w:t></w:r></w:ins><w:r><w:rPr><w:i w:val='0'/></w:rPr>"
        "<w:t>  went.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
    )
    document = parse_document(docx(body), "a.docx")
    assert document.text == "He always  went."
    assert [document.text[m.start : m.end] for m in document.marks] == ["always"]


def test_a_locked_epub() -> None:
    lock = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
    page = {"a.xhtml": "<p>x</p>"}
    aes = lock.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    assert "DRM" in refused(epub(page, more={"META-INF/encryption.xml": aes}), "b.epub")
    fonts = lock.format("http://www.idpf.org/2008/embedding")
    assert parse_document(epub(page, more={"META-INF/encryption.xml": fonts}), "b.epub").text == "x"


def test_truncated_archives() -> None:
    book = epub({"a.xhtml": "<p>Once</p>"})
    for end in range(4, len(book) - 1, 23):
        assert "damaged" in refused(book[:end], "b.epub")


def test_zip_bomb_whatever_its_header_says() -> None:
    bomb = bytearray(epub({"a.xhtml": "<p>" + "a" * (70 << 20)}))
    assert "zip bomb" in refused(bytes(bomb), "b.epub")
    entry = bomb.rfind(b"a.xhtml") - 46
    struct.pack_into("<I", bomb, entry + 24, 10)
    check(bytes(bomb), "b.epub")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "{secret.as_uri()}">{laughs}]>'
    words = "<w:p><w:r><w:t>&l11;&f;</w:t></w:r></w:p>"
    assert "entities" in refused(docx(words, before=doctype), "a.docx")
    page = parse_document(f"{doctype}<html><body><p>a &l11; &f; b".encode(), "a.html")
    assert page.text == "a &l11; &f; b"
    item = '<item id="i" href="a.xhtml" media-type="application/xhtml+xml"/>'

    def book(title: str) -> bytes:
        package = PACKAGE.format(metadata=title, items=item, spine='<itemref idref="i"/>', guide="")
        return zipped({"META-INF/container.xml": CONTAINER, "b.opf": doctype + package, "a.xhtml": "<p>x</p>"})

    assert parse_document(book("<dc:title>&f;</dc:title>"), "b.epub").title is None
    check(book("<dc:title a='&l11;'>&l11;</dc:title>"), "b.epub")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 100_000 + "deep",
        "<div>" * 50_000 + "</i></p>" * 50_000 + "deep",
        "<p " + " ".join(f"a{k}=1" for k in range(100_000)) + ">deep",
    ],
)
def test_deep_and_wide_pages(page: str) -> None:
    assert parse_document(f"<html><body>{page}</body></html>".encode(), "a.html").text == "deep"


def test_deep_word_document() -> None:
    check(docx("<w:sdt>" * 50_000 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:sdt>" * 50_000), "a.docx")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.epub"])
def test_ten_megabytes_of_one_paragraph(name: str) -> None:
    words = "word and " * 1_100_000
    data = {
        "a.txt": lambda: words.encode(),
        "a.html": lambda: f"<html><p>{words}".encode(),
        "a.docx": lambda: docx(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"),
        "a.epub": lambda: epub({"a.xhtml": f"<p>{words}"}),
    }[name]()
    assert parse_document(data, name).text.strip() == words.strip()


@pytest.mark.parametrize(
    ("data", "name", "line"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\n", "a.txt", "no text"),
        (b"<html><body><img src=a.png></body></html>", "a.html", "no text"),
        (bytes(range(256)) * 40, "a.txt", "binary"),
        (b"\0" * 5000, "a.txt", "binary"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "picture"),
        (b"once upon a time", "a.epub", "not EPUB"),
        (b"<?xml version='1.0'?><FictionBook/>", "a.fb2", "XML"),
        (zipped({"a.txt": "x"}), "a.zip", "unpack"),
        (zipped({"META-INF/container.xml": "<container/>"}), "a.epub", "damaged"),
        (zipped({"META-INF/container.xml": CONTAINER}), "a.epub", "'b.opf' is missing"),
        (epub({}), "a.epub", "no parts"),
        (docx("<w:p>"), "a.docx", "not XML"),
        (zipped({"[Content_Types].xml": "x", "_rels/.rels": "<R/>"}), "a.docx", "missing"),
    ],
)
def test_one_clear_line(data: bytes, name: str, line: str) -> None:
    assert line in refused(data, name)


@pytest.mark.parametrize("name", ["nothing.txt", "with\0nul.txt", ".", "x" * 5000])
def test_what_cannot_be_opened(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        open_document(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read anything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(SourceError, match="not allowed"):
        open_document(path)


@given(st.binary(max_size=300), st.sampled_from(sorted(SUFFIXES)))
def test_arbitrary_bytes(data: bytes, suffix: str) -> None:
    check(data, f"a{suffix}")


MARKUP = [
    "<p>", "</p>", "<i>", "</i>", "<br>", "<hr/>", "<h2>", "</h2>", "<div>", "</div>", "<a href=#x>", "<table>", "<td>",
    "<pre>", "</pre>", "<li>", "<span style='font-style:italic'>", "<section epub:type=toc>", "<script>", "<style>",
    "<!--", "-->", "<![CDATA[", "]]>", "&nbsp;", "&#xD800;", "&lt;", "_", "*", "**", "#", "> ", "[x](y)", "```", " ",
    "\n", "\n\n", "\0", "\r", "\v", "word", "É", "\u0301", "\u202e", "\U0001f600", "\xad", "\xa0", "\u2028",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKUP), max_size=60), st.sampled_from(["a.html", "a.md", "a.txt", "a.epub", "a.docx"]))
def test_arbitrary_markup(pieces: list[str], name: str) -> None:
    words = "".join(pieces)
    if name == "a.epub":
        check(epub({"a.xhtml": words}), name)
    elif name == "a.docx":
        check(docx(words.replace("<p>", "<w:p><w:r><w:t>").replace("</p>", "</w:t></w:r></w:p>")), name)
    else:
        check((words if name != "a.html" else f"<html>{words}").encode(), name)


@cache
def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 40))
        new = draw(st.one_of(st.binary(max_size=20), st.just(data[end : end + 200]), st.just(b"")))
        data = data[:start] + new + data[end:]
    return data


@given(st.data(), st.sampled_from(FILES))
def test_mutated_files(data: st.DataObject, path: Path) -> None:
    """Real files with bytes changed, moved and cut; inside their archives too, so that the damage gets past the zip."""
    if path.suffix in (".epub", ".docx") and data.draw(st.booleans()):
        inside = dict(members(path))
        name = data.draw(st.sampled_from(sorted(inside)))
        inside[name] = data.draw(mutated(inside[name]))
        check(zipped({**inside}), path.name)
    else:
        check(data.draw(mutated(path.read_bytes())), path.name)
