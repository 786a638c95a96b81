"""The letters before a decision: the notice of intention (拟列入告知书) and the notice of a hearing (听证通知书).

Neither decides anything, and both say so.
"""

from casework.letter import Block, Letter, LetterKind, Paragraph, Part
from casework.letter_composing import block, cited_steps, contact_block, finished, law_block, sentence
from casework.letter_inputs import Envelope, Found, HearingDate, ListLaw, Publication, Term
from casework.letter_law import cited_step, day_in_words, penalty_law_by_analogy, period_in_words, step_of
from casework.letter_terms import publication_paragraphs, term_paragraph


def intention_letter(
    envelope: Envelope,
    law: ListLaw,
    found: Found,
    term: Term,
    publication: Publication,
    measures: tuple[Paragraph, ...] = (),
) -> Letter:
    """The notice of intention: facts, grounds, articles, what is to be decided, and the right to be heard.

    Refused without a statement period in the list's procedure: a notice that gives no time gives no hearing.
    """
    you, title = envelope.you, law.list_def.title
    statement = step_of(law.list_def, "statement")
    return finished(
        envelope,
        LetterKind.INTENTION,
        title=f"拟列入{title}告知书",
        opening=f"本机关拟将{you}列入{title}，现将拟认定的事实、理由、依据和{you}享有的权利告知如下",
        blocks=(
            block(Part.FACTS, "拟认定的事实", found.facts),
            block(Part.GROUNDS, "拟列入的理由", found.grounds),
            law_block("拟列入的依据", found.law),
            _proposal(you, title, term, publication, measures),
            _rights(you, law),
            contact_block(envelope),
        ),
        lacking=() if statement and statement.term else ("statement",),
    )


def _proposal(you: str, title: str, term: Term, publication: Publication, measures: tuple[Paragraph, ...]) -> Block:
    listed = term_paragraph(sentence("拟将{you}列入{title}", you=you, title=title), term)
    return block(Part.PROPOSAL, "拟作出的决定", [listed, *publication_paragraphs(publication, "拟"), *measures])


def _rights(you: str, law: ListLaw) -> Block:
    statement, hearing = step_of(law.list_def, "statement"), step_of(law.list_def, "hearing")
    said: list[Paragraph | str] = [
        Paragraph(
            text=f"{you}有权对拟认定的事实、理由、依据和拟作出的决定进行陈述和申辩",
            citations=tuple(one for one in cited_steps(law, "notice", "statement") if not one.local_policy),
        )
    ]
    if statement and statement.term:
        said.append(
            Paragraph(
                text=f"陈述、申辩请自收到本告知书之日起{period_in_words(statement.term)}内，以书面或者口头方式向本机关提出",
                citations=tuple(one for one in cited_step(statement, law.sources) if one.local_policy)
                or cited_step(statement, law.sources),
            )
        )
    if hearing:
        within = f"自收到本告知书之日起{period_in_words(hearing.term)}内" if hearing.term else "在陈述、申辩的期限内"
        said.append(
            Paragraph(text=f"{you}有权要求听证，可以{within}向本机关提出", citations=cited_step(hearing, law.sources))
        )
    return block(Part.RIGHTS, f"{you}享有的权利", [*said, *_what_follows(you)])


def _what_follows(you: str) -> tuple[Paragraph | str, ...]:
    return (
        Paragraph(
            text=f"本机关对{you}提出的事实、理由和证据进行复核，成立的予以采纳，并且不因陈述、申辩作出更重的认定",
            citations=(penalty_law_by_analogy("45"),),
        ),
        "本告知书不是列入决定。在列入决定作出并生效以前，不公示、不共享，也不采取任何惩戒措施",
    )


def hearing_letter(envelope: Envelope, law: ListLaw, notice_number: str, asked_on: str, hearing: HearingDate) -> Letter:
    """The notice of a hearing: on what, when, where, before whom, and the party's rights in it.

    `asked_on`: what opened it, as said ("你单位于2027年3月5日要求听证").
    """
    you, title = envelope.you, law.list_def.title
    return finished(
        envelope,
        LetterKind.HEARING,
        title="听证通知书",
        opening=sentence("{asked}，本机关决定就拟列入{title}一案举行听证，现通知如下", asked=asked_on, title=title),
        blocks=(
            block(
                Part.FACTS,
                "听证的事项",
                [
                    sentence(
                        "《拟列入{title}告知书》（{number}）所告知的事实、理由、依据和拟作出的决定",
                        title=title,
                        number=notice_number,
                    )
                ],
            ),
            law_block("举行听证的依据", (*cited_steps(law, "hearing"), penalty_law_by_analogy("64"))),
            _when_and_where(hearing),
            _rights_in_hearing(you),
            contact_block(envelope),
        ),
    )


def _when_and_where(hearing: HearingDate) -> Block:
    clock = f"{hearing.at.hour}时" + (f"{hearing.at.minute}分" if hearing.at.minute else "整")
    openness = f"听证不公开举行：{hearing.closed_because}" if hearing.closed_because.strip() else "听证公开举行"
    return block(
        Part.HEARING,
        "听证的时间、地点和主持人",
        [
            f"时间：{day_in_words(hearing.on)}{clock}",
            sentence("地点：{place}", place=hearing.place),
            Paragraph(
                text=sentence("主持人：{host}，不是本案调查人员", host=hearing.host),
                citations=(penalty_law_by_analogy("64 item 4"),),
            ),
            Paragraph(text=openness, citations=(penalty_law_by_analogy("64 item 3"),)),
        ],
    )


def _rights_in_hearing(you: str) -> Block:
    said = (
        (f"{you}可以亲自参加听证，也可以委托一至二人代理；委托代理的，请提交授权委托书", ("64 item 5",)),
        (f"{you}认为主持人与本案有直接利害关系的，有权申请回避", ("64 item 4",)),
        (f"听证中，{you}可以申辩、质证和提交证据；听证笔录经核对无误后签字或者盖章", ("64 item 7", "64 item 8")),
        (f"{you}及代理人无正当理由拒不出席，或者未经许可中途退出的，视为放弃听证权利", ("64 item 6",)),
    )
    return block(
        Part.RIGHTS,
        f"{you}在听证中的权利",
        [Paragraph(text=text, citations=tuple(penalty_law_by_analogy(one) for one in items)) for text, items in said],
    )
