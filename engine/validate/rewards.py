"""Do rewards keep clear of bars and of local preference?

Whether a reward is one of money, land, fees or bid points is not written in a pack, so the basis such a reward needs
is not checked here.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from engine.catalogue import FieldType
from engine.condition_parts import leaves_of
from engine.conditions import SubjectLeaf
from engine.issues import Issue, Severity
from engine.pack import Colour, Effect, Measure, Pack, Propose
from engine.releases import intersection, reaches
from engine.validate.library import Library, Text, issue, list_definitions, rules


def bars_and_rewards_exclude(library: Library) -> Iterator[Issue]:
    """A refusal and a reward that may meet on one matter, stage and role say which gives way (`excludes`)."""
    for pack in library.packs:
        for bar in pack.measures:
            if bar.effect is not Effect.DENY:
                continue
            rivals = [
                f"{other.ref.pack}#{reward.id}"
                for other in library.packs
                for reward in other.measures
                if reward.effect.is_reward and _may_meet(library, (pack, bar), (other, reward))
            ]
            if rivals:
                yield _contradiction(pack, bar, tuple(dict.fromkeys(rivals)))


def _may_meet(library: Library, barring: tuple[Pack, Measure], rewarding: tuple[Pack, Measure]) -> bool:
    (pack, bar), (other, reward) = barring, rewarding
    return (
        intersection(pack.in_force, other.in_force) is not None
        and (reaches(pack.jurisdiction, other.jurisdiction) or reaches(other.jurisdiction, pack.jurisdiction))
        and not set(bar.applies.stages).isdisjoint(reward.applies.stages)
        and not set(bar.applies.roles).isdisjoint(reward.applies.roles)
        and any(_applies(bar, matter) and _applies(reward, matter) for matter in library.catalogue.matters)
        and not _excludes(bar, other, reward)
        and not _excludes(reward, pack, bar)
    )


def _applies(measure: Measure, matter: str) -> bool:
    return any(fnmatchcase(matter, pattern) for pattern in measure.applies.matters)


def _excludes(measure: Measure, other_pack: Pack, other: Measure) -> bool:
    """Whether `measure.excludes` names the other one: "reward.*" for any reward, or a glob over its id or "pack#id"."""
    names = (other.id, f"{other_pack.ref.pack}#{other.id}")
    return any(
        other.effect.is_reward if pattern == "reward.*" else any(fnmatchcase(name, pattern) for name in names)
        for pattern in measure.excludes
    )


def _contradiction(pack: Pack, bar: Measure, rivals: tuple[str, ...]) -> Issue:
    shown, more = "、".join(rivals[:3]), len(rivals) - 3
    return issue(
        pack,
        bar.line,
        "deny-beside-reward",
        Text(
            f"措施“{bar.id}”不予办理，而 {shown}{f' 等 {len(rivals)} 项' if more > 0 else ''}在同一事项、环节给予激励。",
            f"Measure “{bar.id}” refuses where {', '.join(rivals[:3])}{f' and {more} more' if more > 0 else ''}"
            " reward on the same matter, stage and role.",
        ),
        Text(
            "请以 excludes 写明何者让位，例如 excludes: [reward.*]。",
            "Say in `excludes` which gives way, for example excludes: [reward.*].",
        ),
    )


def rewards_are_open_to_all(library: Library) -> Iterator[Issue]:
    """Warns of a red list whose rule looks at where the subject is registered.

    Source: 公平竞争审查条例 art. 9 (no preference by place), with the narrow doors of art. 12, which a person weighs.
    """
    red = {listed.id for _, listed in list_definitions(library) if listed.colour is Colour.RED}
    areas = {name for name, field in library.catalogue.subject.fields.items() if field.type is FieldType.AREA}
    for pack, rule in rules(library):
        if not isinstance(rule.then, Propose) or rule.then.list_id not in red:
            continue
        for leaf in leaves_of(rule.when):
            if isinstance(leaf, SubjectLeaf) and any(test.field in areas for test in leaf.where):
                yield issue(
                    pack,
                    leaf.line or rule.line,
                    "local-preference",
                    Text(
                        f"守信规则“{rule.id}”以注册地为条件，可能排斥外地经营者。",
                        f"The reward rule “{rule.id}” looks at the place of registration and may shut out others.",
                    ),
                    Text(
                        "请依公平竞争审查条例第九条、第十二条审查，没有例外情形的删去该条件。",
                        "Review it under arts. 9 and 12 of the Fair Competition Review Regulation, or drop the condition.",
                    ),
                    severity=Severity.WARNING,
                )
