"""Does each case come out as its author expects, under the law it names, in every engine that is handed in?

Pure: packs, catalogue and cases go in, differences come out as issues at the case's own line. Which law: `law_at`
where the case sets it; otherwise each release it names is asked at as_of, or, where as_of lies after the release, on
the release's last day. A rule is asked together with the rules it builds on, and with nothing else. A case that names
the day of the act is asked under the law of that day and under that of the decision, and both are combined.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from engine.cases.both_laws import differences_under_both_laws
from engine.cases.case import Case
from engine.cases.relax import relaxed
from engine.cases.unheard import unheard, unheard_among
from engine.cases.verdict import differences_of
from engine.catalogue import Catalogue
from engine.compile import ProgramRefused, compile_program
from engine.compile.program import Program, Readings
from engine.direct import compile_direct
from engine.evaluate import Judgement, judge, under_both_laws
from engine.facts import Situation, Truth
from engine.issues import Issue
from engine.pack import Conclude, Pack, PackRef, Rule
from engine.releases import in_force, reaches
from engine.validate.reads import met_leaves

SecondEngine = Callable[[Program, Situation], Readings]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case under one release, or under both laws together. `differences` empty: it came out as expected.

    `release` None: no single release answered. The case is of both laws (it tests no one text, `truths` is empty), or it
    could not be run and the one difference says why. `truths`: the truth of every rule of the
    pack (and of every measure with a condition), by id. `just_missed`: rule -> the names that alone stood in its way.
    """

    case: Case
    release: PackRef | None
    differences: tuple[Issue, ...]
    truths: Mapping[str, Truth] = field(default_factory=dict)
    just_missed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.differences


def run_cases(
    cases: Iterable[Case],
    packs: Sequence[Pack],
    catalogue: Catalogue,
    second: SecondEngine | None = None,
    drafts: Sequence[Pack] = (),
) -> tuple[CaseResult, ...]:
    """Every case under every release it names, in order. `second` is the other engine, compared on every leaf and rule.

    `drafts` answer nothing here; a case that asks for what is not there is told of them too.
    """
    court = _Court(packs=tuple(packs), catalogue=catalogue, second=second, drafts=tuple(drafts))
    return tuple(result for case in cases for result in court.hear(case))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A release and the day whose law is asked."""

    pack: Pack
    law_at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Law:
    """A day, and the releases of the case's pack in force on it: one, or none."""

    asked_on: date
    packs: tuple[Pack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Court:
    """Hears cases; programs are compiled once for each release and day."""

    packs: tuple[Pack, ...]
    catalogue: Catalogue
    second: SecondEngine | None
    drafts: tuple[Pack, ...] = ()
    programs: dict[tuple[PackRef, date], Program] = field(default_factory=dict)

    def hear(self, case: Case) -> tuple[CaseResult, ...]:
        versions = {pack.ref.version: pack for pack in self.packs if pack.ref.pack == case.pack}
        if not versions and all(draft.ref.pack != case.pack for draft in self.drafts):
            zh, en = f"没有规则包“{case.pack}”", f"there is no pack “{case.pack}”"
            return (CaseResult(case=case, release=None, differences=(unheard(case, zh, en),)),)
        if case.acted_on is not None:
            return (self._under_both_laws(case, tuple(versions.values()), case.acted_on),)
        if not case.releases:
            return (self._in_force(case, tuple(versions.values())),)
        return tuple(self._named(case, versions, name) for name in case.releases)

    def _in_force(self, case: Case, versions: tuple[Pack, ...]) -> CaseResult:
        standing = in_force(versions, case.law_at) if case.law_at else ()
        if case.law_at is None or len(standing) != 1:
            zh = f"{case.law_at} 没有施行中的版本" if case.law_at else "用例没有写明适用的法律"
            en = (
                f"no release is in force on {case.law_at}" if case.law_at else "the case does not say which law applies"
            )
            return self._unheard(case, zh, en)
        return self._judge(case, _Asked(pack=standing[0], law_at=case.law_at))

    def _named(self, case: Case, versions: Mapping[str, Pack], name: str) -> CaseResult:
        pack = versions.get(name)
        if pack is None:
            return self._unheard(case, f"没有版本 {name}", f"there is no release {name}")
        law_at = case.law_at or _day_of_law(pack, case.situation.as_of)
        if not pack.in_force.covers(law_at):
            return self._unheard(
                case, f"版本 {name} 于 {law_at} 并未施行", f"release {name} is not in force on {law_at}"
            )
        return self._judge(case, _Asked(pack=pack, law_at=law_at))

    def _under_both_laws(self, case: Case, versions: tuple[Pack, ...], acted_on: date) -> CaseResult:
        decided_on = case.law_at or case.situation.as_of
        laws = tuple(_Law(asked_on=on, packs=in_force(versions, on)) for on in (acted_on, decided_on))
        if not any(law.packs for law in laws):
            zh, en = (
                f"{acted_on} 和 {decided_on} 都没有施行中的版本",
                f"no release is in force on {acted_on} or {decided_on}",
            )
            return self._unheard(case, zh, en)
        try:
            act, decision = (self._judgement_of(case, law) for law in laws)
        except ProgramRefused as refused:
            return _refused(case, refused.issue)
        differences = differences_under_both_laws(case, (act, decision), under_both_laws(act, decision))
        return CaseResult(case=case, release=None, differences=differences)

    def _unheard(self, case: Case, zh: str, en: str) -> CaseResult:
        """Not run, since no release of its pack is the one asked for."""
        releases, drafts = ([each for each in some if each.ref.pack == case.pack] for some in (self.packs, self.drafts))
        return CaseResult(case=case, release=None, differences=(unheard_among(case, zh, en, releases, drafts),))

    def _judgement_of(self, case: Case, law: "_Law") -> Judgement:
        """What that day's law says; a day without a release of the pack has none of its rules."""
        if law.packs:
            program = self._program(_Asked(pack=law.packs[0], law_at=law.asked_on))
        else:
            program = compile_program((), self.catalogue, law.asked_on)
        second = self.second(program, case.situation) if self.second else None
        return judge(program, case.situation, compile_direct(program)(case.situation), second)

    def _judge(self, case: Case, asked: _Asked) -> CaseResult:
        try:
            program = self._program(asked)
        except ProgramRefused as refused:
            return _refused(case, refused.issue)
        situation = case.situation
        readings = compile_direct(program)(situation)
        second = self.second(program, situation) if self.second else None
        judgement = judge(program, situation, readings, second)
        own = f"{case.pack}#"
        truths = {
            rule.key.removeprefix(own): truth
            for rule, truth in zip(program.rules, readings.rules, strict=True)
            if rule.key.startswith(own)
        }
        missed = {rule: names for rule, names in case.expect.not_met.items() if self._misses_only(case, asked, rule)}
        return CaseResult(
            case=case,
            release=asked.pack.ref,
            differences=differences_of(case, asked.pack, program, judgement, truths),
            truths=truths,
            just_missed=missed,
        )

    def _program(self, asked: _Asked) -> Program:
        key = (asked.pack.ref, asked.law_at)
        if key not in self.programs:
            self.programs[key] = compile_program(self._with_what_it_builds_on(asked), self.catalogue, asked.law_at)
        return self.programs[key]

    def _with_what_it_builds_on(self, asked: _Asked) -> tuple[Pack, ...]:
        """The release and, of the packs in force beside it, those whose rules it builds on, however far."""
        above = (pack for pack in self.packs if reaches(pack.jurisdiction, asked.pack.jurisdiction))
        standing = {pack.ref.pack: pack for pack in in_force(above, asked.law_at)}
        chosen = {asked.pack.ref.pack: asked.pack}
        agenda = [asked.pack]
        while agenda:
            for rule in agenda.pop().rules:
                for leaf in met_leaves(rule):
                    if leaf.pack in standing and leaf.pack not in chosen:
                        chosen[leaf.pack] = standing[leaf.pack]
                        agenda.append(standing[leaf.pack])
        return tuple(chosen.values())

    def _misses_only(self, case: Case, asked: _Asked, rule_id: str) -> bool:
        """Whether the rule is not met, and would no longer be so without what it asks of the names in the case."""
        names = case.expect.not_met[rule_id]
        rule = next((rule for rule in rules_and_bans(asked.pack) if rule.id == rule_id), None)
        if rule is None or not names:
            return False
        return self._truth_of(case, asked, rule) is Truth.NOT_MET and (
            self._truth_of(case, asked, relaxed(rule, names)) is not Truth.NOT_MET
        )

    def _truth_of(self, case: Case, asked: _Asked, rule: Rule) -> Truth:
        """What the rule would be if it read like this, beside the others as they stand."""
        others = tuple(each for each in rules_and_bans(asked.pack) if each.id != rule.id)
        pack = replace(asked.pack, rules=(*others, rule), measures=())
        packs = self._with_what_it_builds_on(replace(asked, pack=pack))
        program = compile_program(packs, self.catalogue, asked.law_at)
        readings = compile_direct(program)(case.situation)
        keys = [each.key for each in program.rules]
        return readings.rule(keys.index(f"{pack.ref.pack}#{rule.id}"))


def rules_and_bans(pack: Pack) -> tuple[Rule, ...]:
    """The rules of a pack, and its measures that hang on a condition read as rules."""
    bans = (
        Rule(id=each.id, title=each.title, basis=each.basis, when=each.when, unless=(), then=Conclude(), line=each.line)
        for each in pack.measures
        if each.when is not None
    )
    return (*pack.rules, *bans)


def law_date_of(case: Case, pack: Pack) -> date:
    """The day whose law the case asks under this release of its pack."""
    return case.law_at or _day_of_law(pack, case.situation.as_of)


def _day_of_law(pack: Pack, as_of: date) -> date:
    """as_of, or the release's last day where as_of lies after it."""
    until = pack.in_force.until
    return until - timedelta(days=1) if until is not None and as_of >= until else as_of


def _refused(case: Case, issue: Issue) -> CaseResult:
    """The release is there, and no engine can hold it."""
    told = unheard(case, issue.zh.rstrip("。"), issue.en.rstrip("."))
    return CaseResult(case=case, release=None, differences=(told,))
