"""A yes-or-no field as a statement: “已生效”, “尚未生效”; where its title gives no sentence, the title with 是 or 否."""

import re

_NEGATIONS = (
    (r"已经?(?=.)", "尚未"),
    (r"有(?!限)", "没有"),
    (r"(属于|存在|负有)", r"不\1"),
    (r"(认定|造成|给予|宣告|吊销|剥夺|在)", r"未\1"),
    (r"(决定(?!书))", r"未\1"),
    (r"(决定书|税务机关)认定", r"\1未认定"),
)


def stated(title: str, value: bool) -> str:
    """What the field says.

    >>> stated("是否生效", False), stated("有正当理由", False), stated("是否农民工", True)
    ('尚未生效', '没有正当理由', '“农民工”为“是”')
    """
    about, _, said = title.rpartition("是否")
    if said == "生效":
        return about + ("已生效" if value else "尚未生效")
    for pattern, denied in _NEGATIONS:
        if re.match(pattern, said):
            return about + (said if value else re.sub(pattern, denied, said, count=1))
    return f"“{about}{said}”为“{'是' if value else '否'}”"


def asked(title: str) -> str:
    """The field as a question: “是否生效”, “该款项是否存在争议”.

    >>> asked("是否生效"), asked("有正当理由")
    ('是否生效', '是否有正当理由')
    """
    return title if "是否" in title else "是否" + title
