"""What the papers say is so: statuses, links, commands, examples, limits. A document that lies is a fault like any other."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi import APIRouter

from api.http import cases, catalogue, checks, evaluations, facts, letters, lives, reviews
from casework.answer import NOTICE
from engine.cases.case import parse_cases
from engine.cases.runs import run_cases
from engine.catalogue import Catalogue
from engine.format import format_text
from engine.issues import has_errors
from engine.pack import Pack
from engine.parse import parse_catalogue, parse_pack
from engine.releases import in_force

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = [
    path
    for folder in ("engine", "casework", "adapters", "api", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
]
STATUSES = {"works", "in part", "not yet", "left out"}
IN_CHINESE = {"已实现": "works", "部分实现": "in part", "尚未实现": "not yet", "不做": "left out"}
NINE_FUNCTIONS = (
    "名单认定", "奖惩发起", "主体告知", "异议申诉", "信用承诺", "信用修复", "执行反馈", "信息共享", "信息纠错",
)  # fmt: skip
NAMED_BY_THE_USER = {
    "durable-rules": "durable_rules_engine",
    "fastapi": "fastapi",
    "sqlmodel": "sqlmodel",
    "pyyaml": "yaml",
    "jsonschema": "jsonschema",
    "structlog": "structlog",
}
FOREIGN = re.compile(
    r"(?<![\w.:/-])/(?:work|tmp|root|home|mnt)(?:/|\b)"
    r"|pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|docker\.io|ghcr\.io|quay\.io|crates\.io|proxy\.golang\.org"
)

names = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows_with_status(name: str) -> list[tuple[str, str, str]]:
    """(what, status, where) of every table row whose second cell is a status; `what` up to its first English word."""
    found = []
    for line in text_of(name).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3:
            status = IN_CHINESE.get(cells[1], cells[1])
            if status in STATUSES:
                found.append((subject_of(cells[0]), status, cells[2]))
    return found


def subject_of(cell: str) -> str:
    """The Chinese name a row begins with, or the whole cell where it begins with none."""
    match = re.match(r"[\u4e00-\u9fff、]+", cell)
    return match[0] if match else cell


def test_status_tables_and_plan_page_agree() -> None:
    """A reader who stops at the README must have read the truth of the whole page, in either language."""
    page = {what: status for what, status, _ in rows_with_status("docs/plan-coverage.md")}
    english = [(what, status) for what, status, _ in rows_with_status("README.md")]
    chinese = [(what, status) for what, status, _ in rows_with_status("README.zh-CN.md")]

    assert english == chinese
    assert english == [(what, page.get(what, "not a row of the page")) for what, _ in english]
    assert set(NINE_FUNCTIONS) <= {what for what, _ in english}


def test_plan_page_has_one_row_for_each_demand() -> None:
    """Two rows about one demand would soon say two things; the nine functions and seven refusals are all there."""
    rows = [what for what, _, _ in rows_with_status("docs/plan-coverage.md")]

    assert len(rows) == len(set(rows))
    assert set(NINE_FUNCTIONS) <= set(rows)
    assert [what[0] for what in rows if what[0].isdigit()] == list("1234567")


def test_every_status_says_where_or_why() -> None:
    """ "Works" without a place cannot be checked; "not yet" and "left out" must say when or why."""
    rows = rows_with_status("docs/plan-coverage.md")

    assert [what for what, status, where in rows if status in ("works", "in part") and "](" not in where] == []
    assert [what for what, _, where in rows if not where] == []


@names
def test_linked_files_exist(paper: Path) -> None:
    """A dead link is the first thing a stranger finds."""
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]

    targets = {link: (paper.parent / link).resolve() for link in local}
    assert [link for link, target in targets.items() if not (target.exists() and target.is_relative_to(ROOT))] == []


@names
def test_named_make_targets_exist(paper: Path) -> None:
    """A command that the Makefile does not have stops the reader at once."""
    targets = set(re.findall(r"^([a-z][a-z-]*):", text_of("Makefile"), re.MULTILINE))
    named = {
        target
        for code in code_of(paper.read_text(encoding="utf-8"))
        for target in re.findall(r"\bmake ([a-z][a-z-]*)", code)
    }

    assert named - targets == set()


def code_of(text: str) -> Iterator[str]:
    """Fenced blocks and code spans, without the prose around them."""
    yield from re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@names
def test_papers_hold_nothing_of_the_machine_they_were_written_on(paper: Path) -> None:
    """Local paths and registry hosts mean nothing to a reader and tell where the text was made."""
    assert FOREIGN.findall(paper.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_is_short_and_names_both_commands(name: str) -> None:
    """Two screens, and the two commands that are enough on a fresh machine."""
    text = text_of(name)

    assert len(text.splitlines()) <= 130
    assert "make run" in text
    assert "make test" in text


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_example_is_of_these_packs(name: str) -> None:
    """The example answer names a measure, its title and its article; they must still be what the packs say."""
    [answer] = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text_of(name), re.DOTALL)]
    [measure] = answer["measures"]
    pack_id, _, measure_id = measure["id"].partition("#")
    known = the_catalogue()
    read = [parse_pack(path.read_text("utf-8"), path.name, known)[0] for path in (ROOT / pack_id).glob("*.yaml")]
    written = [(pack, one) for pack in read if pack for one in pack.measures if one.id == measure_id]

    assert answer["notice"] == NOTICE
    assert measure["title"] in {one.title for _, one in written}
    assert measure["basis"][0]["article"] in {basis.article for _, one in written for basis in one.basis}
    assert measure["basis"][0]["law"] in {pack.sources[b.source].title for pack, one in written for b in one.basis}


def project() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(text_of("pyproject.toml"))


def package_name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower()


def imported(path: Path) -> set[str]:
    """The top-level modules a file imports, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in found}


def test_the_named_packages_are_direct_dependencies_and_are_used() -> None:
    """The user named them; a dependency that no code imports would be a decoration."""
    direct = {package_name(each) for each in project()["project"]["dependencies"]}
    used = set[str]().union(*(imported(path) for path in CODE if "tests" not in path.relative_to(ROOT).parts))
    in_tests = set[str]().union(*(imported(path) for path in CODE if "tests" in path.relative_to(ROOT).parts))
    dev = {package_name(each) for each in project()["dependency-groups"]["dev"]}

    assert set(NAMED_BY_THE_USER) - direct == set()
    assert set(NAMED_BY_THE_USER.values()) - used == set()
    assert "pytest" in dev & in_tests


def test_the_base_installation_stays_small() -> None:
    """At most 25 direct dependencies at run time; heavier things stand in groups."""
    assert len(project()["project"]["dependencies"]) <= 25


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    """An operator reads operations.md, not settings.py."""
    read = {name for path in CODE if "tests" not in path.parts for name in settings_in(path.read_text("utf-8"))}
    documented = settings_in(text_of("docs/operations.md"))

    assert {
        name for name in read if name not in ("SHANGFA_FUZZ_N", "SHANGFA_FUZZ_SEED", "SHANGFA_FUZZ_ENGINES")
    } == documented


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"\bSHANGFA_[A-Z_]*[A-Z]\b", text))


ROUTERS: tuple[APIRouter, ...] = (
    checks.router,
    facts.router,
    cases.router,
    letters.router,
    lives.router,
    reviews.router,
    evaluations.router,
    catalogue.router,
)


def test_every_endpoint_stands_in_the_api_page() -> None:
    """An endpoint that the page leaves out is one that integrators find by accident."""
    page = re.sub(r"\{\w+\}", "{}", text_of("docs/api.md"))
    routes = [
        f"{method} {re.sub(r'{[^}]*}', '{}', getattr(route, 'path', ''))}"
        for router in ROUTERS
        for route in router.routes
        for method in sorted(getattr(route, "methods", ()) - {"HEAD"})
    ]

    assert len(routes) >= 14
    assert [route for route in routes if route not in page] == []


@names
def test_json_examples_are_json(paper: Path) -> None:
    """An example that a parser refuses was typed, not copied."""
    for block in re.findall(r"```json\n(.*?)```", paper.read_text(encoding="utf-8"), re.DOTALL):
        json.loads(block)


def the_catalogue() -> Catalogue:
    folders = (ROOT / "rules" / "catalogue", ROOT / "memoranda" / "catalogue")
    files = [path for folder in folders for path in folder.rglob("*.yaml")]
    found, issues = parse_catalogue({path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files})
    assert found is not None, [issue.line("en") for issue in issues]
    return found


def test_example_packs_parse_and_their_cases_pass() -> None:
    """A jurist copies the example first; it must be one that the commands accept."""
    known = the_catalogue()
    blocks = re.findall(r"```yaml\n(.*?)```", text_of("docs/pack-format.md"), re.DOTALL)
    packs: list[Pack] = []
    for block in blocks:
        if block.startswith("pack:"):
            pack, issues = parse_pack(block, "docs/pack-format.md", known)
            assert not has_errors(issues), [issue.line("en") for issue in issues]
            assert pack is not None
            assert format_text(block, "docs/pack-format.md")[0] == block
            packs.append(pack)
    [written] = [block for block in blocks if block.startswith("- case:")]
    examples, issues = parse_cases(written, "rules/guizhou/example/cases/example.yaml", known)

    assert not has_errors(issues), [issue.line("en") for issue in issues]
    assert {pack.kind for pack in in_force(packs, date(2026, 1, 1))} == {"criteria", "measures"}
    results = list(run_cases(examples, packs, known))
    assert [issue.line("en") for result in results for issue in result.differences] == []
    assert len(results) == 3


def test_decisions_are_numbered_and_whole() -> None:
    """One page each: what was the matter, what was decided, what follows."""
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        assert [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in text] == []
        assert len(text.splitlines()) <= 60
