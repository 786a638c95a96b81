"""Building the demonstration province from the command line: its accounts, its progress, its interruptions."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.wiring import Built, Settings, demonstration, new_account
from casework.errors import Refused
from casework.records import Account, Role

VISITOR = "demo-window"
CENTRE = "demo-centre"
STAFF: tuple[tuple[str, str, Role], ...] = (
    (VISITOR, "government-services", Role.INTEGRATOR),
    ("demo-officer", "human-resources", Role.LIST_OFFICER),
    ("demo-approver", "human-resources", Role.APPROVING_OFFICER),
    ("demo-auditor", CENTRE, Role.AUDITOR),
    ("demo-admin", CENTRE, Role.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hired:
    """The demonstration's accounts by name; `passwords` only of those whose password was made just now."""

    accounts: dict[str, Account]
    passwords: dict[str, str]


def ready(built: Built, size: int) -> dict[str, str]:
    """The province stands, of this size or larger; the passwords that were made now, by account name."""
    marker = demonstration.read_marker(built.settings.data)
    if marker and marker.finished and marker.subjects >= size:
        return {}
    packs = built.shelf.current.digest
    if marker and marker.packs != packs:
        return _kept(built, marker)
    plan = _plan(built, max(size, marker.subjects) if marker else size, marker)
    _tell_start(marker, len(plan.subjects))
    hired = _hire(built, plan.departments, afresh=not (marker and marker.finished))
    _found(built, plan, hired)
    return hired.passwords


def _kept(built: Built, marker: demonstration.Marker) -> dict[str, str]:
    """The packs have changed since: the invented records came from their cases, so nothing may be added any more."""
    if not marker.finished:
        raise _unfit_remains(built.settings)
    typer.echo(
        f"规则包在演示省建立之后有变动，保留原有 {marker.subjects} 个主体，不再补充"
        f"(packs have changed since; the {marker.subjects} subjects are kept as they are)"
    )
    return {}


def _unfit_remains(settings: Settings) -> Refused:
    return Refused(
        "unfit-remains",
        zh=f"数据目录 {settings.data} 内有未建完的演示数据，与现在的规则包不相符，不能接着建",
        en="the folder holds an unfinished demonstration made from other packs; it cannot be taken up",
        hint_zh="请删除该目录后重来，或者另设 SHANGFA_DATA。",
        hint_en="Remove the folder and start again, or set SHANGFA_DATA to another.",
    )


def _plan(built: Built, size: int, marker: demonstration.Marker | None) -> demonstration.Plan:
    anchor = marker.anchor if marker else built.house.clock.today()
    try:
        return demonstration.plan_province(built.shelf.current, size, anchor)
    except demonstration.TooFewSubjects as few:
        raise Refused(
            "too-few-subjects",
            zh=f"演示省至少要 {few.least} 个主体，才能使每条规则各有刚好符合、刚好不符合和不能确定的例子",
            en=f"a province needs at least {few.least} subjects to show every rule met, just missed and unknown",
            hint_zh=f"请用 --subjects {few.least} 或者更大的数。",
            hint_en=f"Use --subjects {few.least} or more.",
        ) from None


def _tell_start(marker: demonstration.Marker | None, size: int) -> None:
    if marker is None:
        typer.echo(f"建立演示省：{size} 个虚构主体（building the province: {size} invented subjects）")
    elif marker.finished:
        typer.echo(
            f"演示省已有 {marker.subjects} 个主体，补足到 {size} 个（adding to {marker.subjects} subjects up to {size}）"
        )
    else:
        typer.echo("上次建立演示省中断，现在接着建，已登记的不重复（an earlier run was interrupted; taking it up）")


def _hire(built: Built, departments: Sequence[str], *, afresh: bool) -> Hired:
    """Every account that is needed. `afresh`: nobody was ever told the passwords of those that exist, so they get new ones."""
    wanted = [*STAFF, *((f"demo-clerk-{one}", one, Role.DATA_CLERK) for one in departments)]
    with built.store.reader() as reader:
        known = {account.name: account for account in reader.accounts()}
    hired = Hired(accounts={}, passwords={})
    for name, department, role in wanted:
        if name not in known:
            hired.accounts[name], hired.passwords[name] = new_account(built, name, department, [role], demo=True)
            continue
        hired.accounts[name] = known[name]
        if afresh:
            hired.passwords[name] = _new_password(built, known[name])
    return hired


def _new_password(built: Built, account: Account) -> str:
    password = secrets.token_urlsafe(12)
    hashed = built.house.doorkeeper.passwords.hash(password)
    with built.store.unit_of_work() as work:
        seq = work.draw_seq()
        work.save_account(replace(account, password_hash=hashed))
        work.log("account.changed", seq, {"account": account.id, "what": "password"})
        work.commit()
    return password


def _found(built: Built, plan: demonstration.Plan, hired: Hired) -> None:
    house = built.house
    crew = demonstration.Crew(
        clerks={one: hired.accounts[f"demo-clerk-{one}"] for one in plan.departments},
        officers=demonstration.Officers(
            officer=hired.accounts["demo-officer"], approver=hired.accounts["demo-approver"]
        ),
    )
    try:
        with _Bars() as steps:
            _, tally = demonstration.found_province(
                house.store, house.book, house.evaluator, house.clock, built.settings.data, plan, crew, steps
            )
    except KeyboardInterrupt:
        typer.echo("\n已中断；再次运行即接着建（interrupted; run it again to take it up）", err=True)
        raise typer.Exit(130) from None
    _tell_tally(tally)


class _Bars:
    """One progress bar per step."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        )

    def __enter__(self) -> "_Bars":
        self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()

    @contextmanager
    def step(self, zh: str, en: str, total: int) -> Iterator[Callable[[int], None]]:
        task = self._progress.add_task(f"{zh} {en}", total=total)
        yield lambda count: self._progress.advance(task, count)


def _tell_tally(tally: demonstration.Tally) -> None:
    typer.echo(
        f"主体 {tally.subjects}，信用信息 {tally.facts}，提出认定 {tally.proposals}，法定禁止 {tally.bans},"
        f"外部条目 {tally.mirrored}(subjects, facts, proposals, bans, mirrored entries)"
    )
    if tally.degraded or tally.disputed:
        typer.echo(
            f"注意：规则引擎有一个未能作答或者两者不一致（{tally.disputed} 个主体），有关主体没有提出认定；请查看日志"
            "(one engine did not answer, or the two differ; those subjects were left undetermined)",
            err=True,
        )
