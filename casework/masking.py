"""What is shown of a person: nothing that names one in full, whatever somebody typed into whichever field.

The one place that decides by subject type: a natural person and a sole trader are masked in code and in name, every
other subject is shown whole. A resident ID lands in an amount or a document number by a shifted column, and a name in
somebody's statement; a text that repeats them would spread them. So what looks like an identifier is masked in any
text, also where it is misspelt by a digit or two, and the names of the persons a record is about wherever they stand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.codes import masked_code, masked_name, normalised_code
from casework.ports import Reader
from casework.records import SubjectRecord, SubjectType

_RECORD_ID = r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])(?:[0-9a-f]{64}|[0-9a-f]{32})(?![0-9A-Za-z])"
_SOLE_TRADER = r"(?<![0-9A-Za-z])92[0-9A-Za-z]{14,17}"
_DIGITS = r"\d{14,}[Xx]?"
_SPACED = r"\d(?:[ \-]?\d){16,}[ \-]?[Xx]?"
_LOOKS_LIKE = re.compile(f"(?P<ours>{_RECORD_ID})|{_SOLE_TRADER}|{_SPACED}|{_DIGITS}")
_FULL_WIDTH = {code + 0xFEE0: chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum()}
_BETWEEN = r"[\s\-·•.]*"
IDENTITY_ERASED = "（身份信息已按保存期限删除）"
SHORTEST_NAME = 2
"""A name of one character stands in too many words to be told from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A subject as it is shown to everybody who has not asked for more under a right of their own."""

    type: SubjectType
    code: str
    name: str


def shown(subject: SubjectRecord) -> Shown:
    """Code and name, masked where the subject is a person; of one whose identity was erased, that it was."""
    if not subject.code:
        return Shown(type=subject.type, code="", name=IDENTITY_ERASED)
    return Shown(
        type=subject.type,
        code=masked_code(subject.code, subject.type),
        name=masked_name(subject.name, subject.type),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """Masks, in texts about certain persons, their names and codes as well as whatever looks like an identifier."""

    persons: tuple[tuple[re.Pattern[str], str], ...] = ()

    def text(self, text: str) -> str:
        """The text as it may be shown."""
        narrow = text.translate(_FULL_WIDTH) if self.persons else text
        for written, masked in self.persons:
            narrow = written.sub(masked.replace("\\", r"\\"), narrow)
        return without_identifiers(narrow)

    def over(self, value: object) -> object:
        """The value with every text in it masked, however deep; keys and numbers stay."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                return {key: self.over(one) for key, one in value.items()}
            case list() | tuple():
                return [self.over(one) for one in value]
        return value


NO_PERSONS = Veil()
"""For texts about nobody in particular: identifiers are masked, names cannot be known."""


def veil_over(persons: Iterable[tuple[SubjectType, str, str]]) -> Veil:
    """The veil over these parties, each (type, code, name); those who are not persons are left as they are."""
    found: dict[str, str] = {}
    for subject_type, code, name in persons:
        if not subject_type.is_person:
            continue
        if code.strip():
            found[normalised_code(code)] = masked_code(normalised_code(code), subject_type)
        if len(name.strip()) >= SHORTEST_NAME:
            found[name.strip().translate(_FULL_WIDTH)] = masked_name(name.strip(), subject_type)
    longest_first = sorted(found, key=len, reverse=True)
    return Veil(persons=tuple((_however_written(word), found[word]) for word in longest_first))


def veil_of(subjects: Iterable[SubjectRecord]) -> Veil:
    """The veil over these subjects, under every code and name they have had."""
    return veil_over(known for one in subjects for known in known_as(one))


def known_as(subject: SubjectRecord) -> Iterator[tuple[SubjectType, str, str]]:
    """Each (type, code, name) it has or has had: a text written before it was renamed names it by the former one."""
    yield subject.type, subject.code, subject.name
    yield from ((subject.type, one.code, one.name) for one in subject.former)


def persons_around(reader: Reader, subject: SubjectRecord) -> Sequence[SubjectRecord]:
    """The subject, everybody who holds or held a role in it, whom it passed to or came from: whoever a text of its case may name."""
    held = [one.person_id for one in reader.related_of(subject.id)]
    events = reader.events_of(subject.id)
    beside = [each for one in events for each in (one.subject_id, one.other_id) if each and each != subject.id]
    return (subject, *reader.subjects([*held, *beside]).values())


def veil_around(reader: Reader, subject: SubjectRecord) -> Veil:
    """The veil over the texts of this subject's case or file: over everybody `persons_around` finds."""
    return veil_of(persons_around(reader, subject))


def without_identifiers(text: str) -> str:
    """The text with whatever looks like a person's identifier masked (first six and last two stay); our record ids stay.

    >>> without_identifiers("“520103198001010011” 不是日期")
    '“520103**********11” 不是日期'
    """
    return _LOOKS_LIKE.sub(_masked, text.translate(_FULL_WIDTH))


def _masked(found: re.Match[str]) -> str:
    if found["ours"]:
        return found["ours"]
    return masked_code(normalised_code(found.group()), SubjectType.NATURAL_PERSON)


def _however_written(word: str) -> re.Pattern[str]:
    """The word also with blanks, dashes or dots between its characters, in either case."""
    return re.compile(_BETWEEN.join(re.escape(each) for each in word if not each.isspace()), re.IGNORECASE)
