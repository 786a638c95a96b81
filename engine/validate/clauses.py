"""A clause of a rule in the words by which a jurist finds it in the text."""

from engine.condition_parts import kinds_of, leaves_of
from engine.conditions import All, AnyOf, BanLeaf, Condition, EntryLeaf, FieldTest, Not, SubjectLeaf
from engine.validate.library import Text
from engine.validate.times import Asked


def that_exclude_each_other(clash: tuple[Condition | FieldTest, ...], asked: Asked) -> Text:
    """The clauses that no situation meets together, as the end of a sentence."""
    named = [clause_name(part, asked) for part in clash]
    zh, en = "、".join(each.zh for each in named), ", ".join(each.en for each in named)
    if len(named) == 1:
        return Text(f"{zh}本身不能成立", f"{en} cannot hold by itself")
    return Text(f"{zh}互相排斥", f"{en} exclude each other")


def clause_name(part: Condition | FieldTest, asked: Asked) -> Text:
    """An exception by its id, a test by its field, any other clause by what it reads; with the line."""
    for exception, when in zip(asked.rule.unless, asked.criterion.unless, strict=True):
        if isinstance(part, Not) and part.child is when:
            return Text(f"例外“{exception.id}”", f"exception “{exception.id}”")
    what = f"{part.field} {part.op}" if isinstance(part, FieldTest) else _read_by(part)
    if not part.line:
        return Text(f"“{what}”", f"“{what}”")
    return Text(f"第{part.line}行的“{what}”", f"“{what}” (line {part.line})")


def _read_by(condition: Condition) -> str:
    for type_, word in _WORDS.items():
        if isinstance(condition, type_):
            return word
    return "、".join(sorted(kind for leaf in leaves_of(condition) for kind in kinds_of(leaf)))


_WORDS: dict[type, str] = {
    All: "all",
    AnyOf: "any",
    Not: "not",
    SubjectLeaf: "subject",
    EntryLeaf: "entry",
    BanLeaf: "ban",
}
