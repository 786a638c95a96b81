"""Does an id mean the same in every release of its pack?

Articles move and thresholds change from release to release; what an id stands for does not, or past findings and
measures would be read as something they were not.
"""

from collections.abc import Iterator, Mapping

from engine.issues import Issue
from engine.pack import Measure, Pack, Propose, Rule
from engine.validate.library import Library, Text, issue, releases

Meaning = tuple[str, str]
"""What an id stands for, in Chinese and English."""


def ids_keep_their_meaning(library: Library) -> Iterator[Issue]:
    """An id that stands in two releases leads to the same list, condition or colour, and measures in the same unit."""
    for pack, meanings, earlier in _successive(library):
        first: dict[str, Meaning] = {}
        for before in earlier:
            for name, (meaning, _) in before.items():
                first.setdefault(name, meaning)
        for name, (meaning, line) in meanings.items():
            known = first.get(name, meaning)
            if known != meaning:
                yield issue(
                    pack,
                    line,
                    "changed-id",
                    Text(
                        f"编号“{name}”在以前的版本中是“{known[0]}”，本版本却是“{meaning[0]}”。",
                        f"“{name}” stood for “{known[1]}” in an earlier release and stands for “{meaning[1]}” here.",
                    ),
                    Text("含义不同的，请另取编号。", "Give a thing of another meaning an id of its own."),
                )


def ids_do_not_come_back(library: Library) -> Iterator[Issue]:
    """An id that a release dropped is not used again by a later one."""
    for pack, meanings, earlier in _successive(library):
        if not earlier:
            continue
        dropped = {name for before in earlier for name in before} - earlier[-1].keys()
        for name in meanings.keys() & dropped:
            yield issue(
                pack,
                meanings[name][1],
                "reused-id",
                Text(
                    f"编号“{name}”在以前的版本中用过，后来废止，本版本又重新使用。",
                    f"“{name}” stood in an earlier release, was dropped, and is used again here.",
                ),
                Text("废止的编号不再使用，请另取编号。", "A dropped id is not used again: choose another."),
            )


_Meanings = Mapping[str, tuple[Meaning, int]]


def _successive(library: Library) -> Iterator[tuple[Pack, _Meanings, list[_Meanings]]]:
    """Each release with what its ids stand for, and the same of the releases before it, by the day their law began."""
    for versions in releases(library).values():
        corrected = {pack.corrects for pack in versions if pack.corrects}
        earlier: list[_Meanings] = []
        for pack in sorted(versions, key=lambda each: (each.in_force.start is not None, each.in_force.start)):
            meanings = dict(_meanings(pack))
            yield pack, meanings, list(earlier)
            if pack.ref.version not in corrected:
                earlier.append(meanings)


def _meanings(pack: Pack) -> Iterator[tuple[str, tuple[Meaning, int]]]:
    for rule in pack.rules:
        yield rule.id, (_of_rule(rule), rule.line)
    for measure in pack.measures:
        yield measure.id, (_of_measure(measure), measure.line)
    for listed in pack.lists.values():
        yield f"lists.{listed.id}", ((f"{listed.colour} 名单", f"a {listed.colour} list"), listed.line)
    for parameter in pack.parameters.values():
        unit = f"单位 {parameter.unit}", f"unit {parameter.unit}"
        yield f"parameters.{parameter.id}", (unit, parameter.line)
    for each in pack.repair.classes if pack.repair else ():
        yield f"classes.{each.id}", ((f"类别“{each.title}”", f"the class {each.title}"), each.line)


def _of_rule(rule: Rule) -> Meaning:
    if isinstance(rule.then, Propose):
        return f"提请列入 {rule.then.list_id}", f"propose {rule.then.list_id}"
    return "供其他规则引用的结论", "a conclusion for other rules"


def _of_measure(measure: Measure) -> Meaning:
    zh, en = ("激励", "reward") if measure.effect.is_reward else ("限制", "burden")
    if measure.upon is not None:
        return f"因名单 {measure.upon} 的{zh}", f"a {en} upon {measure.upon}"
    return f"法律直接规定的{zh}", f"a {en} that stands in law"
