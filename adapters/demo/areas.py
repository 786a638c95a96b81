"""Areas of Guizhou (GB/T 2260, as of 2024-11): the prefectures and counties subjects are spread over, and retired codes.

A code that was retired stays in identifiers issued before; `Area.old_code` keeps it where we know it.
"""

from dataclasses import dataclass
from functools import cache

_PREFECTURES = {
    "520100": "贵阳市", "520200": "六盘水市", "520300": "遵义市", "520400": "安顺市", "520500": "毕节市",
    "520600": "铜仁市", "522300": "黔西南州", "522600": "黔东南州", "522700": "黔南州",
}  # fmt: skip
_COUNTIES = {
    "5201": "02南明 03云岩 11花溪 12乌当 13白云 15观山湖 21开阳 22息烽 23修文 81清镇",
    "5202": "01钟山 03六枝 04水城 81盘州",
    "5203": "02红花岗 03汇川 04播州 22桐梓 23绥阳 24正安 25道真 26务川 27凤冈 28湄潭 29余庆 30习水 81赤水 82仁怀",
    "5204": "02西秀 03平坝 22普定 23镇宁 24关岭 25紫云",
    "5205": "02七星关 21大方 23金沙 24织金 25纳雍 26威宁 27赫章 81黔西",
    "5206": "02碧江 03万山 21江口 22玉屏 23石阡 24思南 25印江 26德江 27沿河 28松桃",
    "5223": "01兴义 02兴仁 23普安 24晴隆 25贞丰 26望谟 27册亨 28安龙",
    "5226": "01凯里 22黄平 23施秉 24三穗 25镇远 26岑巩 27天柱 28锦屏 29剑河 30台江 31黎平 32榕江 33从江 34雷山 35麻江 36丹寨",
    "5227": "01都匀 02福泉 22荔波 23贵定 25瓮安 26独山 27平塘 28罗甸 29长顺 30龙里 31惠水 32三都",
}
_RETIRED = {"520403": "520421", "520304": "520321", "520204": "520221", "522302": "522322", "520581": "520522"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area: its code now, its short name, and the code it had before ("" where it never changed)."""

    code: str
    name: str
    old_code: str = ""


@cache
def prefectures() -> tuple[Area, ...]:
    """The nine prefectures."""
    return tuple(Area(code=code, name=name) for code, name in _PREFECTURES.items())


@cache
def counties() -> tuple[Area, ...]:
    """The 88 counties, districts and county-level cities, in code order."""
    return tuple(
        Area(code=prefix + entry[:2], name=entry[2:], old_code=_RETIRED.get(prefix + entry[:2], ""))
        for prefix, entries in _COUNTIES.items()
        for entry in entries.split()
    )
