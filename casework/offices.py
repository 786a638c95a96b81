"""The organs behind the departments of the catalogue, as a deployment enters them: titles, numbering words, where to turn.

Local data, never law: which organ hears a reconsideration follows from the law, what it is called here does not. A
letter for a department without its office is refused by the name of what is missing; everything else goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.errors import Refused
from casework.letter_law import ReviewOrgans, ReviewRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One organ. `word`: its word in document numbers (机关代字). `reconsideration`: the organs by name.

    `online`: where a reconsideration can be asked for by internet; "" where there is no such place. `published`: where
    its lists are shown to the public; "" where it shows none.
    """

    department: str
    title: str
    word: str
    contact: str
    route: ReviewRoute
    reconsideration: tuple[str, ...]
    court: str
    online: str = ""
    published: str = ""

    def review(self, *, served_electronically: bool = False) -> ReviewOrgans:
        """Where an act of this organ can be taken to."""
        return ReviewOrgans(
            route=self.route,
            reconsideration=self.reconsideration,
            court=self.court,
            online=self.online,
            served_electronically=served_electronically,
        )


Offices = Mapping[str, Office]
"""Department code -> its office."""

NO_OFFICES: Offices = {}


def office_of(offices: Offices, department: str) -> Office:
    """The department's office; Refused where this deployment has not entered it."""
    office = offices.get(department)
    if office is None:
        raise Refused(
            "office-missing",
            zh=f"本机关（{department}）的机关资料尚未登记，不能制发文书",
            en=f"the office of {department} is not entered, so no letter can be made",
            hint_zh="请管理员在机关资料文件（SHANGFA_OFFICES）中补录机关全称、机关代字、联系方式、复议机关和管辖法院",
            hint_en="the operator enters title, word, contact, reconsideration organs and court in the file SHANGFA_OFFICES names",
            status=409,
        )
    return office
