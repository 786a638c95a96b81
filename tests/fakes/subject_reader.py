"""Subjects of the book in memory, as the events of their lives have left them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.store.codec import normalised_code, normalised_name
from casework.records import CodeKind, SubjectRecord
from casework.subject_words import SubjectEvent, identities_of


class SubjectReads:
    """Reads one state of the register."""

    state: Any

    def subject(self, subject_id: str) -> SubjectRecord | None:
        return self.subjects([subject_id]).get(subject_id)

    def subjects(self, subject_ids: Iterable[str]) -> Mapping[str, SubjectRecord]:
        return {key: self._now(self.state.subjects[key]) for key in subject_ids if key in self.state.subjects}

    def subject_by_code(self, code_kind: CodeKind, code: str) -> SubjectRecord | None:
        wanted = normalised_code(code)
        every = [self._now(one) for one in self.state.subjects.values() if one.code_kind is code_kind]
        first = (s for s in every if normalised_code(self.state.subjects[s.id].code) == wanted)
        later = (s for s in every if wanted in {s.code, *(one.code for one in s.former)})
        return next(iter((*first, *later)), None)

    def subjects_by_name(self, name: str) -> Sequence[SubjectRecord]:
        wanted = normalised_name(name)
        every = (self._now(one) for one in self.state.subjects.values())
        found = (s for s in every if wanted in {normalised_name(s.name), *(normalised_name(f.name) for f in s.former)})
        return sorted(found, key=lambda s: s.id)[:20]

    def subject_ids(self, after: str = "", limit: int = 1000) -> Sequence[str]:
        return sorted(key for key in self.state.subjects if key > after)[:limit]

    def events_of(self, subject_id: str) -> Sequence[SubjectEvent]:
        found = (one for one in self.state.events if subject_id in (one.subject_id, one.other_id))
        return sorted(found, key=lambda one: (one.seq, one.id))

    def _now(self, subject: SubjectRecord) -> SubjectRecord:
        mine = [one for one in self.state.events if one.subject_id == subject.id]
        *former, now = identities_of(subject.code, subject.name, subject.id, mine)
        return replace(subject, code=now.code, name=now.name, former=tuple(former))
