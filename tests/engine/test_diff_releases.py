"""The releases of this repository, compared: what the law changed is what is told."""

from functools import cache
from pathlib import Path

from engine.catalogue import Catalogue
from engine.diff import Change, Direction, Group, What, diff
from engine.diff_wording import comparison_told
from engine.pack import Discretion, Pack
from engine.parse import parse_catalogue, parse_pack

ROOT = Path(__file__).parent.parent.parent
TAX = "rules/cn/tax-major-violation"


@cache
def catalogue() -> Catalogue:
    files = [path for folder in ("rules", "memoranda") for path in (ROOT / folder / "catalogue").rglob("*.yaml")]
    found, _ = parse_catalogue({path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files})
    assert found is not None
    return found


def release(pack: str, version: str) -> Pack:
    found, _ = parse_pack((ROOT / pack / f"{version}.yaml").read_text("utf-8"), f"{version}.yaml", catalogue())
    assert found is not None
    return found


def changes(pack: str, old: str, new: str, group: Group) -> list[Change]:
    return [each for each in diff(release(pack, old), release(pack, new)) if each.group is group]


def test_the_bulletin_of_2018_lowered_arrears_and_added_the_runaway() -> None:
    """国家税务总局公告2018年第54号: arrears from one million to 100 000 yuan; runaway is new; nothing else in criteria."""
    parameters = changes(TAX, "2016.1", "2018.1", Group.PARAMETER)
    rules = changes(TAX, "2016.1", "2018.1", Group.RULE)

    assert [(each.id, each.old, each.new, each.direction) for each in parameters] == [
        ("arrears_floor", 100_000_000, 10_000_000, Direction.STRICTER)
    ]
    assert [(each.id, each.what, each.direction) for each in rules] == [("runaway", What.ADDED, Direction.STRICTER)]


def test_the_decree_of_2022_raised_ordinary_invoices_tenfold() -> None:
    """国家税务总局令第54号 art 6(6): 400 000 to 4 000 000 yuan; art 6(2): arrears back to one million."""
    found = {each.id: each for each in changes(TAX, "2018.1", "2022.1", Group.PARAMETER) if each.what is What.CHANGED}

    invoices, arrears = found.pop("ordinary_invoice_amount"), found.pop("arrears_floor")
    assert found == {}
    assert (invoices.old, invoices.new, invoices.direction) == (40_000_000, 400_000_000, Direction.LOOSER)
    assert (arrears.old, arrears.new, arrears.direction) == (10_000_000, 100_000_000, Direction.LOOSER)
    assert [basis.article for basis in invoices.basis_new] == ["6(6)"]


def test_the_decree_of_2022_renamed_the_list_and_demands_service() -> None:
    """Another legal title, and a step that the earlier bulletins do not show."""
    lists = changes(TAX, "2018.1", "2022.1", Group.LIST)
    steps = changes(TAX, "2018.1", "2022.1", Group.PROCEDURE)

    assert ("重大税收违法案件当事人", "重大税收违法失信主体") in [(each.old, each.new) for each in lists]
    assert [each.path for each in steps if each.what is What.ADDED] == [("service",)]


def test_the_sentences_are_those_of_an_official() -> None:
    """Read by a jurist who opens no file: both values, the unit, the direction, the articles of both sides."""
    old, new = release(TAX, "2018.1"), release(TAX, "2022.1")

    lines = [each.line() for each in comparison_told(old, new, diff(old, new), catalogue())]

    [line] = [each for each in lines if "400 000 元" in each]
    assert line.startswith("数值：400 000 元 → 4 000 000 元（放宽）〔原：《国家税务总局2018年第54号公告")
    assert line.endswith("（国家税务总局令第54号）第六条（六）（据转载文本）〕")


def test_the_framework_of_2020_put_a_floor_under_every_burden() -> None:
    """国办发〔2020〕49号: a burden needs a law; measures fall, so subjects stand better."""
    found = changes("rules/cn/framework", "2014.1", "2020.1", Group.FRAMEWORK)

    added = [(each.id, each.direction) for each in found if each.what is What.ADDED]
    assert added == [("burdens-need-law", Direction.LOOSER), ("management-needs-rule", Direction.LOOSER)]


def test_the_wage_regulation_of_2020_made_measures_a_duty() -> None:
    """保障农民工工资支付条例 art 48: what departments might do, they now must, and the article joins the basis."""
    found = changes("memoranda/cn/wage-2017", "2017.1", "2020.1", Group.MEASURE)
    basis = changes("memoranda/cn/wage-2017", "2017.1", "2020.1", Group.BASIS)

    duties = {each.id for each in found if each.path == ("discretion",) and each.new is Discretion.MUST}
    assert {"bidding", "government-procurement", "fiscal-support"} <= duties
    assert all(each.direction is Direction.STRICTER for each in found if each.path == ("discretion",))
    cited = {each.id for each in basis if each.what is What.ADDED and each.path == ("basis",)}
    assert duties <= cited
