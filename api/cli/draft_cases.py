"""Which cases ask a draft, and the packs it is asked among: as if the draft were published now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from engine.cases.case import Case
from engine.pack import Interval, Pack
from engine.releases import in_force

DRAFT = "draft"
"""What a case may call the draft beside it, whatever version the draft has."""


def joined(releases: Sequence[Pack], draft: Pack) -> tuple[Pack, ...]:
    """The releases with the draft: those of its own pack end where it begins, and none stands beside it."""
    kept = (each if each.ref.pack != draft.ref.pack else _before(each, draft) for each in releases)
    return (*(each for each in kept if each is not None), draft)


def _before(release: Pack, draft: Pack) -> Pack | None:
    """The release up to the draft's first day; None where nothing of it is left."""
    if release.ref.version == draft.ref.version:
        return None
    if not release.in_force.overlaps(draft.in_force):
        return release
    start, until = release.in_force.start, draft.in_force.start
    if until is None or (start is not None and start >= until):
        return None
    return replace(release, in_force=Interval(start=start, until=until))


def asked_of_draft(cases: Iterable[Case], draft: Pack) -> tuple[Case, ...]:
    """The cases that name the draft (by `draft` or its version), or a day that it covers; each asked of it alone."""
    return tuple(_named(case, draft) for case in cases if _names(case, draft) or _on_its_days(case, draft))


def _names(case: Case, draft: Pack) -> bool:
    return DRAFT in case.releases or draft.ref.version in case.releases


def _named(case: Case, draft: Pack) -> Case:
    return replace(case, releases=(draft.ref.version,)) if case.releases else case


def _on_its_days(case: Case, draft: Pack) -> bool:
    return not case.releases and any(draft.in_force.covers(day) for day in _days(case))


def asked_of_releases(cases: Iterable[Case], releases: Sequence[Pack], drafts: Sequence[Pack]) -> tuple[Case, ...]:
    """The other cases, and of each what it asks of releases: nothing is left where only a draft can answer."""
    return tuple(left for case in cases if (left := _without_drafts(case, releases, drafts)) is not None)


def _without_drafts(case: Case, releases: Sequence[Pack], drafts: Sequence[Pack]) -> Case | None:
    own = [each for each in drafts if each.ref.pack == case.pack]
    known = [each for each in releases if each.ref.pack == case.pack]
    if not own:
        return case
    if case.releases:
        only_drafts = {DRAFT, *(each.ref.version for each in own)} - {each.ref.version for each in known}
        left = tuple(name for name in case.releases if name not in only_drafts)
        return replace(case, releases=left) if left else None
    new = (day for day in _days(case) if not in_force(known, day))
    return None if any(draft.in_force.covers(day) for day in new for draft in own) else case


def _days(case: Case) -> tuple[date, ...]:
    """The days whose law the case asks; none where it names releases."""
    if case.acted_on is not None:
        return case.acted_on, case.law_at or case.situation.as_of
    return (case.law_at,) if case.law_at else ()
