"""How letters say a term and a publication."""

from dataclasses import replace

from casework.letter import Paragraph
from casework.letter_inputs import Publication, Term
from casework.letter_law import day_in_words, period_in_words


def term_paragraph(listed: str, term: Term) -> Paragraph:
    """What is (to be) decided, with its term; blank where the term says nothing."""
    said = term_in_words(term)
    return Paragraph(text=f"{listed}，{said}" if listed and said else "", citations=term.citations)


def term_in_words(term: Term) -> str:
    """The term as a letter says it; "" where nothing is known of it."""
    period = f"期限{period_in_words(term.period)}" if term.period else ""
    if term.end:
        start = f"自{day_in_words(term.start)}起" if term.start else ""
        return (f"{period}，" if period else "期限") + f"{start}至{day_in_words(term.end)}止"
    if term.period and term.at_most:
        longest = period_in_words(term.at_most)
        return f"期限在{period_in_words(term.period)}至{longest}之间，由决定书写明，自列入决定生效之日起计算"
    if period:
        return f"{period}，自列入决定生效之日起计算"
    return f"没有固定期限，至{term.until}为止" if term.until.strip() else ""


def publication_paragraphs(publication: Publication, intended: str = "") -> tuple[Paragraph, ...]:
    """Whether, where and how long the entry is shown; `intended` ("拟") before what is not decided yet."""
    if not publication.public:
        return (Paragraph(text="列入信息不向社会公示", citations=publication.citations),)
    where = publication.where.strip()
    until = f"，至迟于{day_in_words(publication.until)}停止公示" if publication.until else "，移出名单时停止公示"
    shown = Paragraph(text=f"列入信息{intended}通过{where}向社会公示{until}" if where else "")
    return (replace(shown, citations=publication.citations),)
