"""The server without a browser: who may ask, what comes back, and what happens to what should not have been sent."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from chromium import TOKEN, Served
from hypothesis import given
from hypothesis import strategies as st
from stories import novel, the_letter

from unspoken import cli
from unspoken.corrections import correct
from unspoken.sources.document import SourceError
from unspoken.story import Line, Mark, Paragraph, Span, Story
from unspoken.web import server, view
from unspoken.web.shelf import Shelf


@pytest.fixture
def served(serve: Callable[[], Served]) -> Served:
    return serve()


@pytest.fixture
def client(served: Served) -> httpx.Client:
    return httpx.Client(base_url=served.address, cookies={f"unspoken-{served.port}": TOKEN})


def opened(client: httpx.Client, key: str) -> dict[str, Any]:
    """The story once it has been read, or why it was not."""
    for _ in range(2000):
        data = client.get(f"/stories/{key}").json()
        if data["state"] != "reading":
            return data
        time.sleep(0.01)
    raise AssertionError("the reading never ended")


def drop(client: httpx.Client, story: Story | bytes, name: str = "letter.json") -> str:
    body = story if isinstance(story, bytes) else story.to_json().encode()
    return client.post("/stories", params={"name": name}, content=body).json()["key"]


# Who may ask


def test_the_token_opens_the_page_once_and_a_cookie_keeps_it(served: Served) -> None:
    with httpx.Client(base_url=served.address) as client:
        assert client.get("/").status_code == 403
        assert client.get("/page/app.js").status_code == 403
        assert client.get("/?token=guess").status_code == 403
        first = client.get(f"/?token={TOKEN}")
        assert (first.status_code, first.headers["location"]) == (303, "/")
        assert {"HttpOnly", "SameSite=strict"} <= set(first.headers["set-cookie"].split("; "))
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example:{port}", "127.0.0.1:1"])
def test_another_host_is_refused(client: httpx.Client, served: Served, host: str) -> None:
    assert client.get("/", headers={"host": host.format(port=served.port)}).status_code == 421


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:{port}"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(client: httpx.Client, served: Served, origin: str, method: str) -> None:
    headers = {"origin": origin.format(port=served.port)}
    assert client.request(method, "/stories", headers=headers).status_code == 403
    assert served.shelf.recent() == []


def test_every_answer_is_fenced_in(client: httpx.Client) -> None:
    for path in ("/", "/page/app.js", "/stories", "/stories/none", "/none"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_the_page_names_no_other_place() -> None:
    for path in server.PAGE.glob("*.*"):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text and "https:" not in text and "innerHTML" not in text, path


def test_vendored_libraries_have_their_licences() -> None:
    for folder in (server.PAGE / "vendor").iterdir():
        assert (folder / "LICENSE").is_file(), folder


@pytest.mark.parametrize(
    "path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page/..%2fserver.py", "/page//etc/passwd"]
)
def test_only_the_page_is_given_away(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


# Dropped files


def test_a_dropped_file_is_kept_and_read(client: httpx.Client, served: Served, home: Path) -> None:
    key = drop(client, the_letter())
    data = opened(client, key)
    assert (data["state"], data["title"], len(data["lines"])) == ("ready", "The Letter", len(the_letter().lines))
    assert [s["name"] for s in client.get("/stories").json()["stories"]] == ["letter.json"]
    assert client.delete(f"/stories/{key}").status_code == 200
    assert client.get("/stories").json() == {"stories": []}
    assert client.get(f"/stories/{key}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.json",
        "..\\..\\evil.json",
        "/etc/evil.json",
        "C:\\evil.json",
        "evil.json",
        ".evil.json",
        "a\0b\n/evil.json",
    ],
)
def test_a_name_leads_nowhere_else(client: httpx.Client, home: Path, name: str) -> None:
    drop(client, the_letter(), name)
    kept = [p for p in home.rglob("*") if p.is_file() and p.name != "recent.json"]
    assert [p.name for p in kept] == ["evil.json"]
    assert kept[0].parent.parent == home / "dropped"


def test_limits(client: httpx.Client, monkeypatch: pytest.MonkeyPatch, serve: Callable[[], Served]) -> None:
    assert client.post("/stories?name=a.txt", content=b"").json() == {"error": "The file is empty."}
    key = drop(client, the_letter())
    answer = client.post(f"/stories/{key}/corrections", content=b"x" * (server.REQUEST + 1))
    assert (answer.status_code, answer.json()) == (413, {"error": "This is too large: at most 1 MB."})
    monkeypatch.setattr(server, "UPLOAD", 2**20)
    big = client.post("/stories?name=a.txt", content=(b"x" * 2**16 for _ in range(17)))
    assert (big.status_code, big.json()["error"]) == (413, "This is too large: at most 1 MB.")


def test_failures_are_told_in_a_line_and_tried_again(client: httpx.Client, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    path.write_bytes(b"{")
    key = served.shelf.add(path)
    assert opened(client, key)["error"].startswith("this is not JSON")
    path.write_text(the_letter().to_json(), "utf-8")
    assert opened(client, key)["state"] == "ready"
    path.unlink()
    assert "cannot be read" in opened(client, key)["error"]


@pytest.mark.parametrize(("error", "said"), [(SourceError("no"), "no"), (ZeroDivisionError("x"), "a bug in unspoken")])
def test_whatever_goes_wrong_the_server_stays(home: Path, error: Exception, said: str) -> None:
    def fails(path: Path, progress: Any) -> Story:
        raise error

    served = Served(Shelf(home, fails))
    try:
        client = httpx.Client(base_url=served.address, cookies={f"unspoken-{served.port}": TOKEN})
        assert said in opened(client, drop(client, b"x", "a.txt"))["error"]
        assert client.get("/stories").status_code == 200
    finally:
        served.stop()


def test_progress_is_told_while_it_reads(home: Path) -> None:
    go = threading.Event()

    def slow(path: Path, progress: Any) -> Story:
        progress("finding who says it", 0.4)
        go.wait(20)
        return the_letter()

    served = Served(Shelf(home, slow))
    try:
        client = httpx.Client(base_url=served.address, cookies={f"unspoken-{served.port}": TOKEN})
        key = drop(client, b"x", "a.txt")
        seen = [client.get(f"/stories/{key}").json() for _ in range(50)][-1]
        assert seen == {"state": "reading", "name": "a.txt", "step": "finding who says it", "done": 0.4}
        early = client.post(f"/stories/{key}/corrections", content=b'{"do": "drop", "line": 0}')
        assert (early.status_code, early.json()["error"]) == (409, "The story is still being read.")
        go.set()
        assert opened(client, key)["state"] == "ready"
    finally:
        go.set()
        served.stop()


# Corrections


def test_a_correction_answers_with_what_changed(client: httpx.Client, served: Served) -> None:
    story = the_letter()
    key = drop(client, story)
    opened(client, key)
    line = story.lines[1]

    def post(**request: Any) -> dict[str, Any]:
        return client.post(f"/stories/{key}/corrections", content=json.dumps(request)).json()

    answer = post(do="line", line=line.start, set={"speaker": "ines"})
    assert {k: x["speaker"] for k, x in answer["lines"].items()} == {str(line.start): "ines"}
    assert (answer["made"], answer["undone"], answer["paragraphs"]) == (1, 0, [])
    answer = post(do="drop", line=line.start)
    assert answer["lines"] == {str(line.start): None}
    assert [p["start"] for p in answer["paragraphs"]] == [line.start]
    assert post(do="drop", line=line.start) == {"error": "There is no such line any more."}
    assert client.post(f"/stories/{key}/corrections", content=b"{").status_code == 400

    before = opened(client, key)
    answer = client.post(f"/stories/{key}/undo").json()
    assert answer["lines"][str(line.start)]["speaker"] == "ines"
    assert client.post(f"/stories/{key}/redo").json()["lines"] == {str(line.start): None}
    assert opened(client, key) == before
    for _ in range(2):
        client.post(f"/stories/{key}/undo")
    assert client.post(f"/stories/{key}/undo").json() == {"error": "There is nothing to undo."}
    plain = view.whole(correct(story, []))
    assert {k: v for k, v in opened(client, key).items() if k in plain} == plain


def test_two_windows_do_not_lose_each_others_corrections(
    served: Served, serve: Callable[[], Served], tmp_path: Path
) -> None:
    path = tmp_path / "letter.json"
    path.write_text(the_letter().to_json(), "utf-8")
    starts = [line.start for line in the_letter().lines]
    other = serve()
    clients = [httpx.Client(base_url=s.address, cookies={f"unspoken-{s.port}": TOKEN}) for s in (served, other)]
    keys = [s.shelf.add(path) for s in (served, other)]
    for client, key in zip(clients, keys, strict=True):
        opened(client, key)
    for k in range(6):
        request = {"do": "line", "line": starts[k], "set": {"speaker": "ines"}}
        clients[k % 2].post(f"/stories/{keys[k % 2]}/corrections", content=json.dumps(request))
    speakers = [x["speaker"] for x in opened(clients[0], keys[0])["lines"][:6]]
    assert speakers == ["ines"] * 6


def test_a_correction_in_a_novel_touches_its_scene_only(client: httpx.Client) -> None:
    story = novel(20_000)
    key = drop(client, story)
    opened(client, key)
    line = next(x for x in story.lines[300:] if x.kind == "speech")
    request = {"do": "line", "line": line.start, "set": {"speaker": None}}
    answer = client.post(f"/stories/{key}/corrections", content=json.dumps(request)).json()
    scene = line.scene
    assert scene and all(scene.start <= int(k) < scene.end for k in answer["lines"])


# What the page gets


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Texts with lines and marks over them in any way."""
    text = draw(st.text(alphabet="ab 😀\n<&", min_size=1, max_size=60))
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(sorted).filter(lambda s: s[0] < s[1]).map(lambda s: Span(*s))
    cuts = sorted({0, len(text), *draw(st.lists(places, max_size=4))})
    lines = {x.start: x for x in (Line("speech", [s]) for s in draw(st.lists(spans, max_size=5)))}
    return Story(
        text,
        marks=[Mark(*s, "italic") for s in draw(st.lists(spans, max_size=3))],
        paragraphs=[Paragraph(a, b) for a, b in itertools.pairwise(cuts)],
        lines=[lines[k] for k in sorted(lines)],
    )


def test_signs_of_italics_are_told_from_words() -> None:
    text = "_Go_ **now**, *he said_."
    marks = [Mark(1, 3, "italic"), Mark(7, 10, "bold"), Mark(15, 22, "italic")]
    story = Story(text, marks=marks, paragraphs=[Paragraph(0, len(text))])
    [shown] = view.paragraphs(story, story.paragraphs)
    words = "".join(words for words, _, style in shown["runs"] if "x" not in style)
    assert words == "Go now, *he said_."
    assert [style for words, _, style in shown["runs"] if words in ("Go", "now", "he said")] == ["i", "b", "i"]


@given(stories())
def test_the_runs_are_the_text(story: Story) -> None:
    shown = view.paragraphs(story, story.paragraphs)
    assert "".join(words for p in shown for words, _, _ in p["runs"]) == story.text
    at = 0
    for p in shown:
        for words, key, style in p["runs"]:
            over = [x for x in story.lines if x.start <= at and at + len(words) <= x.end]
            assert key == max((x.start for x in over), default=None)
            assert ("i" in style) == any(m.start <= at and at + len(words) <= m.end for m in story.marks)
            at += len(words)


# The command


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "nowhere.txt: there is no such file"),
        (["."], ".: this is a folder; give one story"),
        (["--port", "99999"], "a port is a number from 0 to 65535"),
    ],
)
def test_open_tells_what_is_wrong(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["open", "--no-browser", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_open_serves_a_story_until_it_is_stopped(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("“Where is the letter?” Mara asked.\n\n“Burned,” said Tobin.\n", "utf-8")
    command = [sys.executable, "-m", "unspoken", "open", str(path), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout
        address, key = process.stdout.readline().strip().split("#/")
        with httpx.Client(follow_redirects=True, transport=httpx.HTTPTransport(retries=5)) as client:
            assert client.get(address).status_code == 200
            base = address.split("/?")[0]
            client.base_url = httpx.URL(base)
            data = opened(client, key)
            assert [x["label"] for x in data["characters"]] == ["Mara", "Tobin"]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
