"""Names that are plainly invented: every one says 示例 or 虚构, and carries 演示 with its number."""

from random import Random

from casework.records import SubjectType

_WORDS = (
    "甲木",
    "乙山",
    "丙火",
    "丁泉",
    "戊石",
    "己禾",
    "庚金",
    "辛露",
    "壬水",
    "癸云",
    "子午",
    "卯酉",
    "辰星",
    "巳风",
)
_TRADES = (
    "建筑工程",
    "装饰工程",
    "商贸",
    "食品",
    "医药",
    "物流",
    "农业开发",
    "机械制造",
    "信息技术",
    "餐饮管理",
    "矿业",
    "环保科技",
)
_SHOPS = ("小吃店", "五金店", "超市", "理发店", "药店", "维修部", "服装店", "茶叶店")
_CENTRES = ("服务中心", "监测站", "档案馆", "培训中心", "检测所")
_SOCIETIES = ("行业协会", "商会", "志愿服务队", "助学基金会", "学会")
_BODIES = ("管理局", "服务局", "办公室", "委员会")
_ENDINGS = {
    SubjectType.ENTERPRISE: ("示例", _TRADES, "有限公司"),
    SubjectType.SOLE_TRADER: ("虚构", _SHOPS, ""),
    SubjectType.INSTITUTION: ("示例", _CENTRES, ""),
    SubjectType.SOCIAL_ORGANISATION: ("示例", _SOCIETIES, ""),
    SubjectType.PUBLIC_BODY: ("虚构", _BODIES, ""),
}


def invented_name(subject_type: SubjectType, area_name: str, number: int, rng: Random) -> str:
    """A name for the subject with this number; no two numbers share one."""
    mark = f"（演示{number:05d}）"
    word = rng.choice(_WORDS)
    if subject_type is SubjectType.NATURAL_PERSON:
        return f"虚构{word}{mark}"
    marker, endings, form = _ENDINGS[subject_type]
    return f"{area_name}{marker}{word}{rng.choice(endings)}{form}{mark}"
