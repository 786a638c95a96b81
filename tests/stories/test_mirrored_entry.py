"""A tax entry that comes in by its document, is found by a check, and goes when the source removes it."""

from datetime import date

from tests.fakes.province import TAX, Province


def test_a_tax_entry_by_document_until_its_removal_at_the_source(province: Province):
    """Never re-decided here; removal at the source beats everything, also a question repeated within the minute."""
    firm = province.register(name="虚构走逃商贸有限公司")
    province.know_sources()
    question = province.question(firm, "customs.certified-enterprise", department="finance")
    assert province.send(question).answer["outcome"] == "proceed"

    province.clock.move(minutes=15)
    entry = province.mirror(firm, reasons="虚开普通发票，处罚决定已生效")
    listed = province.send(question)
    assert listed.replayed is False
    [told] = listed.answer["entries"]
    assert (told["list"], told["document"], told["authority"]) == (TAX, "税公-1", "tax")
    assert (told["effective"], told["until"]) == ("2026-10-10", "2029-10-10")
    assert told["why"] == ["虚开普通发票，处罚决定已生效"]
    assert {one["because_of"] for one in (*listed.answer["measures"], *listed.answer["dropped"])} == {entry.id}

    province.clock.move(seconds=30)
    province.remove(entry)
    after = province.send(question)
    assert (after.replayed, after.answer["outcome"], after.answer["entries"]) == (False, "proceed", [])

    # What was answered before stays on file as it was given.
    with province.store.reader() as reader:
        kept = reader.check(listed.answer["check_id"])
        [ended] = reader.entries_of([firm.id])[firm.id]
    assert kept is not None
    assert kept.answer["entries"][0]["id"] == entry.id
    assert (ended.ended_on, ended.end_reason) == (date(2027, 3, 1), "已缴清")
