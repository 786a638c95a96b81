"""Lists with their procedure, rules and parameters of two releases."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.conditions import Condition
from engine.diff.changes import Change, Direction, Group, What
from engine.diff.conditions import Reading, shifts
from engine.diff.matching import Matched, by_id, matched
from engine.diff.meaning import same_meaning
from engine.diff.reach import Reach, Values
from engine.diff.scene import Scene, Teller, burden_of_term, silent
from engine.diff.sense import burdens_by_rule, burdens_of_list, direction_of, direction_when_raised
from engine.facts import Plain
from engine.pack import (
    Conclude,
    Gravity,
    ListDef,
    Pack,
    ParameterDef,
    ParameterValue,
    Propose,
    Rule,
    Step,
    UnlessClause,
)


def list_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Lists by id; a list that alone is missing beside one that alone is new, of one colour, was renamed."""
    found = by_id(tuple(old.lists.values()), tuple(new.lists.values()), lambda one, other: one.title == other.title)
    if len(found.removed) == len(found.added) == 1 and found.removed[0].colour is found.added[0].colour:
        pair = (found.removed[0], found.added[0])
        found = Matched(pairs=(*found.pairs, pair), removed=(), added=())
    for one, other in found.pairs:
        yield from _list(one, other, old, new)
    for listed in (*found.removed, *found.added):
        added = listed in found.added
        direction = Direction.STRICTER if added is burdens_of_list(listed) else Direction.LOOSER
        yield _whole(_scene(Group.LIST, listed, old, new), listed, added, direction)


def _list(old: ListDef, new: ListDef, before: Pack, after: Pack) -> Iterator[Change]:
    scene = _scene(Group.LIST, new, before, after)
    scene = replace(scene, basis_old=old.remedy_basis, basis_new=new.remedy_basis)
    burdens = burdens_of_list(new) if old.colour is new.colour else None
    tellers = {
        "id": scene.renamed("id"),
        "title": scene.renamed("title"),
        "colour": scene.judged("colour", lambda _old, _new: Direction.UNCLEAR),
        "gravity": scene.judged("gravity", _judge_gravity(burdens)),
        **_terms(scene, old, new, burdens),
        "remedy_basis": scene.citations("remedy_basis"),
        "procedure": silent,
    }
    yield from scene.fields(old, new, tellers)
    yield from _procedure(replace(scene, group=Group.PROCEDURE), old.procedure, new.procedure)


def _judge_gravity(burdens: bool | None) -> Callable[[Gravity, Gravity], Direction]:
    def judge(_old: Gravity, new: Gravity) -> Direction:
        if burdens is None:
            return Direction.UNCLEAR
        return Direction.STRICTER if (new is Gravity.SERIOUS) is burdens else Direction.LOOSER

    return judge


def _procedure(scene: Scene, old: Sequence[Step], new: Sequence[Step]) -> Iterator[Change]:
    """Steps by their slug; what remains of both keeps its order, or the order changed."""
    found = matched(old, new, _likeness_of_steps)
    for one, other in found.pairs:
        here = replace(scene.inside(one.step, old=one.basis, new=other.basis), title=other.title)
        yield from here.fields(one, other, {"basis": here.citations("basis"), "title": here.renamed("title")})
    for step in (*found.removed, *found.added):
        added = step in found.added
        here = replace(
            scene, title=step.title, basis_old=() if added else step.basis, basis_new=step.basis if added else ()
        )
        yield here.change(
            What.ADDED if added else What.REMOVED, (step.step,), None if added else step, step if added else None
        )
    before = tuple(one for one, _ in found.pairs)
    after = tuple(one for step in new for one, other in found.pairs if other is step)
    if before != after:
        told = tuple(step.title for step in before), tuple(step.title for step in after)
        yield scene.change(What.CHANGED, ("procedure",), *told)


def _likeness_of_steps(one: Step, other: Step) -> float:
    if one.step != other.step:
        return 0.0
    return 1.0 if same_meaning(one, other) else 0.9 if one.title == other.title else 0.6


def rule_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Rules by id, or by what they ask where the id changed."""
    comparison = _Comparison(old=old, new=new, reading=Reading(old=values_of(old), new=values_of(new)))
    burdens = (burdens_by_rule(old), burdens_by_rule(new))
    found = by_id(old.rules, new.rules, lambda one, other: same_meaning(one.when, other.when))
    for one, other in found.pairs:
        sides = {burdens[0][one.id], burdens[1][other.id]}
        yield from comparison.rule(one, other, sides.pop() if len(sides) == 1 else None)
    for rule in (*found.removed, *found.added):
        added = rule in found.added
        side = burdens[added][rule.id]
        scene = _scene(Group.RULE, rule, old, new)
        yield _whole(scene, rule, added, direction_of(Reach.WIDER if added else Reach.NARROWER, side))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    old: Pack
    new: Pack
    reading: Reading

    def rule(self, old: Rule, new: Rule, burdens: bool | None) -> Iterator[Change]:
        scene = replace(_scene(Group.RULE, new, self.old, self.new), basis_old=old.basis, basis_new=new.basis)
        yield from scene.fields(
            old,
            new,
            {
                "id": scene.renamed("id"),
                "title": scene.renamed("title"),
                "basis": scene.citations("basis"),
                "when": lambda one, other: self.condition(scene, one, other, burdens),
                "unless": lambda one, other: self.exceptions(scene, one, other, burdens),
                "then": lambda one, other: _then(scene, one, other, burdens),
            },
        )

    def condition(self, scene: Scene, old: Condition, new: Condition, burdens: bool | None) -> Iterator[Change]:
        for each in shifts(old, new, self.reading):
            direction = direction_of(each.reach, burdens)
            yield scene.change(each.what, each.path, each.old, each.new, direction, each.kind)

    def exceptions(
        self, scene: Scene, old: Sequence[UnlessClause], new: Sequence[UnlessClause], burdens: bool | None
    ) -> Iterator[Change]:
        """An exception more lets fewer in."""
        against = None if burdens is None else not burdens
        found = by_id(old, new, lambda one, other: same_meaning(one.when, other.when))
        for one, other in found.pairs:
            yield from self._exception(scene, one, other, against)
        for clause in (*found.removed, *found.added):
            added = clause in found.added
            here = scene.inside(
                "unless", clause.id, old=() if added else clause.basis, new=clause.basis if added else ()
            )
            direction = direction_of(Reach.WIDER if added else Reach.NARROWER, against)
            yield here.change(
                What.ADDED if added else What.REMOVED,
                (),
                None if added else clause,
                clause if added else None,
                direction,
            )

    def _exception(self, scene: Scene, old: UnlessClause, new: UnlessClause, burdens: bool | None) -> Iterator[Change]:
        here = scene.inside("unless", new.id, old=old.basis, new=new.basis)
        yield from here.fields(
            old,
            new,
            {
                "id": here.renamed("id"),
                "title": here.renamed("title"),
                "basis": here.citations("basis"),
                "when": lambda one, other: self.condition(here, one, other, burdens),
            },
        )


def _then(scene: Scene, old: Propose | Conclude, new: Propose | Conclude, burdens: bool | None) -> Iterator[Change]:
    if not isinstance(old, Propose) or not isinstance(new, Propose):
        yield scene.change(What.CHANGED, ("then",), old, new, Direction.UNCLEAR)
        return
    here = scene.inside("then")
    tellers = {
        "list_id": here.judged("list_id", lambda _old, _new: Direction.UNCLEAR),
        **_terms(here, old, new, burdens),
    }
    if old.own_term is not new.own_term:
        tellers |= {"term": silent, "term_at_most": silent}
        tellers |= {"own_term": lambda _old, _new: iter([_own_term(here, old, new, burdens)])}
    yield from here.fields(old, new, tellers)


def _terms(scene: Scene, old: ListDef | Propose, new: ListDef | Propose, burdens: bool | None) -> dict[str, Teller]:
    """One change for both ends of a term. Where a side has two, the change holds both lists or proposals whole."""
    if not old.term_at_most and not new.term_at_most:
        return {"term": scene.judged("term", burden_of_term(burdens), What.CHANGED)}

    def both(_old: object, _new: object) -> Iterator[Change]:
        yield scene.change(What.CHANGED, ("term",), old, new, _judge_terms(old, new, burdens))

    return {"term": both, "term_at_most": both if same_meaning(old.term, new.term) else silent}


def _own_term(here: Scene, old: Propose, new: Propose, burdens: bool | None) -> Change:
    """A rule's own term against the list's: the change holds both proposals, since one of them names no term."""
    before = old if old.own_term else here.old.lists.get(old.list_id)
    after = new if new.own_term else here.new.lists.get(new.list_id)
    direction = _judge_terms(before, after, burdens) if before and after else Direction.UNCLEAR
    return here.change(What.CHANGED, ("own_term",), old, new, direction)


def _judge_terms(old: ListDef | Propose, new: ListDef | Propose, burdens: bool | None) -> Direction:
    """By the longest term that may be decided; of equal ones, by the shortest (spec 12.3)."""
    ends = (old.term_at_most or old.term, new.term_at_most or new.term), (old.term, new.term)
    differ = (pair for pair in ends if not same_meaning(*pair))
    return next((burden_of_term(burdens)(*pair) for pair in differ), Direction.NONE)


def parameter_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Parameters by id, or by title and unit where the id changed."""
    found = by_id(
        tuple(old.parameters.values()),
        tuple(new.parameters.values()),
        lambda one, other: (one.title, one.unit) == (other.title, other.unit),
    )
    for one, other in found.pairs:
        yield from _parameter(one, other, old, new)
    for parameter in (*found.removed, *found.added):
        basis = tuple(dict.fromkeys(each for value in parameter.values for each in value.basis))
        scene = _scene(Group.PARAMETER, parameter, old, new)
        added = parameter in found.added
        scene = replace(scene, basis_old=() if added else basis, basis_new=basis if added else ())
        yield replace(_whole(scene, parameter, added, Direction.NONE), unit=parameter.unit)


def _parameter(old: ParameterDef, new: ParameterDef, before: Pack, after: Pack) -> Iterator[Change]:
    scene = _scene(Group.PARAMETER, new, before, after)
    told = {direction_when_raised(old.id, before), direction_when_raised(new.id, after)}
    raised = told.pop() if len(told) == 1 else Direction.UNCLEAR
    tellers = {
        "id": scene.renamed("id"),
        "title": scene.renamed("title"),
        "values": lambda one, other: _values(scene, one, other, new.unit, raised),
    }
    yield from scene.fields(old, new, tellers)


def _values(
    scene: Scene, old: Sequence[ParameterValue], new: Sequence[ParameterValue], unit: str, raised: Direction
) -> Iterator[Change]:
    """Values by the day from which they hold; the only value of either release against the other."""
    single = len(old) == len(new) == 1
    found = matched(old, new, lambda one, other: float(single or one.in_force.start == other.in_force.start))
    for one, other in found.pairs:
        here = scene.inside(old=one.basis, new=other.basis)
        day = () if single else (str(other.in_force.start or ""),)
        if one.value != other.value:
            direction = _judge_value(one.value, other.value, raised)
            yield here.change(What.CHANGED, ("value", *day), one.value, other.value, direction, unit=unit)
        if one.in_force != other.in_force:
            yield here.change(What.CHANGED, ("in_force", *day), one.in_force, other.in_force)
        if not same_meaning(one.basis, other.basis):
            yield from here.citations("basis")(one.basis, other.basis)
    for value in (*found.removed, *found.added):
        added = value in found.added
        here = replace(scene, basis_old=() if added else value.basis, basis_new=value.basis if added else ())
        yield here.change(
            What.ADDED if added else What.REMOVED,
            ("value", str(value.in_force.start or "")),
            None if added else value,
            value if added else None,
            unit=unit,
        )


def _judge_value(old: Plain, new: Plain, raised: Direction) -> Direction:
    if isinstance(old, str | bool) or isinstance(new, str | bool) or type(old) is not type(new):
        return Direction.UNCLEAR
    return raised if new > old else raised.reversed  # type: ignore[operator]  # both are numbers, or both dates


def values_of(pack: Pack) -> Values:
    """The one value of each parameter; None where it has several."""
    known = {each.id: each.values[0].value for each in pack.parameters.values() if len(each.values) == 1}
    return known.get


def _scene(group: Group, part: ListDef | ParameterDef | Rule, before: Pack, after: Pack) -> Scene:
    return Scene(old=before, new=after, group=group, id=part.id, title=part.title)


def _whole(scene: Scene, part: ListDef | ParameterDef | Rule, added: bool, direction: Direction) -> Change:
    basis = part.basis if isinstance(part, Rule) else scene.basis_new or scene.basis_old
    here = replace(scene, basis_old=() if added else basis, basis_new=basis if added else ())
    return here.change(
        What.ADDED if added else What.REMOVED, (), None if added else part, part if added else None, direction
    )
