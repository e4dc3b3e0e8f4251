"""The cast: the names in a text gathered into characters.

It asks nothing of how the names were found: a name is a span, its words, and what is known of its pronoun.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from unspoken.reading import english
from unspoken.story import Character

# Of so many people at most a name can be one: more share no word of a name in a story, and time stays linear.
_MOST = 64
# Characters between two names that stand side by side, and in sight of each other.
_BESIDE, _NEAR = 40, 300


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands in the text, in a quotation or not.

    `pronouns` weighs the evidence around it for he, she, they and it.
    """

    start: int
    end: int
    words: str
    pronouns: Mapping[str, float] = field(default_factory=dict)
    quoted: bool = False


class Form(NamedTuple):
    """A name taken apart, in lower case: 'Miss Elizabeth Bennet' is (("miss",), ("elizabeth", "bennet"))."""

    titles: tuple[str, ...]
    words: tuple[str, ...]
    honorific: str = ""


@dataclass(eq=False, slots=True)
class Person:
    """What the forms of one person's name have in common."""

    forms: set[Form] = field(default_factory=set)
    full: set[tuple[str, ...]] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    pronouns: Counter[str] = field(default_factory=Counter)
    formal: Counter[str] = field(default_factory=Counter)  # titles before the full name, as in 'Mr. John Knightley'
    count: int = 0


def gather(names: Sequence[Name]) -> tuple[list[Character], list[Character | None]]:
    """The characters that the names belong to, most mentioned first, and for each name its character.

    A name of several people at once ('the Bennets') has none. Names must be in the order of the text. A short form
    that several people share ('Miss Bennet') goes, each time, to the one of them who was mentioned last.
    """
    forms = [parse(name.words) for name in names]
    bearers = _bearers(names, forms)
    owners = _nearest(forms, bearers)
    mine: dict[Person, list[int]] = defaultdict(list)
    for i, owner in enumerate(owners):
        if owner:
            mine[owner].append(i)
    uses = Counter(forms)
    characters = {
        person: _character(f"c{k}", person, [(names[i].words, forms[i]) for i in mine[person]], uses)
        for k, person in enumerate(sorted(mine, key=lambda p: (-len(mine[p]), mine[p][0])), 1)
    }
    return list(characters.values()), [characters[owner] if owner else None for owner in owners]


@lru_cache(1 << 16)
def parse(words: str) -> Form:
    """A name taken apart. Possessives, epithets ('little', 'the') and what follows a name ('Jr.') fall away."""
    surname, comma, first = words.partition(", ")
    if comma and first.rstrip(".").casefold() not in english.SUFFIXES:  # 'Oduya, E.'
        words = f"{first} {surname}"
    bare = [re.sub(r"['’]s?$|[.,]+$", "", token) for token in words.split()]
    honorific = ""
    # The letter case tells 'Sakura-kun' from 'Mary-Ann'.
    if bare and (parts := re.fullmatch(r"(.*[^\W\d_])[-‐‑–]([^\W\d_]+)", bare[-1])) and parts[2].islower():
        bare[-1], honorific = parts.groups()
    tokens = [token.casefold() for token in bare if token]
    while len(tokens) > 1 and tokens[0] in english.EPITHETS:
        del tokens[0]
    cut = 0
    while cut < len(tokens) and tokens[cut] in english.TITLES:
        cut += 1
    titles = tuple(english.FULL_TITLES.get(title, title) for title in tokens[:cut])
    rest = tokens[cut:]
    if cut > 1 and not rest and tokens[cut - 2] in english.RANKS:  # 'Miss King'
        titles, rest = titles[:-1], tokens[cut - 1 :]
    while len(rest) > 1 and rest[-1] in english.SUFFIXES:
        rest.pop()
    for k in range(len(rest) - 2, -1, -1):
        if rest[k] in english.PARTICLES and (k or titles):
            rest[k : k + 2] = [f"{rest[k]} {rest[k + 1]}"]
    return Form(titles, tuple(rest), honorific)


def _bearers(names: Sequence[Name], forms: Sequence[Form]) -> dict[Form, list[Person]]:
    """Who may be meant by each form: nobody in particular, one person, or several who share it.

    The fullest forms go first, since they say most; each later form joins the people that it fits, or is a new one.
    """
    uses = Counter(form for form in forms if form.words or form.titles)
    surnames = _surnames(uses)
    told = Counter(form for name, form in zip(names, forms, strict=True) if not name.quoted)
    younger = {form.words[0] for form in uses if form.titles == ("miss",) and form.words}
    beside, near = _together(names, forms, _BESIDE, told=True), _together(names, forms, _NEAR)
    places: dict[Form, list[int]] = defaultdict(list)
    for place, form in enumerate(forms):
        places[form].append(place)
    evidence: dict[Form, Counter[str]] = {form: _pronouns(form, surnames, uses[form]) for form in uses}
    for name, form in zip(names, forms, strict=True):
        if form in evidence:
            evidence[form].update(name.pronouns)
    known: dict[str, dict[Person, None]] = defaultdict(dict)  # the people by what their names share with others
    bearers: dict[Form, list[Person]] = {}

    def settle(form: Form, fitting: list[Person], fresh: Person) -> None:
        bearers[form] = fitting = fitting or [fresh]
        if len(fitting) == 1:
            _learn(fitting[0], form, uses[form], evidence[form], fresh)
            for key in _keys(form):
                known[key][fitting[0]] = None

    def agreeing(form: Form) -> list[Person]:
        def apart(person: Person) -> bool:
            """Whether the form stands beside the person's other names, as another person's does."""
            return any(beside[form, g] >= max(2, min(uses[form], uses[g]) / 30) for g in person.forms)

        akin = dict.fromkeys(person for key in _keys(form) for person in islice(known[key], _MOST))
        return [p for p in akin if _agree(form, evidence[form], p) and not apart(p)]

    by_use = sorted((f for f in uses if not _is_family(f, surnames)), key=lambda form: (-uses[form], form))
    for form in by_use:
        if len(form.words) > 1:
            alike = [p for p in agreeing(form) if any(_same_name(form.words, full) for full in p.full)]
            wife = form.words[0] in english.MEN and _title_pronoun(form) == "she"
            given = set() if wife else set(form.words[:-1])
            settle(form, alike[:1], Person(full={form.words}, given=given, surnames={form.words[-1]}))
    for form in by_use:
        if form.titles and len(form.words) == 1:
            word = form.words[0]
            namesakes = agreeing(form)
            family = [p for p in namesakes if word in p.surnames and not _set_apart(p, form, places, told, near)]
            family = _dominant(family)
            if form.titles == ("miss",):  # the eldest daughter, where her sisters are 'Miss Helen Schlegel'
                family = [p for p in family if p.given.isdisjoint(younger) and not p.formal["miss"]] or family
            first = _by_given(word, namesakes)
            first = _dominant([p for p in first if not p.titles.isdisjoint(form.titles)] or first)
            before_given = not english.BEFORE_GIVEN.isdisjoint(form.titles) or word not in surnames
            fitting = first if before_given and first else [] if _heads(form, family, uses) else family
            is_given = before_given and (word in english.MEN or word in english.WOMEN)
            settle(form, fitting, Person(given={word} if is_given else set(), surnames=set() if is_given else {word}))
    for form in by_use:
        if not form.titles and len(form.words) == 1:
            word = form.words[0]
            namesakes = agreeing(form)
            family = [p for p in namesakes if word in p.surnames]
            if leading(evidence[form]) != "she":  # a bare surname is mostly a man's
                family = [p for p in family if leading(p.pronouns) == "he"] or family
            family = _dominant(family)
            first = _dominant(_by_given(word, namesakes))
            settle(form, (family or first) if word in surnames else (first or family), Person(given={word}))
    for form in by_use:
        if not form.words:
            bearing = [p for p in agreeing(form) if not p.titles.isdisjoint(form.titles)]
            settle(form, [p for p in bearing if p.count >= uses[form] / 20], Person())
    return bearers


def _keys(form: Form) -> list[str]:
    """What two names share that can be one person's: a word, what it is short for, a title."""
    if not form.words:
        return [f"{title} " for title in form.titles]
    words = {key for word in form.words for key in formal(word)}
    return sorted(words) + [f"{title} " for title in form.titles]


def _surnames(uses: Counter[Form]) -> Counter[str]:
    """The words that serve as surnames: after another name, or after a title that goes before surnames."""
    found: Counter[str] = Counter()
    for form, n in uses.items():
        if len(form.words) > 1:
            found[form.words[-1]] += n
            found[form.words[0]] -= n
        elif form.words and form.titles and english.BEFORE_GIVEN.isdisjoint(form.titles):
            found[form.words[0]] += n
    return +found


def _is_family(form: Form, surnames: Counter[str]) -> bool:
    """Whether the name ends in the plural of a surname: 'the Bennets', 'the two Miss Bennets'."""
    if not form.words:
        return False
    word = form.words[-1]
    stems = {word.removesuffix("s"), word.removesuffix("es")} - {word}
    return any(surnames[stem] > surnames[word] for stem in stems)


def _learn(person: Person, form: Form, uses: int, evidence: Counter[str], alike: Person) -> None:
    person.forms.add(form)
    person.full |= alike.full
    if alike is not person and len(form.words) > 1:
        person.given |= alike.given
        person.surnames |= alike.surnames
    person.titles.update(form.titles)
    person.pronouns.update(evidence)
    person.count += uses
    if len(form.words) > 1:
        person.formal.update({title: uses for title in form.titles or ("",)})


def _together(
    names: Sequence[Name], forms: Sequence[Form], reach: int, told: bool = False
) -> Counter[tuple[Form, Form]]:
    """How often two forms stand next to each other with at most `reach` characters between, in what is `told` only."""
    found: Counter[tuple[Form, Form]] = Counter()
    for k in range(1, len(names)):
        a, b = names[k - 1], names[k]
        if b.start - a.end < reach and not (told and (a.quoted or b.quoted)):
            found[forms[k - 1], forms[k]] += 1
            found[forms[k], forms[k - 1]] += 1
    return found


def _pronouns(form: Form, surnames: Counter[str], uses: int) -> Counter[str]:
    """What a name says of its bearer's pronoun, weighed: a title most, a given name or an honorific less."""
    weights: Counter[str] = Counter()
    if pronoun := _title_pronoun(form):
        weights[pronoun] += 20 + 2 * uses
    if pronoun := english.HONORIFICS.get(form.honorific, ""):
        weights[pronoun] += 2 + uses
    if len(form.words) > 1 or (form.words and not form.titles and form.words[0] not in surnames):
        for pronoun, given in (("he", english.MEN), ("she", english.WOMEN)):
            weights[pronoun] += (4 + uses // 2) * (form.words[0] in given)
    return +weights


def _title_pronoun(form: Form) -> str:
    return next((p for title in form.titles if (p := english.TITLES[title])), "")


def _agree(form: Form, evidence: Counter[str], person: Person) -> bool:
    """Whether pronouns and titles let the form be the person's."""
    ours, theirs = leading(evidence, 3), leading(person.pronouns, 3)
    if ours and theirs and ours != theirs:
        return False
    ranks = {english.RANKS[t] for t in form.titles if t in english.RANKS}
    others = {english.RANKS[t] for t in person.titles if t in english.RANKS}
    return not ranks or not others or not ranks.isdisjoint(others)


def _same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be one: 'Lizzy Bennet', 'Elizabeth Anne Bennet'; 'Haruno Sakura', 'Sakura Haruno'."""
    if (a[0], a[-1]) == (b[-1], b[0]):
        return True
    short, long = sorted((a, b), key=len)
    if a[-1] == b[-1]:
        return same_given(a[0], b[0]) or set(short) <= set(long)
    return len(short) < len(long) and long[: len(short)] == short


def _by_given(word: str, people: list[Person]) -> list[Person]:
    """The people with this given name, else with one that it is short for or that is short for it."""
    exact = [p for p in people if word in p.given]
    return exact or [
        p
        for p in people
        if english.NOBLE.isdisjoint(p.titles) and any(same_given(word, given) for given in p.given if len(given) > 1)
    ]


def _set_apart(
    person: Person, form: Form, places: Mapping[Form, list[int]], told: Counter[Form], near: Counter[tuple[Form, Form]]
) -> bool:
    """Whether title and surname alone are another's: a brother's or a parent's.

    They are where the full name mostly takes the title too and the two are used side by side, unless the full name
    only introduces who is then called by title and surname; and where the narration uses both them and the given
    name, side by side at times.
    """
    uses = places[form]
    formal = sum(person.formal[title] for title in form.titles)
    if formal >= max(3, len(uses) / 25, person.formal.total() / 2):
        full = [other for other in person.forms if other.titles == form.titles and len(other.words) > 1]
        if sum(near[form, other] for other in full) < max(2, formal / 10):
            return False
        introducing = sorted(place for other in full for place in places[other])
        return introducing[0] > uses[0] or bisect_left(uses, introducing[-1]) > len(uses) / 5
    given = [Form((), (name,)) for name in person.given]
    familiar = sum(told[name] for name in given)
    if form.titles[0] not in english.PLAIN or familiar < 8 or told[form] < max(8, 0.08 * familiar):
        return False
    return sum(near[form, name] for name in given) > told[form] / 20


def _heads(form: Form, family: list[Person], uses: Counter[Form]) -> bool:
    """Whether the form names one of a family beside those who are known by their full names, as 'Mrs. Bennet' does."""
    if "lady" in form.titles:
        return all("lady" not in p.titles for p in family)
    if not english.MARRIED.isdisjoint(form.titles):
        return len(family) > 1 or any(Form((title,), form.words) in uses for title in english.UNMARRIED)
    return len(family) > 1 and "miss" not in form.titles and uses[form] >= max(5, *(p.count for p in family))


def _dominant(people: list[Person]) -> list[Person]:
    """The one who is mentioned much more than the others, if there is one; else all."""
    ranked = sorted(people, key=lambda p: -p.count)
    return ranked[:1] if len(ranked) > 1 and ranked[0].count >= 4 * ranked[1].count else ranked


def _nearest(forms: Sequence[Form], bearers: Mapping[Form, list[Person]]) -> list[Person | None]:
    """Each name's person: of several who share a form, the one mentioned last, or the most mentioned."""
    last: dict[Person, int] = {}
    owners: list[Person | None] = []
    for i, form in enumerate(forms):
        fitting = bearers.get(form)
        owner = max(fitting, key=lambda p: (last.get(p, -1), p.count)) if fitting else None
        if owner:
            last[owner] = i
        owners.append(owner)
    return owners


def _character(key: str, person: Person, mine: list[tuple[str, Form]], uses: Counter[Form]) -> Character:
    """The person as a character: the name is the fullest form in use, the other forms are aliases."""
    spelled: dict[Form, Counter[str]] = defaultdict(Counter)
    for words, form in mine:
        spelled[form][spelling(words)] += 1
    total = len(mine)
    sure = {form: n for form, ways in spelled.items() if (n := ways.total()) >= uses[form] / 10}
    usual = [form for form, n in sure.items() if n >= min(2, total / 10)] or list(sure) or list(spelled)
    best = max(
        usual,
        key=lambda form: (
            len(form.words),
            bool(form.words) and not form.honorific,
            len(form.titles) if len(form.words) < 2 else -len(form.titles),
            sure.get(form, 0),
            form,
        ),
    )
    name = spelled[best].most_common(1)[0][0]
    aliases: Counter[str] = Counter()
    for form in sure:
        aliases.update(spelled[form])
    del aliases[name]
    ordered = sorted(aliases, key=lambda alias: (-aliases[alias], alias))
    return Character(key, name, ordered, leading(person.pronouns))


@lru_cache(1 << 16)
def spelling(words: str) -> str:
    """A name as it is written in running text: no possessive, no capitals throughout."""
    bare = re.sub(r"['’]s?$", "", " ".join(words.split()))
    return " ".join(
        word.title() if word.isupper() and len(word.rstrip(".")) > 1 else word for word in bare.rstrip(",").split()
    )


@lru_cache(1 << 16)
def formal(given: str) -> frozenset[str]:
    """The given names that this one may be short for, itself among them."""
    return frozenset(long for long, short in _DIMINUTIVES.items() if given in short) | {given}


_DIMINUTIVES = {
    long.strip(): frozenset(short.split())
    for long, _, short in (entry.partition(":") for entry in english.DIMINUTIVES.split(";"))
}


def same_given(a: str, b: str) -> bool:
    """Whether two given names can be one: equal, one short for the other, both short for a third, or an initial."""
    if a[0] == b[0] and min(len(a), len(b)) == 1:
        return True
    return not formal(a).isdisjoint(formal(b))


def leading(pronouns: Mapping[str, float], least: float = 1) -> str | None:
    """The pronoun that the evidence speaks for, None where it is thin or divided."""
    most = second = 0.0
    leader = None
    for pronoun, weight in pronouns.items():
        if weight > most:
            leader, most, second = pronoun, weight, most
        else:
            second = max(second, weight)
    return leader if most >= least and most >= 1.5 * second else None
