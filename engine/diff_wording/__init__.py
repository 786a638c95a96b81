"""Changes as a jurist would report them, in Chinese or English: by group, each with the articles of both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.catalogue import Catalogue
from engine.conditions import All, AnyOf, FieldTest, NumberTest, RecordLeaf
from engine.diff import Change, Direction, Group, What
from engine.diff_wording.parts import from_to, proposed_term, shown
from engine.diff_wording.speaking import Speaker
from engine.diff_wording.words import (
    ARTICLES,
    CAVEAT,
    DEMANDS,
    DIRECTIONS,
    EXCLUDED,
    FIELDS,
    FIGURES,
    GROUPS,
    JOINTS,
    LIMBS,
    UNITS,
    WEIGHED,
    WEIGHTS,
    WHOLE,
)
from engine.explain.printing import cited
from engine.pack import Basis, ListDef, Pack, Propose, Step

__all__ = ["Told", "caveat", "comparison_told"]
_TERMS = frozenset({"term", "term_at_most", "at_most"})
_FIELD_NAMES = frozenset({"start_field", "lasts_field", "distinct", "same"})
"""What holds names of fields of a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change in words. `subject` names what it is about, `old` and `new` are the two sides alone."""

    change: Change
    heading: str
    subject: str
    sentence: str
    old: str
    new: str
    direction: str
    basis_old: str
    basis_new: str

    def line(self, lang: str = "zh") -> str:
        """The sentence with its articles."""
        return self.sentence + self.articles(lang)

    def articles(self, lang: str = "zh") -> str:
        """The articles of both sides in brackets, once where they are the same; "" where there are none.

        A part that only one release has is said to be new, or gone; a part without articles on one side, to have none.
        """
        if not self.basis_old and not self.basis_new:
            return ""
        return ARTICLES[self._sides()][lang != "zh"].format(old=self.basis_old, new=self.basis_new)

    def _sides(self) -> str:
        if self.basis_old == self.basis_new:
            return "same"
        if self.basis_old and self.basis_new:
            return "both"
        only = "new" if self.basis_new else "old"
        whole = self.change.what is (What.ADDED if self.basis_new else What.REMOVED)
        return f"only {only}" if whole else f"{only} alone has some"


def comparison_told(
    a: Pack, b: Pack, changes: Iterable[Change], catalogue: Catalogue, lang: str = "zh"
) -> tuple[Told, ...]:
    """Each change of `diff(a, b)` in words of "zh" or "en", in the order given."""
    before, after = (Speaker(pack=pack, catalogue=catalogue, lang=lang) for pack in (a, b))
    clerk = _Clerk(before=before, after=after)
    return tuple(clerk.told(change) for change in changes)


def caveat(changes: Iterable[Change], lang: str = "zh") -> str:
    """What a told direction does not say; "" where no change is told as lighter or stricter."""
    directed = any(each.direction in (Direction.LOOSER, Direction.STRICTER) for each in changes)
    return CAVEAT[lang != "zh"] if directed else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clerk:
    before: Speaker
    after: Speaker

    def told(self, change: Change) -> Told:
        old = self.side(change, change.old, self.before)
        new = self.side(change, change.new, self.after)
        direction = self.direction(change)
        own = change.group is not Group.BASIS
        return Told(
            change=change,
            heading=self.after.say(GROUPS[change.group]),
            subject=change.title + self.after.bracketed(change.id) if change.title else change.id,
            sentence=self.sentence(change, old, new, direction),
            old=old,
            new=new,
            direction=direction,
            basis_old=self.cited(change.basis_old, self.before) if own else "",
            basis_new=self.cited(change.basis_new, self.after) if own else "",
        )

    def direction(self, change: Change) -> str:
        weighed = bool(change.path) and change.path[-1] in WEIGHED
        return self.after.say((WEIGHTS if weighed else DIRECTIONS)[change.direction])

    def cited(self, basis: Sequence[Basis], speaker: Speaker) -> str:
        return cited(basis, speaker.pack.sources, speaker.lang)

    def sentence(self, change: Change, old: str, new: str, direction: str) -> str:
        say, name = self.after.say, self.name(change)
        match change.what:
            case What.ADDED | What.REMOVED if _is_demand(change):
                field = self.after.field_title(change.kind, change.path[-1])
                text = say(DEMANDS[change.what], self.record(change), field, new if change.new else old)
            case What.ADDED:
                text = say(("增加{}：{}", "{} added: {}"), name, new)
            case What.REMOVED:
                text = say(("删去{}：{}", "{} removed: {}"), name, old)
            case What.MOVED:
                text = say(("{}的条文变动：{} → {}", "{} moved: {} → {}"), name, old, new)
            case _:
                text = say(("{}：{} → {}", "{}: {} → {}"), name, old, new)
        if not direction:
            return self.place(change) + text
        return self.place(change) + text + say(("（{}）", " ({})"), direction)

    def place(self, change: Change) -> str:
        """Inside which exception or step the change is."""
        if len(change.path) > 2 and "unless" in change.path:
            clause = self.clause(change)
            return self.after.say(("除外情形“{}”中，", 'in the exception "{}": '), clause)
        return ""

    def clause(self, change: Change) -> str:
        """The title of the exception, by the later release that has it; its id where it has none."""
        name = change.path[change.path.index("unless") + 1]
        rules = [rule for speaker in (self.after, self.before) for rule in speaker.pack.rules if rule.id == change.id]
        return next((each.title for rule in rules for each in rule.unless if each.id == name and each.title), name)

    def name(self, change: Change) -> str:
        """What changed, in words: a field, a limb, a test of a record, or the whole part."""
        say, last = self.after.say, change.path[-1] if change.path else ""
        whole = change.group is Group.PROCEDURE and isinstance(change.new or change.old, Step)
        if not last or last == "sources" or whole:
            return say(WHOLE[change.group])
        if len(change.path) == 2 and change.path[0] == "unless":
            return say(LIMBS["unless"])
        if last in LIMBS:
            return say(LIMBS[last])
        if "when" in change.path and change.kind:
            return self.tested(change)
        if last in FIELDS:
            return say(FIELDS[last])
        since = say(("（{}起）", " (from {})"), last) if last else ""
        return say(FIELDS[change.path[-2]]) + since

    def tested(self, change: Change) -> str:
        say, last, kind = self.after.say, change.path[-1], self.record(change)
        if last == "count":
            return say(("{}件数", "the number of {}"), kind)
        if last in FIELDS and not self.after.field(change.kind, last):
            return say(("{}：{}", "{}: {}"), kind, say(FIELDS[last]))
        title = self.after.field_title(change.kind, last)
        if len(change.path) > 2 and change.path[-2] in ("sum", "max", "min"):
            return say(FIGURES[change.path[-2]], kind, title)
        return say(("{}“{}”", '{}, "{}"'), kind, title)

    def record(self, change: Change) -> str:
        """The record that a test is about, and whether it is one that excludes."""
        kind = self.after.kind_title(change.kind)
        return self.after.say(EXCLUDED, kind) if "without" in change.path else kind

    def side(self, change: Change, value: object, speaker: Speaker) -> str:
        """One side of the change in words."""
        last = change.path[-1] if change.path else ""
        if value is None:
            return speaker.period(None) if last in _TERMS else speaker.say(("（无）", "(none)"))
        if last == "own_term" and isinstance(value, Propose):
            return proposed_term(value, speaker)
        if last == "term" and isinstance(value, ListDef | Propose):
            return from_to(value, speaker)
        if last == "joint" and isinstance(value, All | AnyOf):
            return speaker.say(JOINTS[type(value).__name__])
        if isinstance(value, tuple) and value and isinstance(value[0], FieldTest | NumberTest):
            return speaker.tests(value, change.kind, last)
        return self.ids_told(change, value, speaker) or shown(value, speaker, change.unit, change.title)

    def ids_told(self, change: Change, value: object, speaker: Speaker) -> str:
        """What packs write as an id of a field or a unit, by its title; "" for anything else."""
        last = change.path[-1] if change.path else ""
        if last == "unit" and isinstance(value, str) and value in UNITS:
            return speaker.say(UNITS[value])
        if last not in _FIELD_NAMES:
            return ""
        names = value if isinstance(value, tuple) else (str(value),)
        return speaker.listed([speaker.quoted(self.field_named(change, each, speaker)) for each in names])

    def field_named(self, change: Change, name: str, speaker: Speaker) -> str:
        """The title of a field of the record that the change is about; of a ban, of the record that brings it."""
        measure = next((each for each in speaker.pack.measures if each.id == change.id), None)
        asked = measure.when if measure and change.group is Group.MEASURE else None
        kind = asked.records.kind if isinstance(asked, RecordLeaf) else change.kind
        known = speaker.field(change.kind or kind, name)
        return known.title if known else speaker.title_in_any_kind(name)


def _is_demand(change: Change) -> bool:
    """Whether the change is a test of one field of a record."""
    held = change.new or change.old
    return bool(change.kind) and isinstance(held, tuple) and isinstance(held[0], FieldTest)
