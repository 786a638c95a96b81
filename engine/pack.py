"""A rule pack as a value: what one release says, with the article behind every part of it.

One file is one release (docs/pack-format.md). Three kinds: criteria (认定标准), measures (措施), framework (the law about the
law). Catalogues are in `engine.catalogue`. Nothing here reads text or computes an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.conditions import Condition
from engine.facts import Plain
from engine.periods import Period


class Level(StrEnum):
    """The rank of a legal document, highest first."""

    LAW = "law"
    ADMIN_REGULATION = "admin_regulation"
    LOCAL_REGULATION = "local_regulation"
    CENTRAL_POLICY = "central_policy"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    DEPARTMENT_RULE = "department_rule"
    LOCAL_RULE = "local_rule"
    NORMATIVE_DOCUMENT = "normative_document"
    MEMORANDUM = "memorandum"


class Assurance(StrEnum):
    """How sure we are of the text: read in full (verified), seen in a mirror, or not seen (unverified)."""

    VERIFIED = "verified"
    MIRROR = "mirror"
    UNVERIFIED = "unverified"


class Colour(StrEnum):
    """Internal only: letters and pages print a list's legal title."""

    RED = "red"
    BLACK = "black"
    WATCH = "watch"


class Gravity(StrEnum):
    SERIOUS = "serious"
    ORDINARY = "ordinary"


class Mode(StrEnum):
    """Who decides: this service's officers, or an authority in its own system that we only mirror."""

    DETERMINED_HERE = "determined_here"
    MIRRORED = "mirrored"


class Effect(StrEnum):
    """What a measure does to a matter, heaviest first (the declaration order is the order)."""

    DENY = "deny"
    RESTRICT = "restrict"
    REVIEW = "review"
    FULL_DOCUMENTS = "full_documents"
    SUPERVISE = "supervise"
    REQUEST_EXTERNAL = "request_external"
    PUBLISH = "publish"
    NOTIFY = "notify"
    FAST_TRACK = "fast_track"
    ACCEPT_INCOMPLETE = "accept_incomplete"
    REDUCE_CHECKS = "reduce_checks"
    PREFER = "prefer"
    HONOUR = "honour"

    @property
    def weight(self) -> int:
        """0 is the heaviest."""
        return tuple(Effect).index(self)

    @property
    def is_reward(self) -> bool:
        return self.weight >= Effect.FAST_TRACK.weight


class Discretion(StrEnum):
    MUST = "must"
    MAY = "may"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Half-open [start, until); None: unbounded on that side."""

    start: date | None = None
    until: date | None = None

    def covers(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.until is None or on < self.until)

    def overlaps(self, other: "Interval") -> bool:
        starts_before_other_ends = self.start is None or other.until is None or self.start < other.until
        other_starts_before_end = other.start is None or self.until is None or other.start < self.until
        return starts_before_other_ends and other_starts_before_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A legal document a pack rests on (`sources:`), by its id inside the pack."""

    id: str
    title: str
    document: str
    level: Level
    in_force: Interval
    assurance: Assurance
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """An article of a source. `article` is the citation as written ("6 para 1 item 2", of earlier releases "6(1)";
    `engine.articles` reads it); "" for the whole document.

    `assurance` is the source's unless the text lowers it for this article. `note` may mark an inference
    ("start_inferred").
    """

    source: str
    article: str
    assurance: Assurance
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue:
    """One dated value, in engine units."""

    value: Plain
    in_force: Interval
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterDef:
    """`parameters:` a named figure of the law; `unit` is the text's (CNY, ratio, month, day, count, date, code)."""

    id: str
    title: str
    unit: str
    values: tuple[ParameterValue, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step or clock of a list's procedure.

    `step` is a slug (notice, statement, legal_review, decision, approval, service, publication, repair, removal).
    `required`: the move is refused without it. `term`: a period where the law names one. `basis` empty only where
    `local_policy` says that it is ours and not law's; with a basis beside it, the term and the bracket at the end of
    the title are ours, the step is the law's.
    """

    step: str
    title: str
    required: bool
    term: Period | None
    basis: tuple[Basis, ...]
    local_policy: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDef:
    """`lists:` a list this pack proposes entries for. `term` None: no fixed end.

    `term_at_most`: where the law gives a range, the longest term that may be decided; `term` is then the shortest.

    `remedy` says in plain Chinese how one gets off the list, with `remedy_basis`.
    """

    id: str
    title: str
    colour: Colour
    gravity: Gravity
    term: Period | None
    procedure: tuple[Step, ...]
    term_at_most: Period | None = None
    remedy: str = ""
    remedy_basis: tuple[Basis, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """The rule proposes an entry on a list, for the list's term or for its own.

    `own_term`: the text names a term, `none` too; `term` (with `term_at_most`, as in ListDef; None: no fixed end) then
    replaces the list's. Without it there is no term here, and ValueError is raised for one.
    """

    list_id: str
    term: Period | None = None
    term_at_most: Period | None = None
    own_term: bool = False

    def __post_init__(self) -> None:
        if not self.own_term and (self.term or self.term_at_most):
            raise ValueError("a term of the rule's own needs own_term=True")


@dataclass(frozen=True, slots=True)
class Conclude:
    """The rule is only there for others to `met`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlessClause:
    """`unless:` a reason in law why the rule does not hold, with its own basis."""

    id: str
    title: str
    when: Condition
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One criterion. `explain` is a template: "{kind.field}" stands for a value of a supporting record."""

    id: str
    title: str
    basis: tuple[Basis, ...]
    when: Condition
    unless: tuple[UnlessClause, ...]
    then: Propose | Conclude
    explain: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """Where a measure bites: matter patterns ("government-procurement.*"), stages, roles of the checked subject."""

    matters: tuple[str, ...]
    stages: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhileListed:
    """The measure lasts as long as the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BanTerm:
    """A ban that stands in law itself: one ban for each record that the measure's `when` record leaf passes.

    `scope`: "any" or a catalogue scope (an industry). `lasts`: a Period, "life", or the name of the record field
    that holds the decided last day (`$record.field`). `start_field`: the date field that starts it. `start_inferred`:
    the article names no start (errata A8), the decision's date is taken and said so. `at_most`: the longest term that
    the article lets an authority decide, counted from the start; only beside `lasts_field` (None: it names none).
    """

    scope: str
    lasts: Period | str
    lasts_field: str | None
    start_field: str
    start_inferred: bool = False
    at_most: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """When the executor's feedback is due: local policy, never shown as law."""

    due: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What an entry (`upon`: list id) or a recorded decision (`when`: one record leaf) brings to a matter."""

    id: str
    row: int | None
    title: str
    instruction: str
    upon: str | None
    when: Condition | None
    applies: Applies
    effect: Effect
    discretion: Discretion
    executor: str
    lasts: WhileListed | BanTerm
    basis: tuple[Basis, ...]
    feedback: Feedback | None = None
    excludes: tuple[str, ...] = ()
    remedy: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalityFloor:
    """From when an effect needs a basis of one of `levels`, and what it falls to otherwise.

    `cite`: which unmet measures fall to; always a lighter effect. `reason` is shown with the downgraded measure.
    """

    id: str
    effects: tuple[Effect, ...]
    levels: tuple[Level, ...]
    in_force: Interval
    otherwise: Effect
    reason: str
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceCeiling:
    """The heaviest effect a measure may end with when its best basis has only this assurance."""

    id: str
    assurance: Assurance
    heaviest: Effect
    reason: str
    basis: tuple[Basis, ...]
    local_policy: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardBar:
    """No reward while an effective entry of this colour and gravity stands (None: of any gravity)."""

    id: str
    colour: Colour
    gravity: Gravity | None
    in_force: Interval
    reason: str
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """The law about the law (kind: framework)."""

    floors: tuple[LegalityFloor, ...]
    ceilings: tuple[AssuranceCeiling, ...]
    reward_bars: tuple[RewardBar, ...]


class PackKind(StrEnum):
    CRITERIA = "criteria"
    MEASURES = "measures"
    FRAMEWORK = "framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRef:
    """Which text was used: pack id, version and the digest of its bytes ("sha256:<64 hex>")."""

    pack: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.pack}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One release of one pack."""

    ref: PackRef
    kind: PackKind
    title: str
    jurisdiction: str
    in_force: Interval
    sources: Mapping[str, Source]
    file: str
    authority: str = ""
    mode: Mode = Mode.DETERMINED_HERE
    memorandum: str = ""
    corrects: str | None = None
    gaps: tuple[str, ...] = ()
    parameters: Mapping[str, ParameterDef] = field(default_factory=dict)
    lists: Mapping[str, ListDef] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    measures: tuple[Measure, ...] = ()
    framework: Framework | None = None
