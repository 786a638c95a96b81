"""Why packs cannot become a program: broken promises, since the checks refuse such packs before they are released."""

from engine.issues import Issue, Where


class ProgramRefused(Exception):
    """The packs cannot be compiled; `issue` says where, what, why and what to do."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.line("en"))
        self.issue = issue


class MetCycle(ProgramRefused):
    """Rules that rest on each other through `met`; `path` starts and ends with the same rule key."""

    def __init__(self, path: tuple[str, ...], where: Where) -> None:
        self.path = path
        circle = " → ".join(path)
        super().__init__(
            Issue(
                code="met-cycle",
                where=where,
                zh=f"规则互相以对方的结论为前提，构成循环：{circle}。",
                en=f"Rules rest on each other's conclusions in a cycle: {circle}.",
                hint_zh="请把共同的前提写成单独一条规则，让双方都引用它。",
                hint_en="State the shared condition as a rule of its own and let both refer to it.",
            )
        )


class ParameterHasNoValue(ProgramRefused):
    """A rule names a parameter that its pack does not define, or that has no value on the law's date."""


class UnfitFigure(ProgramRefused):
    """A figure is taken of a field that the catalogue does not let it be taken of."""


class OverCapacity(ProgramRefused):
    """The program is larger than what the engines can hold (engine.md)."""


class UnknownKind(ProgramRefused):
    """A leaf reads a kind of fact that the catalogue does not have."""


class TwoReleases(ProgramRefused):
    """Two releases of one pack were given; at one law date one or none is in force (spec chapter 3)."""
