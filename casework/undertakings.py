"""Commitments, training, talks and submitted reports: the lawful steps of each, one page of data.

They lie over the subject and are counted; nothing is decided by them and no repair asks for training, a talk or a
report. A commitment that was broken becomes a fact (`undertaking_effects`).
"""

from collections.abc import Mapping

from casework.docket import FileKind
from casework.files import LawfulStep, Steps
from casework.proceedings import APPROVER, CLERK_TOO
from casework.records import Role

OWN_RULE = "本平台规定：承诺、培训、约谈和提交报告均予登记，只作统计，不作为信用修复的条件"
PUBLISHED_BY_LAW = "本平台规定：信用承诺依照法律、法规、规章或者政策文件的要求公开，公开须写明依据"
BREACH_LAW = "本平台规定：违反承诺经核查认定的，凭文书登记为信用信息，不因登记本身产生任何措施"
CLERK = frozenset({Role.DATA_CLERK})
COMMITMENT_KINDS: Mapping[str, str] = {
    "repair": "申请信用修复时作出",
    "matter": "办理政务服务事项时作出",
    "voluntary": "主动作出",
}

COMMITMENT: Steps = {
    "signed": LawfulStep(
        after=(),
        by_subject=True,
        roles=CLERK_TOO | APPROVER,
        needs=("text", "commitment_kind", "law_date"),
        law=OWN_RULE,
    ),
    "published": LawfulStep(
        after=("signed",), roles=CLERK_TOO, needs=("where", "basis", "law_date"), law=PUBLISHED_BY_LAW
    ),
    "kept": LawfulStep(
        after=("signed", "published"), roles=CLERK_TOO, needs=("findings", "law_date"), closes=True, law=OWN_RULE
    ),
    "broken": LawfulStep(
        after=("signed", "published"),
        roles=CLERK,
        needs=("findings", "document", "law_date"),
        closes=True,
        law=BREACH_LAW,
    ),
}


def _once(step: str, *, by_subject: bool = False) -> Steps:
    """Recorded with day, place and document, and closed by that."""
    return {
        step: LawfulStep(
            after=(),
            by_subject=by_subject,
            roles=CLERK_TOO,
            needs=("place", "document", "law_date"),
            closes=True,
            law=OWN_RULE,
        )
    }


UNDERTAKINGS: Mapping[FileKind, Steps] = {
    FileKind.COMMITMENT: COMMITMENT,
    FileKind.TRAINING: _once("held"),
    FileKind.TALK: _once("held"),
    FileKind.REPORT: _once("submitted", by_subject=True),
}
