"""By which working days a period about a subject is counted: the nation's, with the local holidays of its area."""

from casework.ports import Reader
from engine.catalogue import Catalogue
from engine.place_calendar import PlaceCalendar, calendar_of_place


def place_of(reader: Reader, catalogue: Catalogue, subject_id: str) -> PlaceCalendar:
    """The working days where the subject is registered; the nation's alone where the book does not know the subject."""
    subject = reader.subject(subject_id)
    return calendar_of_place(catalogue.calendar, catalogue.local_holidays, subject.region if subject else "")
