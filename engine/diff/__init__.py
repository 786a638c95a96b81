"""What changed between two releases in law, not in letters: `diff`.

It compares meaning (engine.diff.meaning): layout, comments, order and line numbers are nothing. It asks no engine and
reads no catalogue; on whom a change tells, and by which facts, is for others to find from the changes it gives.
"""

from engine.diff.changes import Change, Direction, Group, What
from engine.diff.criteria import list_changes, parameter_changes, rule_changes
from engine.diff.head import framework_changes, head_changes, source_changes
from engine.diff.meaning import meaning_digest
from engine.diff.measures import measure_changes
from engine.diff.repair import repair_changes
from engine.pack import Pack

__all__ = ["Change", "Direction", "Group", "What", "diff", "meaning_digest"]

COMPARISONS = (
    head_changes,
    list_changes,
    rule_changes,
    parameter_changes,
    measure_changes,
    framework_changes,
    repair_changes,
    source_changes,
)


def diff(a: Pack, b: Pack) -> tuple[Change, ...]:
    """Every change from `a` to `b`, by group; none exactly where both mean the same (`meaning_digest`)."""
    found = [change for compare in COMPARISONS for change in compare(a, b)]
    return tuple(sorted(found, key=lambda change: _GROUPS.index(change.group)))


_GROUPS = tuple(Group)
