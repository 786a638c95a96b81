"""Do rewards keep clear of bars, of local preference, and of advantages that only a statute may give?

Source: 公平竞争审查条例, in force 2024-08-01. Art. 10: no tax, fiscal, land or fee advantage for chosen operators without
a law, an administrative regulation or the State Council's approval. Art. 9: no shutting out of others by place; the
only door is art. 12, which a person weighs. Bid points are held to the same basis (docs/pack-format.md).
"""

from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase

from engine.articles import read_article
from engine.catalogue import FieldType
from engine.condition_parts import leaves_of
from engine.conditions import SubjectLeaf
from engine.issues import Issue, Severity
from engine.pack import Colour, Effect, Interval, Level, Measure, Pack, Propose, Rule
from engine.releases import intersection, reaches
from engine.validate.library import Library, Text, issue, list_definitions, rules


def bars_and_rewards_exclude(library: Library) -> Iterator[Issue]:
    """A refusal and a reward that may meet on one matter, stage and role say which gives way (`excludes`)."""
    rewards = [(pack, reward) for pack in library.packs for reward in pack.measures if reward.effect.is_reward]
    for pack in library.packs:
        for bar in pack.measures:
            if bar.effect is not Effect.DENY:
                continue
            rivals = [
                f"{other.ref.pack}#{reward.id}"
                for other, reward in rewards
                if _may_meet(library, (pack, bar), (other, reward))
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
        and any(bar.applies.reaches(matter) and reward.applies.reaches(matter) for matter in library.catalogue.matters)
        and not _excludes(bar, other, reward)
        and not _excludes(reward, pack, bar)
    )


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


FAIR_COMPETITION = Interval(start=date(2024, 8, 1))
FAIR_COMPETITION_TITLE = "公平竞争审查条例"
STATUTES = frozenset({Level.LAW, Level.ADMIN_REGULATION})
COSTLY = {
    "subsidy": Text("财政资金", "public money"),
    "tax.preference": Text("税收优惠", "tax preferences"),
    "land-supply": Text("土地供应", "land"),
    "bidding": Text("招标投标", "bidding"),
    "government-procurement": Text("政府采购", "public procurement"),
}
"""Matters in which preference costs others: an id of the matter catalogue, or what it begins with up to a dot."""


def rewards_have_a_statute(library: Library) -> Iterator[Issue]:
    """A preference in money, tax, land or bidding rests on a law or regulation; on central policy a person must look."""
    for pack in library.packs:
        if intersection(pack.in_force, FAIR_COMPETITION) is None:
            continue
        for measure in pack.measures:
            costly = _costly(measure, library)
            levels = {pack.sources[each.source].level for each in measure.basis if each.source in pack.sources}
            if costly is not None and levels.isdisjoint(STATUTES):
                approved = Level.CENTRAL_POLICY in levels
                yield issue(
                    pack,
                    measure.line,
                    "reward-without-statute",
                    Text(
                        f"激励措施“{measure.id}”在{costly.zh}方面给予优先，却没有法律、行政法规依据。",
                        f"Reward “{measure.id}” prefers in matters of {costly.en} without a law or administrative regulation.",
                    ),
                    Text(
                        "公平竞争审查条例第十条：没有法律、行政法规依据或者未经国务院批准的，不得给予；请补充依据或者删去该措施。",
                        "Fair Competition Review Regulation art. 10: name the law, regulation or State Council approval, or drop it.",
                    ),
                    severity=Severity.WARNING if approved else Severity.ERROR,
                )


def _costly(measure: Measure, library: Library) -> Text | None:
    """The kind of advantage, where the measure prefers in a matter of that kind."""
    if measure.effect is not Effect.PREFER:
        return None
    for matter in library.catalogue.matters:
        for name, told in COSTLY.items():
            if (matter == name or matter.startswith(f"{name}.")) and measure.applies.reaches(matter):
                return told
    return None


def rewards_are_open_to_all(library: Library) -> Iterator[Issue]:
    """Refuses a red list whose rule looks at where the subject is registered; a person weighs one that cites art. 12."""
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
                        "公平竞争审查条例第九条：请删去该条件；确属第十二条情形的，在 basis 中写明第十二条，由人工审查。",
                        "Fair Competition Review Regulation art. 9: drop the condition; where art. 12 applies, cite it in"
                        " `basis` for a person to weigh.",
                    ),
                    severity=Severity.WARNING if _claims_the_door(pack, rule) else Severity.ERROR,
                )


def _claims_the_door(pack: Pack, rule: Rule) -> bool:
    """Whether the rule cites art. 12 of the regulation, or is older than it."""
    cited = ((pack.sources.get(each.source), each.article) for each in rule.basis)
    door = any(
        source is not None and FAIR_COMPETITION_TITLE in source.title and _is_of_article_12(article)
        for source, article in cited
    )
    return door or intersection(pack.in_force, FAIR_COMPETITION) is None


def _is_of_article_12(article: str) -> bool:
    found = read_article(article)
    return found is not None and (found.number, found.inserted) == (12, None)
