"""What things are called in an explanation: kinds, fields, lists, roles, scopes, departments, articles, values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.compile.program import CompiledRule, Program
from engine.direct.intervals import Span
from engine.explain.explanation import Compared, ComparedOperand
from engine.explain.flag_words import asked, stated
from engine.explain.letter_style import closed_up, in_western_marks, without_hint
from engine.explain.masking import masked_value, without_identifiers
from engine.explain.printing import RECORDS, VALUES, cited, printed, printed_span
from engine.explain.words import AREA, FIELD_MISSING, FLAG_MISSING, PSEUDO_KINDS, ROLES, STANDING_FIELDS, UNNAMED
from engine.facts import Fact, Situation, Value
from engine.pack import Basis

SHARE = FieldDef(id="share", type=FieldType.RATIO, title="占比")


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """Titles in "zh" or "en" (the catalogue's own are Chinese in both). `catalogue` None: roles, scopes and departments
    have only general names.

    `masked`: other persons' names and every identifier are left out of values (Audience.SUBJECT).
    """

    program: Program
    situation: Situation
    lang: str
    catalogue: Catalogue | None = None
    masked: bool = False
    rules: Mapping[str, CompiledRule] = field(default_factory=dict)

    def say(self, texts: tuple[str, str], **values: object) -> str:
        return texts[self.lang != "zh"].format(**values)

    def ended(self, sentence: str) -> str:
        """The sentence with its stop; in English with a capital."""
        text = without_identifiers(sentence) if self.masked else sentence
        if self.lang == "zh":
            return text + "。"
        western = in_western_marks(text)
        return western[:1].upper() + western[1:] + "."

    def listed(self, items: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(items)

    def cited(self, rule: str, basis: Sequence[Basis]) -> str:
        """The articles, each with its document, as the pack of the rule ("pack#rule") names its sources."""
        told = cited(basis, self.program.sources.get(rule.partition("#")[0], {}), self.lang)
        return told if self.lang == "zh" else in_western_marks(told)

    def kind(self, kind: str) -> str:
        if kind.startswith("role:"):
            return self.say(ROLES["register"], role=self.role(kind.removeprefix("role:")))
        if kind in PSEUDO_KINDS:
            return PSEUDO_KINDS[kind][self.lang != "zh"]
        known = self.kind_of(kind)
        return known.title if known else self.say(UNNAMED["kind"])

    def kind_of(self, kind: str) -> FactKind | None:
        return self.program.kinds.get(kind)

    def field(self, kind: str, name: str) -> str:
        if kind in {"entry", "ban"} or kind.startswith("role:"):
            known = STANDING_FIELDS.get(name)
            if known:
                return known[self.lang != "zh"]
        found = self.field_of(kind, name)
        return without_hint(found.title) if found else self.say(UNNAMED["field"])

    def field_of(self, kind: str, name: str) -> FieldDef | None:
        known = self.kind_of("entry" if kind == "ban" else kind)
        return known.fields.get(name) if known else None

    def any_field(self, name: str) -> str:
        """The title of a field that some kind of the program has, where the kind itself is not at hand."""
        found = (without_hint(kind.fields[name].title) for kind in self.program.kinds.values() if name in kind.fields)
        return next(found, self.say(UNNAMED["field"]))

    def list(self, list_id: str) -> str:
        """The title of a list that some pack in force defines."""
        titles = (lists[list_id].title for lists in self.program.lists.values() if list_id in lists)
        return next(titles, self.say(UNNAMED["list"]))

    def scope(self, scope: str) -> str:
        known = self.catalogue.scopes.get(scope) if self.catalogue else None
        return known or self.say(UNNAMED[_SCOPES.get(scope, "scope")])

    def standing(self, register: str, named: str) -> str:
        return self.list(named) if register == "entry" else self.scope(named)

    def role(self, role: str) -> str:
        known = self.catalogue.roles.get(role) if self.catalogue else None
        return known or self.say(UNNAMED["role"])

    def reporters(self, kind: str) -> str:
        """The departments that may report the kind; "" where none is named or the catalogue is not given."""
        known = self.kind_of(kind)
        departments = self.catalogue.departments if self.catalogue else {}
        return self.listed(
            departments[each].title for each in (known.reported_by if known else ()) if each in departments
        )

    def value(self, value: Value, measured: FieldDef | None) -> str:
        """The value in the field's own unit."""
        told = masked_value(value, measured, self.lang) if self.masked else printed(value, measured, self.lang)
        if isinstance(value, str) and measured is not None and measured.type is FieldType.AREA:
            return self.say(AREA, code=told)
        return closed_up(told) if self.lang == "zh" and not isinstance(value, str) else told

    def unknown(self, kind: str, name: str, of: str = "") -> str:
        """That the field is not known; of a yes-or-no field the question itself. `of`: what the kind is called."""
        known, named = self.field_of(kind, name), of or self.kind(kind)
        if known is None or known.type is not FieldType.FLAG:
            return self.say(FIELD_MISSING, kind=named, field=self.field(kind, name))
        title = self.field(kind, name)
        return self.say(FLAG_MISSING, kind=named, field=title, asked=asked(title))

    def flag(self, kind: str, name: str, value: Value) -> str:
        """A yes-or-no field as a statement; "" for any other."""
        known = self.field_of(kind, name)
        if known is None or known.type is not FieldType.FLAG or not isinstance(value, bool):
            return ""
        return stated(self.field(kind, name), value)

    def day(self, day: date) -> str:
        return printed(day, None, self.lang)

    def observed(self, one: Compared) -> str:
        """What was compared: a record's value, or the ends of a figure."""
        measured = self.field_of(one.kind, one.field)
        if not isinstance(one.value, Span):
            return self.value(one.value, measured)
        summed = measured is not None and one.figure != "count" and measured.type is not FieldType.CODE
        said = printed_span(one.value, measured if measured and summed else counted(one), self.lang)
        return closed_up(said) if self.lang == "zh" else said

    def what(self, one: Compared, of: str = "") -> str:
        """The field or figure compared: “查处信息的金额”; `of` names the very record."""
        pattern = _FIGURE_NAMES.get((one.figure, bool(one.field), one.part), _FIELD_NAME)
        return self.say(pattern, kind=of or self.kind(one.kind), field=self.field(one.kind, one.field))

    def origin(self, one: Compared) -> str:
        """The parameters that the values came from, each with its article, in brackets; "" for plain literals."""
        found = [self.parameter(one.rule, operand) for operand in one.operands if operand.parameter]
        return self.bracketed(found)

    def bracketed(self, found: Sequence[str]) -> str:
        """The items in brackets; "" for none."""
        if not found:
            return ""
        return f"（{'；'.join(found)}）" if self.lang == "zh" else f" ({'; '.join(found)})"

    def parameter(self, rule: str, operand: ComparedOperand) -> str:
        title = operand.parameter.title if operand.parameter else ""
        basis = self.cited(rule, operand.basis)
        return f"标准“{title}”，{basis}" if self.lang == "zh" else f'standard "{title}", {basis}'

    def record(self, fact: Fact) -> str:
        """The record by its document number and law date: “查处信息（黔税〔2026〕1号，2026年6月1日）”."""
        number, day = fact.values.get("document"), fact.law_date
        told = [self.value(number, None)] if isinstance(number, str) else []
        told += [self.day(day)] if isinstance(day, date) else []
        if not told:
            return self.kind(fact.kind)
        brackets = "（{}）" if self.lang == "zh" else " ({})"
        return self.kind(fact.kind) + brackets.format(("，" if self.lang == "zh" else ", ").join(told))


def counted(one: Compared) -> FieldDef:
    """In what a number is told that is no sum: records, or different values of a field."""
    return VALUES if one.field and one.figure == "count" else RECORDS


_SCOPES = {"any": "every_scope", "*": "whatever_scope"}
_FIELD_NAME = ("{kind}的{field}", "{field} of {kind}")
_COUNT, _DISTINCT = (
    ("{kind}的件数", "the number of {kind}"),
    ("{kind}的不同{field}个数", "the number of different {field} of {kind}"),
)
_SUM = ("{kind}的{field}合计", "the sum of {field} of {kind}")
_FIGURE_NAMES = {
    ("count", False, ""): _COUNT,
    ("count", True, ""): _DISTINCT,
    ("sum", True, ""): _SUM,
    ("ratio", False, "of"): ("占比的分子（{kind}的件数）", "the part (the number of {kind})"),
    ("ratio", False, "to"): ("占比的分母（{kind}的件数）", "the whole (the number of {kind})"),
    ("ratio", True, "of"): ("占比的分子（{kind}的{field}合计）", "the part (the sum of {field} of {kind})"),
    ("ratio", True, "to"): ("占比的分母（{kind}的{field}合计）", "the whole (the sum of {field} of {kind})"),
}
