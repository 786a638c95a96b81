"""The story of a person who asks who has looked."""

from dataclasses import replace

from casework.looks import dossier_opened, looks_told
from casework.masking import shown
from casework.records import Role, SubjectType
from casework.reveal import reveal
from tests.fakes.province import MARKET, OFFICER, TAX_CLERK, Province, party, refusal


def test_a_person_asks_who_has_looked(province: Province):
    """Checked for a contract, checked for a firm, opened by an officer, revealed for a letter: four lines, no officer's name."""
    person = province.register(SubjectType.NATURAL_PERSON, name="欧阳测试甲")
    firm = province.register()
    province.know_sources()
    province.mirror(person)
    officer = replace(TAX_CLERK, id="tax-officer", name="税务经办人", roles=OFFICER.roles)
    viewer = replace(TAX_CLERK, id="tax-viewer", name="税务查看人", roles=frozenset({Role.IDENTITY_VIEWER}))

    # The procurement office asks about the person, the registry about a firm the person is to represent.
    province.ask(person)
    related = (party("legal_representative", person),)
    asked = province.question(
        firm, "company.registration", related, stage="acceptance", department=MARKET.department, purpose="设立登记"
    )
    province.send(asked, by=MARKET)

    # An officer sees stars. The right to see more is another account's, and it must say what for.
    province.clock.move(days=1)
    dossier_opened(province.store, province.clock, officer, person, "查阅名单认定案件")
    assert shown(person).name == "欧****"
    why = ("serve_document", "公告邮寄被退回，核对收件人欧阳测试甲")
    assert refusal(reveal, province.store, province.clock, officer, person.id, *why).code == "role-missing"
    assert reveal(province.store, province.clock, viewer, person.id, *why).subject.name == "欧阳测试甲"

    # The person asks: department, purpose and day of each look, the newest first; whose eyes it was is not told.
    with province.store.reader() as reader:
        told = looks_told(reader, person.id)
    assert [(one.department, one.title, one.purpose) for one in told] == [
        ("tax", "查看完整姓名和号码", "送达文书：公告邮寄被退回，核对收件人欧****"),
        ("tax", "查阅案件或者案卷", "查阅名单认定案件"),
        ("market-regulation", "批前核查", "设立登记"),
        ("finance", "批前核查", "资格审查"),
    ]
    assert {one.on for one in told} == {province.clock.today(), province.clock.today().replace(day=1)}
    words = " ".join(f"{one.department} {one.purpose}" for one in told)
    assert not any(account.name in words or account.id in words for account in (officer, viewer))
