"""What only a solver can tell of rules: that one can never be met, adds nothing, or has an exception that never applies.

Warnings that say where to look, and one refusal: a local rule shown to loosen national law. What the solver cannot tell is counted and told, and so is a solver
that is not installed.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from engine.conditions import Condition
from engine.issues import Issue, Severity, Where
from engine.pack import Measure, Pack, Propose, Rule
from engine.solver import Answer, CannotTell, Criterion, Verdict, can_be_met, contradictory, installed, subsumes
from engine.validate.clauses import that_exclude_each_other
from engine.validate.library import Library, Text, issue
from engine.validate.loosening import local_rule_loosens, local_term_is_shorter, loosening_issue
from engine.validate.times import Asked, criteria_of, laws_of, too_large


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """One round of questions: the library, the rules of each day, the answers given so far, and what stayed open.

    `about`: the files that are asked about (None: all of them); the others stand beside.
    """

    library: Library
    about: Container[str] | None = None
    heard: Callable[[int], None] | None = None
    days: tuple[tuple[date, tuple[Asked, ...]], ...]
    answers: dict[tuple[Condition, ...], Answer] = field(default_factory=dict)
    pairs: dict[tuple[Condition, Condition], Answer] = field(default_factory=dict)
    open: dict[str, dict[str, Text]] = field(default_factory=dict)

    def is_about(self, pack: Pack) -> bool:
        return self.about is None or pack.file in self.about

    def can_be_met(self, clauses: tuple[Condition, ...]) -> Answer:
        if clauses not in self.answers:
            self.answers[clauses] = can_be_met(clauses, self.library.catalogue)
            self._count()
        return self.answers[clauses]

    def subsumes(self, one: Asked, other: Asked) -> Answer:
        """Whether whoever meets `one` meets `other`."""
        conditions = one.criterion.condition, other.criterion.condition
        if conditions not in self.pairs:
            self.pairs[conditions] = subsumes(*conditions, self.library.catalogue)
            self._count()
        return self.pairs[conditions]

    def _count(self) -> None:
        if self.heard:
            self.heard(len(self.answers) + len(self.pairs))

    def leave_open(self, pack: Pack, question: Text, answer: Answer) -> None:
        reason = answer.reason
        told = Text(f"{question.zh}（{reason.zh}）", f"{question.en} ({reason.en})") if reason else question
        self.open.setdefault(pack.file, {})[question.en] = told


def reason(
    library: Library, about: Container[str] | None = None, heard: Callable[[int], None] | None = None
) -> Iterator[Issue]:
    """Every warning of the reasoned checks; one line where there is no solver."""
    if not installed():
        yield _no_solver()
        return
    reasoning = Reasoning(library=library, about=about, heard=heard, days=tuple(criteria_of(library)))
    for pack, rule, why in filter(lambda found: reasoning.is_about(found[0]), too_large(library)):
        question = Text(f"规则“{rule.id}”能否成立", f"whether rule “{rule.id}” can be met")
        reasoning.leave_open(pack, question, Answer(verdict=Verdict.UNKNOWN, reason=why))
    for check in REASONED:
        yield from check(reasoning)
    yield from _what_stayed_open(reasoning)


def rules_can_be_met(reasoning: Reasoning) -> Iterator[Issue]:
    """Warns of a rule that no situation meets on any day of its release, naming the clauses that exclude each other."""
    for asked in _by_rule(reasoning):
        answers = [reasoning.can_be_met(each.criterion.clauses) for each in asked]
        verdicts = {answer.verdict for answer in answers}
        last = asked[-1]
        if Verdict.YES in verdicts:
            continue
        if Verdict.UNKNOWN in verdicts:
            question = Text(f"规则“{last.rule.id}”能否成立", f"whether rule “{last.rule.id}” can be met")
            reasoning.leave_open(last.pack, question, _unknown_of(answers))
        else:
            yield _never_met(reasoning, last)


def measures_can_be_met(reasoning: Reasoning) -> Iterator[Issue]:
    """The same of a measure that hangs on a condition."""
    asked: dict[tuple[str, str], tuple[Pack, Measure, list[Answer]]] = {}
    for pack, measure, criterion in _conditional_measures(reasoning):
        known = asked.setdefault((pack.file, measure.id), (pack, measure, []))
        known[2].append(reasoning.can_be_met(criterion.clauses))
    for pack, measure, answers in asked.values():
        verdicts = {answer.verdict for answer in answers}
        name = measure.id
        if verdicts == {Verdict.NO}:
            what = Text(f"措施“{name}”的条件永远不会成立。", f"The condition of measure “{name}” can never be met.")
            yield issue(pack, measure.line, "never-met", what, _LOOK, severity=Severity.WARNING)
        elif Verdict.YES not in verdicts:
            question = Text(f"措施“{name}”的条件能否成立", f"whether measure “{name}” can be met")
            reasoning.leave_open(pack, question, _unknown_of(answers))


def _conditional_measures(reasoning: Reasoning) -> Iterator[tuple[Pack, Measure, Criterion]]:
    """On each day; one whose values another check refuses is left to that check."""
    for _, packs, law in laws_of(reasoning.library):
        for pack in filter(reasoning.is_about, packs):
            for measure in pack.measures:
                if measure.when is not None:
                    with suppress(CannotTell):
                        yield pack, measure, Criterion(when=law.condition(pack, measure.when))


def exceptions_can_apply(reasoning: Reasoning) -> Iterator[Issue]:
    """Warns of an exception that never applies where its rule would."""
    for asked in _by_rule(reasoning):
        pack, rule = asked[-1].pack, asked[-1].rule
        for number, exception in enumerate(rule.unless):
            answers = [
                reasoning.can_be_met((each.criterion.when, each.criterion.unless[number]))
                for each in asked
                if reasoning.can_be_met((each.criterion.when,)).verdict is Verdict.YES
            ]
            if answers and all(answer.verdict is Verdict.NO for answer in answers):
                yield issue(
                    pack,
                    exception.line,
                    "idle-exception",
                    Text(
                        f"规则“{rule.id}”的例外“{exception.id}”永远不会适用：它与 when 不能同时成立。",
                        f"Exception “{exception.id}” of rule “{rule.id}” never applies: it cannot hold with `when`.",
                    ),
                    _LOOK,
                    severity=Severity.WARNING,
                )


def rules_add_something(reasoning: Reasoning) -> Iterator[Issue]:
    """Warns of a rule whose every situation another rule already proposes for the same list and term."""
    found: dict[tuple[str, str], dict[str, Answer]] = {}
    rule_of: dict[tuple[str, str], Asked] = {}
    for one, other in _rivals(reasoning):
        key = one.pack.file, one.rule.id
        rule_of[key] = one
        before = found.setdefault(key, {}).get(other.name)
        if before is None or before.verdict is Verdict.YES:
            found[key][other.name] = _taken_in(reasoning, one, other)
    for key, others in found.items():
        pack, rule = rule_of[key].pack, rule_of[key].rule
        for name, answer in others.items():
            if answer.verdict is Verdict.YES:
                yield _subsumed(pack, rule, name)
            elif answer.verdict is Verdict.UNKNOWN:
                question = Text(f"规则“{rule.id}”是否已被“{name}”包含", f"whether “{name}” takes in rule “{rule.id}”")
                reasoning.leave_open(pack, question, answer)


def local_rules_do_not_loosen(reasoning: Reasoning) -> Iterator[Issue]:
    """Refuses a local rule that lists fewer, or for a shorter time, than the higher rule of its article or list."""
    library, told = reasoning.library, set[tuple[str, str, str]]()
    for _, asked in reasoning.days:
        for one in (each for each in asked if reasoning.is_about(each.pack)):
            beside = tuple(each for each in asked if each.pack.ref == one.pack.ref)
            for above in asked:
                key = one.pack.file, one.rule.id, above.name
                answers = (
                    (local_rule_loosens(one, above, beside, library), Text("但列入的更少", "lists fewer")),
                    (local_term_is_shorter(one, above, library), Text("但期限更短", "lists for a shorter time")),
                )
                for answer, what in answers:
                    if answer is not None and answer.verdict is not Verdict.NO and key not in told:
                        told.add(key)
                        yield loosening_issue(one, above, answer, what=what)


def _rivals(reasoning: Reasoning) -> Iterator[tuple[Asked, Asked]]:
    """Pairs that propose the same, in force on one day, of one jurisdiction; each once. A local rule beside a higher one is `local_rules_do_not_loosen`'s."""
    seen: set[tuple[Criterion, Criterion, str, str]] = set()
    for _, asked in reasoning.days:
        proposing = [each for each in asked if isinstance(each.rule.then, Propose)]
        for one in proposing:
            if (
                not reasoning.is_about(one.pack)
                or reasoning.can_be_met(one.criterion.clauses).verdict is not Verdict.YES
            ):
                continue
            for other in proposing:
                same = other.rule.then == one.rule.then and other.pack.jurisdiction == one.pack.jurisdiction
                key = one.criterion, other.criterion, f"{one.pack.file}{one.rule.id}", other.name
                if same and other.name != one.name and key not in seen:
                    seen.add(key)
                    yield one, other


def _taken_in(reasoning: Reasoning, one: Asked, other: Asked) -> Answer:
    """Of two rules that say the same only the later is taken in by the earlier."""
    answer = reasoning.subsumes(one, other)
    earlier = (one.name, one.rule.line) < (other.name, other.rule.line)
    if one.pack.ref == other.pack.ref:
        earlier = one.rule.line < other.rule.line
    if answer.verdict is Verdict.YES and earlier and reasoning.subsumes(other, one).verdict is Verdict.YES:
        return Answer(verdict=Verdict.NO)
    return answer


def _subsumed(pack: Pack, rule: Rule, other: str) -> Issue:
    return issue(
        pack,
        rule.line,
        "subsumed-rule",
        Text(
            f"规则“{rule.id}”没有增加任何情形：凡符合它的，都已符合“{other}”。",
            f"Rule “{rule.id}” adds nothing: whoever meets it meets “{other}” too.",
        ),
        Text(
            "请核对两条规则的条文和数额；确属重复的，删去其一。",
            "Compare the articles and figures of both; if one repeats the other, take it out.",
        ),
        severity=Severity.WARNING,
    )


_LOOK = Text("请核对条文、数额和日期，或者删去该条。", "Compare article, figures and dates, or take it out.")


def _by_rule(reasoning: Reasoning) -> list[list[Asked]]:
    """Each rule of each release, once for each set of values it has."""
    found: dict[tuple[str, int, str], dict[Criterion, Asked]] = {}
    for _, asked in reasoning.days:
        for each in (each for each in asked if reasoning.is_about(each.pack)):
            key = each.pack.file, each.rule.line, each.rule.id
            found.setdefault(key, {}).setdefault(each.criterion, each)
    return [list(each.values()) for each in found.values()]


def _never_met(reasoning: Reasoning, asked: Asked) -> Issue:
    clash = contradictory(asked.criterion, reasoning.library.catalogue).clash
    why = that_exclude_each_other(clash, asked)
    what = Text(f"规则“{asked.rule.id}”永远不会成立：{why.zh}。", f"Rule “{asked.rule.id}” can never be met: {why.en}.")
    return issue(asked.pack, asked.rule.line, "never-met", what, _LOOK, severity=Severity.WARNING)


def _unknown_of(answers: Sequence[Answer]) -> Answer:
    return next(answer for answer in answers if answer.verdict is Verdict.UNKNOWN)


def _no_solver() -> Issue:
    return Issue(
        code="no-solver",
        severity=Severity.WARNING,
        where=Where(file="rules"),
        zh="没有安装求解器，永远不成立、互相包含的规则和不会适用的例外没有检查。",
        en="No solver is installed: rules that can never be met or add nothing, and idle exceptions, were not looked for.",
        hint_zh="请安装可选依赖 reasoning（z3-solver）后重新检查。",
        hint_en="Install the optional group `reasoning` (z3-solver) and check again.",
    )


def _what_stayed_open(reasoning: Reasoning) -> Iterator[Issue]:
    for file, questions in sorted(reasoning.open.items()):
        told = list(questions.values())
        shown, more = told[:3], len(told) - 3
        zh = "；".join(each.zh for each in shown) + (f"；另有{more}个" if more > 0 else "")
        en = "; ".join(each.en for each in shown) + (f"; and {more} more" if more > 0 else "")
        yield Issue(
            code="solver-cannot-tell",
            severity=Severity.WARNING,
            where=Where(file=file),
            zh=f"求解器无法判断 {len(told)} 个问题：{zh}。",
            en=f"The solver cannot tell {len(told)} thing(s): {en}.",
            hint_zh="请由人工核对，并以用例说明。",
            hint_en="A person must look, and show it by cases.",
        )


REASONED = (
    rules_can_be_met,
    measures_can_be_met,
    exceptions_can_apply,
    rules_add_something,
    local_rules_do_not_loosen,
)
