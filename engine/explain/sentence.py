"""A sentence of an explanation, and for whom it is said."""

from dataclasses import dataclass
from enum import StrEnum

from engine.facts import Truth
from engine.pack import Basis


class Audience(StrEnum):
    """subject: the party itself (当事人). officer: who handles the case (经办人员). auditor: who checks the answer (审计)."""

    SUBJECT = "subject"
    OFFICER = "officer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with the articles it rests on; `cited` names them in the sentence's language.

    Without `basis` it tells of the service's own practice, and `cited` says that it is not to be cited as law.

    `truth`: of the condition the sentence tells of, where it tells of one. `depth`: how deep it stands among conditions.
    """

    text: str
    basis: tuple[Basis, ...]
    cited: str
    truth: Truth | None = None
    depth: int = 0
