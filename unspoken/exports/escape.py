"""Words of a story made safe to stand in another language's file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from unspoken.story import Character, Story
from unspoken.text import clean

NARRATOR = "Narrator"
UNKNOWN = "Unknown"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def xml(text: str) -> str:
    """Text between tags. A character that XML cannot hold becomes U+FFFD, so that every offset stays."""
    return _NOT_XML.sub("\ufffd", text).translate(_IN_XML)


def xml_attribute(text: str) -> str:
    """Text between the double quotation marks of an attribute."""
    return _NOT_XML.sub("\ufffd", text).translate(_IN_ATTRIBUTE)


def utf8(text: str) -> str:
    """The text with U+FFFD for the half characters (lone surrogates) that UTF-8 cannot hold."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def token(text: str) -> str:
    """The text without white space, so that it is one word in a list of words."""
    return "_".join(utf8(text).split()) or "_"


def is_language(code: str | None) -> bool:
    """Whether this is the code of a language, as xml:lang takes it ("en", "pt-BR")."""
    return bool(code and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", code))


def labels(story: Story, taken: Iterable[str] = (NARRATOR, UNKNOWN)) -> dict[Character, str]:
    """A name for each of the cast that no other has, letter case aside, on one line and without brackets."""
    used = {name.casefold() for name in taken}
    names: dict[Character, str] = {}
    for character in story.characters:
        plain = clean(re.sub(r"[\[\](){}]", " ", utf8(character.label))) or "someone"
        names[character] = _unlike(plain, used, " ")
    return names


def identifiers(names: dict[Character, str]) -> dict[Character, str]:
    """An identifier (ASCII letters, digits and underscores, a letter first) for each of the cast, each its own."""
    used: set[str] = set()
    return {character: _unlike(slug(name), used, "_") for character, name in names.items()}


def slug(text: str) -> str:
    """The text as lower-case ASCII letters, digits and underscores, a letter first."""
    ascii = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", "_", ascii).strip("_")
    return joined if re.match("[a-z]", joined) else f"c_{joined}".rstrip("_")


def _unlike(name: str, used: set[str], joint: str) -> str:
    """The name, with a number after it where it is used already; from now on it is."""
    wanted, count = name, 1
    while wanted.casefold() in used:
        count += 1
        wanted = f"{name}{joint}{count}"
    used.add(wanted.casefold())
    return wanted
