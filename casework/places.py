"""By which working days a period about a subject is counted: the nation's, with the local holidays of its area."""

from casework.ports import Reader, Shelf
from engine.place_calendar import PlaceCalendar, calendar_of_place


def place_of(reader: Reader, shelf: Shelf, subject_id: str) -> PlaceCalendar:
    """The working days where the subject is registered; the nation's alone where the book does not know the subject."""
    subject, catalogue = reader.subject(subject_id), shelf.catalogue
    return calendar_of_place(catalogue.calendar, catalogue.local_holidays, subject.region if subject else "")
