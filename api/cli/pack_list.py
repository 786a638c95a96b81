"""`shangfa packs list`: every release with the days on which its law applies, its lists, and what is in force."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated

import typer

from api.cli.pack_options import Lang, Root, good_shelf
from api.wiring import ROOT, load_packs, today_here
from casework.errors import Refused
from engine.explain.printing import printed
from engine.pack import Interval, Pack
from engine.parse.values import ValueFault, read_area


def list_packs(
    root: Root = ROOT,
    on: Annotated[str, typer.Option("--on", help="哪一天，YYYY-MM-DD，默认今天 / the day, today if left out")] = "",
    place: Annotated[str, typer.Option("--place", help="行政区划代码 / area code")] = "520000",
    lang: Lang = "zh",
) -> None:
    """全部版本和名单，及指定日期、地区现行的版本。Every release and list, and which is in force on a day in a place."""
    shelf = good_shelf(load_packs(root), lang)
    today = today_here()
    day, area = _day(on) or today, _area(place)
    standing = {pack.ref for pack in shelf.in_force(day, today, area)}
    _say(
        lang,
        f"以下标“现行”的版本，{printed(day, None, 'zh')}在行政区划{area}施行。",
        f"In force on {day} in {area}: what is marked so.",
    )
    releases = sorted(
        shelf.packs(), key=lambda each: (each.ref.pack, each.in_force.start or date.min, each.ref.version)
    )
    for pack, group in groupby(releases, key=lambda each: each.ref.pack):
        own = tuple(group)
        _say(lang, f"\n{own[-1].title}（{pack}）", f"\n{own[-1].title} ({pack})")
        for release in own:
            _tell_release(release, own[-1].title, release.ref in standing, lang)
        _tell_lists(own, lang)


def _tell_release(release: Pack, title: str, stands: bool, lang: str) -> None:
    """One line; the title where the newest release has another."""
    told = [f"  {release.ref.version}", _span(release.in_force, lang)]
    told += [("现行" if lang == "zh" else "in force")] if stands else []
    told += [f"{'更正' if lang == 'zh' else 'corrects '}{release.corrects}"] if release.corrects else []
    told += [release.title] if release.title != title else []
    typer.echo("  ".join(told))


def _tell_lists(releases: Sequence[Pack], lang: str) -> None:
    """Each list that a release defines, once, by the title of the newest one."""
    titles = {listed.id: listed.title for release in releases for listed in release.lists.values()}
    for name, title in titles.items():
        _say(lang, f"  名单：{title}（{name}）", f"  list: {title} ({name})")


def _span(interval: Interval, lang: str) -> str:
    """The first and the last day."""
    last = interval.until - timedelta(days=1) if interval.until else None
    start, end = (printed(each, None, lang) if each else "" for each in (interval.start, last))
    if lang == "zh":
        return f"{start}至{end}" if start and end else f"自{start}起" if start else f"至{end}止" if end else "不限期间"
    return f"{start} to {end}" if start and end else f"from {start}" if start else f"until {end}" if end else "always"


def _say(lang: str, zh: str, en: str) -> None:
    typer.echo(en if lang == "en" else zh)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(
            "date-malformed", zh=f"日期“{text}”应写作YYYY-MM-DD", en=f'"{text}" is no date YYYY-MM-DD'
        ) from None


def _area(text: str) -> str:
    try:
        return read_area(text)
    except ValueFault:
        raise Refused(
            "area-malformed",
            zh=f"“{text}”不是行政区划代码（GB/T 2260）",
            en=f'"{text}" is no area code (GB/T 2260)',
            hint_zh="请写6位数字，如贵州省520000、贵阳市520100；全国写000000。",
            hint_en="six digits, such as 520000 for Guizhou, 520100 for Guiyang, 000000 for the country",
        ) from None
