"""May this be repaired on a day, and if not, why and from when: by the regime of that day and the list's own rules.

Computes from what is recorded and decides nothing: an officer does. What is unknown never counts against the subject:
an unknown class, day or proof makes the answer `unknown` exactly where it matters, and the answer names it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework import repair_reasons as because
from casework.repair_case import Eligibility, Reason, RepairCase, Verdict
from engine.pack import Basis, Pack
from engine.pack.repair import Concern, CountsFrom, RepairClass, RepairRegime
from engine.periods import Period, add

STRICTEST_FIRST = tuple(Verdict)
START_FACTS = {
    CountsFrom.DECIDED: ("decided_on",),
    CountsFrom.PUBLISHED: ("published_on",),
    CountsFrom.CORRECTED: ("corrected_on",),
    None: ("decided_on", "published_on"),
}


def eligibility(case: RepairCase, packs: Iterable[Pack], on: date) -> Eligibility:
    """The answer for that day from the repair packs in force on it (of any other kind: ignored).

    Every regime that speaks of the case must let it through: the general one, the authority's, the list's own.
    """
    if case.term_end is not None and on > case.term_end:
        return Eligibility(verdict=Verdict.OVER, reasons=(because.display_over(case.term_end),), until=case.term_end)
    asked = [(pack, pack.repair) for pack in packs if pack.repair is not None and _speaks_of(pack.repair, case)]
    if not asked:
        return Eligibility(verdict=Verdict.UNKNOWN, reasons=(because.no_regime(on),), missing=("regime",))
    found = _all_of([_under(pack, regime, case, on) for pack, regime in asked])
    return replace(
        found,
        materials=tuple(part for _, regime in asked for part in regime.materials if part.needed),
        windows=tuple(part for _, regime in asked for part in regime.windows),
        cautions=tuple(gap for pack, _ in asked for gap in pack.gaps),
        regimes=tuple(str(pack.ref) for pack, _ in asked),
    )


def _speaks_of(regime: RepairRegime, case: RepairCase) -> bool:
    theirs = not regime.authorities or case.authority in regime.authorities
    listed = not regime.lists or case.list_id in regime.lists
    return theirs and listed and bool(_fitting(regime, case))


def _fitting(regime: RepairRegime, case: RepairCase) -> tuple[RepairClass, ...]:
    return tuple(each for each in regime.classes if each.concerns in (Concern.ANY, case.concerns))


def _all_of(findings: Sequence[Eligibility]) -> Eligibility:
    """Several regimes at once: the strictest answer, with the reasons of all that do not let it through."""
    verdict = min((found.verdict for found in findings), key=STRICTEST_FIRST.index)
    holding = [found for found in findings if found.verdict is not Verdict.ELIGIBLE] or list(findings)
    if verdict in (Verdict.OVER, Verdict.NEVER_EARLY):
        holding = [found for found in findings if found.verdict is verdict]
    ends = [found.until for found in holding if found.verdict is verdict]
    return Eligibility(
        verdict=verdict,
        reasons=_once(found.reasons for found in holding),
        from_day=max((found.from_day for found in holding if found.from_day), default=None),
        until=None if None in ends else max((end for end in ends if end), default=None),
        missing=tuple(dict.fromkeys(each for found in holding for each in found.missing)),
    )


def _once(reasons: Iterable[Sequence[Reason]]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(each for several in reasons for each in several))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """One way in which the case may have to be read: a class, and the shortest publication in its field."""

    found: RepairClass
    shortest: Period | None
    basis: tuple[Basis, ...]


def _under(pack: Pack, regime: RepairRegime, case: RepairCase, on: date) -> Eligibility:
    """The answer of one regime; where class or field are not known, what all readings of the case have in common."""
    classes = _classes(regime, case)
    variants = [variant for each in classes for variant in _variants(each, case)]
    answers = [_judged(pack, regime, variant, case, on) for variant in variants]
    if len(answers) == 1 or len({(each.verdict, each.from_day, each.until, each.missing) for each in answers}) == 1:
        return answers[0]
    if all(each.verdict is Verdict.OVER for each in answers):
        return max(answers, key=lambda each: each.until or date.min)
    return _in_common(answers, _open_readings(pack, classes, case))


def _classes(regime: RepairRegime, case: RepairCase) -> tuple[RepairClass, ...]:
    """The class that the decision names, or every class that may be meant."""
    fitting = _fitting(regime, case)
    named = tuple(each for each in fitting if each.id == case.class_id)
    return named or fitting


def _variants(found: RepairClass, case: RepairCase) -> list[_Variant]:
    """The class as it stands and, where the field may call for longer publication, with that."""
    plain = _Variant(found=found, shortest=found.shortest, basis=found.basis)
    special = [
        _Variant(found=found, shortest=each.shortest, basis=(*found.basis, *each.basis))
        for each in found.exceptions
        if case.fields is None or case.fields & set(each.fields)
    ]
    return [plain, *special] if case.fields is None or not special else special


def _open_readings(pack: Pack, classes: Sequence[RepairClass], case: RepairCase) -> dict[str, Reason]:
    found = {"class": because.class_open(pack, classes)} if len(classes) > 1 else {}
    unsure = [each for each in classes if each.exceptions] if case.fields is None else []
    return {**found, **({"field": because.field_open(pack, unsure[0])} if unsure else {})}


def _in_common(answers: Sequence[Eligibility], readings: dict[str, Reason]) -> Eligibility:
    """The readings differ: their common verdict with the mildest day, else unknown, and which fact would tell."""
    verdicts = {each.verdict for each in answers}
    days = [each.from_day for each in answers if each.from_day]
    mildest = max(
        answers, key=lambda each: (STRICTEST_FIRST.index(each.verdict), -(each.from_day or date.min).toordinal())
    )
    return Eligibility(
        verdict=verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN,
        reasons=_once([tuple(readings.values()), mildest.reasons]),
        from_day=min(days) if len(days) == len(answers) else None,
        missing=tuple(dict.fromkeys((*readings, *mildest.missing))),
    )


def _judged(pack: Pack, regime: RepairRegime, variant: _Variant, case: RepairCase, on: date) -> Eligibility:
    """One reading of the case under one regime: display over, never early, else time and conditions together."""
    span = _Span.of(regime, case)
    end = _end_of_display(span, variant.found, case)
    if end is not None and on > end:
        return Eligibility(verdict=Verdict.OVER, reasons=(because.display_over(end),), until=end)
    final = _finality(pack, regime, variant.found, case)
    if final:
        return Eligibility(verdict=Verdict.NEVER_EARLY, reasons=final, until=end)
    return _of_time_and_conditions(pack, regime, variant, case, span, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """From which day publication counts: between `low` and `high` (None: not known), by the regime's own word or none."""

    low: date | None
    high: date | None

    @classmethod
    def of(cls, regime: RepairRegime, case: RepairCase) -> "_Span":
        if regime.counts_from is not None:
            start = case.start(regime.counts_from)
            return cls(low=start, high=start)
        days = [day for day in (case.decided_on, case.published_on) if day]
        return cls(low=min(days, default=None), high=max(days) if len(days) == 2 else None)


def _end_of_display(span: _Span, found: RepairClass, case: RepairCase) -> date | None:
    """The last day of the longest publication, or of a longer bar; None where it cannot be told."""
    if span.high is None or found.longest is None:
        return None
    end = add(span.high, found.longest)
    return max(end, case.bar_until) if found.extends_to_bar and case.bar_until else end


def _finality(pack: Pack, regime: RepairRegime, found: RepairClass, case: RepairCase) -> tuple[Reason, ...]:
    if not found.early:
        return (because.class_is_final(pack, found),)
    kinds = case.penalties or frozenset()
    return tuple(because.penalty_is_final(pack, part) for part in regime.never_early if part.id in kinds)


def _of_time_and_conditions(
    pack: Pack, regime: RepairRegime, variant: _Variant, case: RepairCase, span: _Span, on: date
) -> Eligibility:
    met: list[Reason] = []
    failed: list[Reason] = []
    doubts: dict[str, Reason] = {}
    from_day = _time(pack, regime, variant, span, on, (met, failed, doubts))
    for part in (each for each in regime.conditions if each.needed):
        proof = case.proved.get(part.id)
        if proof is None:
            doubts[part.id] = because.condition_open(pack, part)
        else:
            (met if proof else failed).append(
                (because.condition_met if proof else because.condition_failed)(pack, part)
            )
    if regime.never_early and case.penalties is None:
        doubts["penalties"] = because.penalties_open(pack, regime.never_early)
    verdict = Verdict.NOT_YET if failed else Verdict.UNKNOWN if doubts else Verdict.ELIGIBLE
    told = (*failed, *dict.fromkeys(doubts.values())) if failed or doubts else tuple(met)
    return Eligibility(verdict=verdict, reasons=tuple(told), from_day=from_day, missing=tuple(doubts))


def _time(
    pack: Pack,
    regime: RepairRegime,
    variant: _Variant,
    span: _Span,
    on: date,
    into: tuple[list[Reason], list[Reason], dict[str, Reason]],
) -> date | None:
    """Whether the shortest publication is reached, written into (met, failed, doubts); the day if it is still to come."""
    met, failed, doubts = into
    if variant.shortest is None:
        return None
    law = (*variant.basis, *regime.counts_basis)
    counts = regime.counts_from
    if span.low is not None and on < (earliest := add(span.low, variant.shortest)):
        failed.append(because.time_not_reached(pack, variant.shortest, counts, earliest, law))
        return earliest
    if span.high is None or on < (latest := add(span.high, variant.shortest)):
        doubt = because.start_open(pack, counts, law)
        doubts.update(dict.fromkeys(START_FACTS[counts] if span.high is None else ("start",), doubt))
        return None
    met.append(because.time_reached(pack, variant.shortest, latest, law))
    return None
