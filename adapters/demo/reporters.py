"""Who reports an invented fact: each kind of record comes from the department that makes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.demo.stories import StoryFact
from engine.catalogue import FactKind
from engine.conditions import RecordLeaf
from engine.pack import Pack, PackKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporters:
    """Which department reports a fact: the determining authority of its criteria pack; for a ban, see `of`."""

    authorities: Mapping[str, str]
    executors: Mapping[str, str]
    kinds: Mapping[str, FactKind]

    def of(self, told: StoryFact) -> str:
        """Courts report judgments; other decisions come from the department that executes the ban they bring."""
        own = self.authorities.get(told.pack) or COURT_KINDS.get(told.fact.kind) or self.executors[told.fact.kind]
        allowed = self.kinds[told.fact.kind].reported_by
        return own if not allowed or own in allowed else allowed[-1]


COURT_KINDS = {"crime.judgment": "court", "bankruptcy.liability": "court"}


def reporters(packs: Iterable[Pack], kinds: Mapping[str, FactKind]) -> Reporters:
    authorities: dict[str, str] = {}
    executors: dict[str, str] = {}
    for pack in packs:
        if pack.kind is PackKind.CRITERIA:
            authorities[pack.ref.pack] = pack.authority
        for measure in pack.measures:
            if isinstance(measure.when, RecordLeaf):
                executors.setdefault(measure.when.records.kind, measure.executor)
    return Reporters(authorities=authorities, executors=executors, kinds=kinds)
