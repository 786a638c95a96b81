"""An explanation in plain sentences, Chinese or English, each with its article.

It says nothing that the explanation does not hold.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.compile.program import CompiledRule, Program
from engine.conditions import Op
from engine.direct.intervals import Span
from engine.explain.explanation import Compared, ComparedOperand, Explanation, Place
from engine.explain.printing import cited, printed, printed_period, printed_span
from engine.explain.words import (
    DATE_TESTS,
    DISPUTED,
    EXCEPTIONS,
    FAILED,
    FIGURES,
    HEADS,
    MISSING,
    NAMED,
    NOT_STANDING,
    PSEUDO_KINDS,
    TESTS,
    VERDICT_OF_SHARE,
    VERDICTS,
)
from engine.facts import UNKNOWN, Situation, Truth, Value
from engine.pack import Basis

_SLOT = re.compile(r"\{([^{}]+)\.([^{}.]+)\}")


def reasons(program: Program, situation: Situation, explanation: Explanation, lang: str = "zh") -> tuple[str, ...]:
    """The explanation as sentences in "zh" or "en": the head with its basis, then one per record, value or gap.

    KeyError where the program does not have the rule.
    """
    rules = {rule.key: rule for rule in program.rules}
    words = _Words(program=program, situation=situation, lang=lang, rules=rules)
    return tuple(dict.fromkeys(words.sentences(explanation)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    program: Program
    situation: Situation
    lang: str
    rules: Mapping[str, CompiledRule]

    def sentences(self, explanation: Explanation) -> Iterator[str]:
        rule = self.rules[explanation.key]
        basis = self.cited(rule, explanation.basis)
        head = DISPUTED if explanation.disputed else HEADS[explanation.truth]
        yield self.say(head, title=rule.rule.title, basis=basis)
        if explanation.truth is Truth.MET and rule.rule.explain:
            yield from self.filled(rule.rule.explain, explanation)
        for exception in rule.rule.unless:
            if exception.id in explanation.exceptions:
                applies = explanation.truth is Truth.NOT_MET
                yield self.say(EXCEPTIONS[applies], title=exception.title, basis=self.cited(rule, exception.basis))
        told = tuple(one for one in explanation.compared if one.value is not UNKNOWN)
        yield from (self.compared(one) for one in told)
        for place in explanation.missing:
            yield self.placed(place, MISSING, "{kind}的{field}不详", "{field} of {kind} is unknown")
        said = {(one.kind, one.fact, one.field or one.figure) for one in told}
        said |= {(one.kind, one.fact, one.figure) for one in told}
        for place in explanation.failed:
            if place not in said:
                yield self.placed(place, FAILED, "{kind}的{field}不符合要求", "{field} of {kind} is not as required")

    def say(self, texts: tuple[str, str], **values: str) -> str:
        return texts[self.lang != "zh"].format(**values)

    def ended(self, sentence: str) -> str:
        return sentence + "。" if self.lang == "zh" else sentence[:1].upper() + sentence[1:] + "."

    def cited(self, rule: CompiledRule, basis: tuple[Basis, ...]) -> str:
        sources = self.program.sources.get(rule.ref.pack, {})
        return cited(basis, sources, self.lang)

    def kind(self, kind: str) -> FactKind | None:
        return self.program.kinds.get(kind)

    def kind_title(self, kind: str) -> str:
        if kind in PSEUDO_KINDS:
            return PSEUDO_KINDS[kind][self.lang != "zh"]
        known = self.kind(kind)
        return known.title if known else kind

    def field(self, kind: str, name: str) -> FieldDef | None:
        known = self.kind(kind)
        return known.fields.get(name) if known else None

    def field_title(self, kind: str, name: str) -> str:
        field = self.field(kind, name)
        return field.title if field else name

    def list_title(self, list_id: str) -> str:
        """The title of a list that some pack in force defines, else the id (also of a ban's scope)."""
        titles = (lists[list_id].title for lists in self.program.lists.values() if list_id in lists)
        return next(titles, list_id)

    def placed(self, place: Place, texts: Mapping[str, tuple[str, str]], zh: str, en: str) -> str:
        """A missing or failed fact as a sentence."""
        if place.fact == "*" and place.kind in {"entry", "ban"} and place.field != "coverage":
            return self.ended(self.say(NOT_STANDING[place.kind], named=self.list_title(place.field)))
        pattern = texts.get(place.field, (zh, en))
        kind, field = self.kind_title(place.kind), self.field_title(place.kind, place.field)
        return self.ended(self.say(pattern, kind=kind, field=field))

    def compared(self, one: Compared) -> str:
        """“金额为 1 000 000 元,符合“不低于 1 000 000 元”(标准及其依据)。”"""
        field = self.field(one.kind, one.field)
        kind, title = self.kind_title(one.kind), self.field_title(one.kind, one.field)
        if one.figure:
            what = self.say(FIGURES[one.figure], kind=kind, field=title)
        else:
            what = self.say(("{kind}的{field}", "{field} of {kind}"), kind=kind, field=title)
        value = self.value(one, field)
        if one.op in (Op.EQ, Op.IN) and not one.figure and not self.origin(one) and one.truth in NAMED:
            wanted = self.operands(one, field)
            return self.ended(self.say(NAMED[one.truth], kind=kind, field=title, value=value, wanted=wanted))
        verdict = VERDICT_OF_SHARE if one.figure == "ratio" else VERDICTS[one.truth]
        return self.ended(
            self.say(verdict, what=what, value=value, test=self.test(one, field), origin=self.origin(one))
        )

    def value(self, one: Compared, field: FieldDef | None) -> str:
        if not isinstance(one.value, Span):
            return printed(one.value, field, self.lang)
        summed = field is not None and one.figure != "count" and field.type is not FieldType.CODE
        return printed_span(one.value, field.type if field and summed else FieldType.INTEGER, self.lang)

    def test(self, one: Compared, field: FieldDef | None) -> str:
        dated = field is not None and field.type is FieldType.DATE and not one.figure
        pattern = DATE_TESTS[one.op] if dated and one.op in DATE_TESTS else TESTS[one.op]
        if one.op is Op.WITHIN:
            return pattern[self.lang != "zh"].format(printed_period(one.within, self.lang))
        return pattern[self.lang != "zh"].format(self.operands(one, field))

    def operands(self, one: Compared, field: FieldDef | None) -> str:
        measured = _SHARE if one.figure == "ratio" else None if one.figure == "count" else field
        values = [printed(operand.value, measured, self.lang) for operand in one.operands]
        joiner = (
            (" 与 " if self.lang == "zh" else " and ") if one.op is Op.BETWEEN else "、" if self.lang == "zh" else ", "
        )
        return joiner.join(values)

    def origin(self, one: Compared) -> str:
        """The parameters that the values came from, each with its article."""
        found = [self.parameter(one, operand) for operand in one.operands if operand.parameter]
        if not found:
            return ""
        return f"（{'；'.join(found)}）" if self.lang == "zh" else f" ({'; '.join(found)})"

    def parameter(self, one: Compared, operand: ComparedOperand) -> str:
        title = operand.parameter.title if operand.parameter else ""
        basis = self.cited(self.rules[one.rule], operand.basis)
        return f"标准“{title}”，{basis}" if self.lang == "zh" else f'standard "{title}", {basis}'

    def filled(self, template: str, explanation: Explanation) -> Iterator[str]:
        """The rule's own template, once for each supporting record of the first kind it names that has any."""
        named = list(dict.fromkeys(kind for kind, _ in _SLOT.findall(template)))
        ids = (*explanation.support, *explanation.partners)
        values: dict[str, list[Mapping[str, Value]]] = {"subject": [self.situation.subject]}
        for fact_id in ids:
            for kind, found in self.records(fact_id):
                values.setdefault(kind, []).append(found)
        present = [kind for kind in named if values.get(kind)]
        if named and not present:
            return
        for index in range(len(values[present[0]]) if present else 1):
            chosen = {kind: values[kind][index if kind == present[0] else 0] for kind in present}
            yield _SLOT.sub(partial(self.slot, chosen), template)

    def records(self, fact_id: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
        situation = self.situation
        yield from ((fact.kind, fact.values) for fact in situation.facts if fact.id == fact_id)
        yield from (("entry", entry.values) for entry in situation.entries if entry.id == fact_id)
        yield from (("ban", ban.values) for ban in situation.bans if ban.id == fact_id)

    def slot(self, chosen: Mapping[str, Mapping[str, Value]], match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        value = chosen.get(kind, {}).get(name, UNKNOWN)
        return printed(value, self.field(kind, name), self.lang)


_SHARE = FieldDef(id="share", type=FieldType.RATIO, title="占比")
