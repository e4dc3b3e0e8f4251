"""The `unspoken` command, as a person and as a script call it."""

import json
import os
import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

import unspoken
from unspoken import cli

STORY = "“Where is the letter?” Mara asked.\n\n“Burned,” said Tobin.\n"
ROWS = ["1\tspeech\tMara\tTobin\t“Where is the letter?”", "1\tspeech\tTobin\tMara\t“Burned,”"]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(STORY, "utf-8")
    return path


def run(*args: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "unspoken", *map(str, args)], capture_output=True, **options)


def test_the_page_is_what_read_prints(letter, capsys):
    assert cli.main(["read", str(letter)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("letter\n") and "Mara │ “Where is the letter?” Mara asked." in out
    assert err == ""


def test_json_to_a_file_is_the_same_as_from_python(letter, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert cli.main(["read", str(letter), "--json", str(out)]) == 0
    story = unspoken.Story.from_json(out.read_bytes())
    assert story.to_json() == unspoken.read(letter).to_json()
    schema = json.loads(files("unspoken").joinpath("story.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(out.read_bytes()))
    shown = capsys.readouterr()
    assert shown.out == "" and f"{cli.summary(story)}, written to {out}" in shown.err
    assert ", 2 lines, 0 thoughts" in cli.summary(story)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt", "out.json"]


def test_the_json_of_a_reading_is_opened_as_it_stands(letter, tmp_path, capsys):
    out = tmp_path / "out.json"
    cli.main(["read", str(letter), "--json", str(out), "--quiet"])
    document = json.loads(out.read_bytes())
    document["characters"][0]["name"] = "Someone Else"
    out.write_text(json.dumps(document))
    assert cli.main(["read", str(out)]) == 0
    assert "Someone Else" in capsys.readouterr().out


def test_json_to_standard_output_is_utf8_whatever_the_console(letter):
    done = run("read", letter, "--json", "-", env=os.environ | {"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0
    assert done.stderr == b""
    assert json.loads(done.stdout.decode("utf-8"))["text"] == STORY


def test_standard_input(letter):
    done = run("read", "-", "--json", "-", input=STORY.encode())
    assert json.loads(done.stdout) == unspoken.read(letter).to_dict()


def test_lines_are_rows_for_a_script(letter, capsys):
    assert cli.main(["read", str(letter), "--lines"]) == 0
    assert capsys.readouterr().out.splitlines() == ROWS


def test_lines_of_several_files_begin_with_the_file(letter, tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text("“No,” said Ann.\n")
    assert cli.main(["read", str(letter), str(other), "--lines"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows == [*(f"{letter}\t{row}" for row in ROWS), f"{other}\t1\tspeech\tAnn\t\t“No,”"]


def test_quiet_says_nothing(letter, tmp_path, capsys):
    assert cli.main(["read", str(letter), "--quiet"]) == 0
    assert cli.main(["read", str(letter), "--quiet", "--json", str(tmp_path / "x.json")]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_batch_goes_on_past_a_bad_file(letter, tmp_path, capsys):
    bad = tmp_path / "bad.epub"
    bad.write_bytes(b"PK\x03\x04 and no more")
    missing = tmp_path / "missing.txt"
    out = tmp_path / "readings"
    last = tmp_path / "last.txt"
    last.write_text(STORY)
    assert cli.main(["read", str(bad), str(missing), str(letter), str(last), "--json", f"{out}/"]) == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 4
    assert err[0].startswith(f"unspoken: {bad}: ") and err[1].startswith(f"unspoken: {missing}: ")
    assert sorted(p.name for p in out.iterdir()) == ["last.json", "letter.json"]


def test_a_folder_is_read_and_equal_names_are_told_apart(tmp_path):
    for name in ("a/story.txt", "b/story.txt", "b/story.md", "c/Story.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"“{name},” said Ann.\n")
    out = tmp_path / "out"
    assert cli.main(["read", str(tmp_path / "in"), "--json", str(out), "--quiet"]) == 0
    texts = {p.name: json.loads(p.read_bytes())["text"] for p in out.iterdir()}
    assert len(texts) == len(set(texts.values())) == 4
    assert len({name.casefold() for name in texts}) == 4


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "required: COMMAND"),
        (["read"], "required: FILE"),
        (["fly"], "invalid choice: 'fly'"),
        (["read", "x.txt", "--fly"], "unrecognized arguments: --fly"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(args, says, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(args)
    assert caught.value.code == 2
    assert says in capsys.readouterr().err


def test_one_line_and_status_2_for_what_cannot_be_read_or_written(letter, tmp_path, capsys):
    damaged = tmp_path / "damaged.json"
    damaged.write_text('{"format": "unspoken-story", "version": 7}')
    calls = [
        (["read", str(tmp_path / "none.txt")], "none.txt"),
        (["read", str(damaged)], "version 7"),
        (["read", str(letter), "--json", str(tmp_path / "no" / "folder" / "out.json")], "No such file or directory"),
        (["read", str(letter), "--json", str(letter)], "write over"),
        (["read", str(letter), "--json", "-", "--lines"], "both write to standard output"),
    ]
    for args, says in calls:
        assert cli.main(args) == 2, args
        out, err = capsys.readouterr()
        assert out == "" and len(err.splitlines()) == 1 and err.startswith("unspoken: ") and says in err, err
    assert letter.read_text("utf-8") == STORY


def test_a_bug_is_one_line_and_status_1(letter, monkeypatch, capsys):
    def broken(*_: object) -> None:
        raise RuntimeError("out\nof order")

    monkeypatch.setattr(cli, "read", broken)
    assert cli.main(["read", str(letter)]) == 1
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1 and f"{letter}: this is a bug" in err and "RuntimeError: out of order" in err
    assert cli.main(["read", str(letter), "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_file_whole(letter, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out.json"
    out.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert cli.main(["read", str(letter), "--json", str(out)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt", "out.json"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "utf-8"])
def test_a_console_that_lacks_letters_does_not_crash(letter, encoding):
    letter.write_text("“Été,” said Ōtani 大谷 🦊.\n", "utf-8")
    done = run("read", letter, env=os.environ | {"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "said" in done.stdout.decode(encoding)
    done = run("read", letter, "--lines", env=os.environ | {"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "“Été,”" in done.stdout.decode("utf-8")


def test_help_and_version():
    shown = run("--version")
    assert shown.stdout.decode().split() == ["unspoken", unspoken.__version__]
    shown = run("read", "--help")
    assert shown.returncode == 0 and b"examples:" in shown.stdout and b"--lines" in shown.stdout


def test_starting_up_imports_nothing_heavy():
    heavy = "numpy rich onnxruntime openvino starlette"
    code = f"import sys, unspoken.cli; print([m for m in '{heavy}'.split() if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")
@pytest.mark.parametrize("form", ["", "--lines"])
def test_a_closed_pipe_is_the_end_and_no_error(tmp_path, form):
    for k in range(3):
        (tmp_path / f"{k}.txt").write_text(STORY * 400)
    done = subprocess.run(
        f"'{sys.executable}' -m unspoken read '{tmp_path}' {form} | head -n 1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[1:] == ["0"] and done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")
def test_ctrl_c_stops_with_one_line(tmp_path):
    pipe = tmp_path / "slow.txt"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "unspoken", "read", str(pipe)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child, open(pipe, "wb"):
        child.send_signal(signal.SIGINT)  # the pipe is open: the command waits for the story
        out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (130, b"", b"unspoken: stopped\n")
