"""Who is asking: passwords, sessions, forged cookies, and what a form needs."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from adapters.crypto import ArgonPasswords
from api.console.visit import SESSION
from casework.records import Account
from tests.api.town import Town, basic, check_body, credit_code, password_of

NAME = "finance.integrator"


def ask(town: Town, headers: dict[str, str]) -> int:
    return town.client.get("/v1/checks/0", headers=headers).status_code


def change(town: Town, change_of: Callable[[Account], Account]) -> None:
    with town.store.unit_of_work() as work:
        account = work.account_by_name(NAME)
        assert account is not None
        work.save_account(change_of(account))
        work.commit()


def sign_in(town: Town, name: str = NAME, password: str | None = None) -> str:
    """The session cookie that the login gives, or ""."""
    sent = {"name": name, "password": password_of(name) if password is None else password}
    answer = town.client.post("/login", data=sent)
    return answer.cookies.get(SESSION) or ""


def test_wrong_name_and_wrong_password_cannot_be_told_apart(town: Town) -> None:
    """One answer for both: nobody finds out which accounts exist."""
    answers = [
        town.client.get("/v1/checks/0", headers=basic(name, "wrong")) for name in (NAME, "nobody", "", "a:b", "张三")
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Bearer abc",
        "Basic " + base64.b64encode(b"nocolon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
        "Basic " + base64.b64encode(b"a\x00b:c\x00").decode(),
        "Basic " + base64.b64encode(b"x" * 20_000 + b":" + b"y" * 20_000).decode(),
        b"Basic \xe4\xb8\xad",
    ],
)
def test_a_malformed_header_is_nobody(town: Town, header: str | bytes) -> None:
    """Whatever stands in Authorization, it is 401 at most."""
    assert ask(town, {"Authorization": header}) == 401  # type: ignore[dict-item]  # bytes are what a wire carries


def test_ten_wrong_passwords_close_the_name_for_a_while(town: Town) -> None:
    """Guessing ends at ten; other names and who is signed in already are not shut out with it."""
    other = "finance.auditor"
    assert ask(town, basic(other)) == 404

    wrong = [ask(town, basic(other, f"guess {number}")) for number in range(10)]
    closed = town.client.get("/v1/checks/0", headers=basic(other, "guess"))

    assert wrong == [401] * 10
    assert (closed.status_code, closed.json()["code"]) == (429, "too-many-attempts")
    assert int(closed.headers["Retry-After"]) > 0
    assert ask(town, basic(other)) == 404
    assert ask(town, basic(NAME)) == 404


def test_a_closed_name_refuses_also_the_right_password(town: Town) -> None:
    """While closed, not even a right guess gets in; the page says so, too."""
    for number in range(10):
        ask(town, basic(NAME, f"guess {number}"))

    page = town.client.post("/login", data={"name": NAME, "password": password_of(NAME)})

    assert ask(town, basic(NAME)) == 429
    assert page.status_code == 429
    assert SESSION not in page.cookies


def test_a_closed_account_is_out_at_once(town: Town) -> None:
    """A remembered password and an open session end with the account."""
    cookie = sign_in(town)
    assert ask(town, basic(NAME)) == 404

    change(town, lambda account: replace(account, active=False))

    assert ask(town, basic(NAME)) == 401
    assert town.house.doorkeeper.by_session(cookie) is None
    assert sign_in(town) == ""


def test_a_changed_password_ends_sessions_and_remembered_passwords(town: Town) -> None:
    """Whoever knew the old password is out, with it and with the session it opened."""
    cookie = sign_in(town)
    assert ask(town, basic(NAME)) == 404
    hashed = town.house.doorkeeper.passwords.hash("new")

    change(town, lambda account: replace(account, password_hash=hashed))

    assert ask(town, basic(NAME)) == 401
    assert town.house.doorkeeper.by_session(cookie) is None
    assert ask(town, basic(NAME, "new")) == 404


def forged(cookie: str) -> Iterator[str]:
    account, expires, mark, signature = cookie.rsplit(".", 3)
    yield f"{account}.{int(expires) + 9999}.{mark}.{signature}"
    yield f"finance.administrator.{expires}.{mark}.{signature}"
    yield f"{account}.{expires}.{mark}.{'0' * len(signature)}"
    yield f"{account}.{expires}.{mark}."
    yield from ("", ".", "...", "a.b.c.d", "中文.1.2.3", "x" * 5000, "\udcff.1.2.3")


def test_a_forged_cookie_is_nobody(town: Town) -> None:
    """Any changed part of a session breaks its signature; nonsense is nobody, never a fault."""
    cookie = sign_in(town)
    keeper = town.house.doorkeeper

    assert keeper.by_session(cookie) is not None
    assert [text for text in forged(cookie) if keeper.by_session(text) is not None] == []


def test_a_strange_cookie_on_the_wire_is_nobody(town: Town) -> None:
    """Bytes beyond ASCII in the cookie lead to the login like no cookie at all."""
    town.client.cookies.clear()

    answer = town.client.get("/", headers={"Cookie": f"{SESSION}=a.1.b.".encode() + b"\xe9\xff"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_an_expired_session_is_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """After eight hours one signs in again."""
    cookie = sign_in(town)
    later = time.time() + 8 * 3600 + 1

    monkeypatch.setattr("api.identity.time.time", lambda: later)

    assert town.house.doorkeeper.by_session(cookie) is None


def test_a_session_of_another_key_is_nobody(town: Town) -> None:
    """A cookie from another installation opens nothing here."""
    cookie = sign_in(town)

    stranger = replace(town.house.doorkeeper, session_key=b"another key of thirty-two bytes!")

    assert stranger.by_session(cookie) is None


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(town: Town) -> None:
    """HttpOnly, SameSite=Strict; Secure where the page came over TLS."""
    plain = town.client.post("/login", data={"name": NAME, "password": password_of(NAME)})
    secure = town.client.post("https://testserver/login", data={"name": NAME, "password": password_of(NAME)})

    for answer in (plain, secure):
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
    assert "secure" not in plain.headers["set-cookie"].lower()
    assert "secure" in secure.headers["set-cookie"].lower()


def test_the_console_session_opens_no_api_route(town: Town) -> None:
    """The API asks for its own header: no page of another site can use a visitor's session on it."""
    sign_in(town)

    assert town.client.get("/v1/cases").status_code == 401
    assert town.client.post("/v1/checks", json=check_body(credit_code(1))).status_code == 401


def page_token(town: Town) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', town.client.get("/").text)
    assert found
    return found[1]


FORM = {
    "type": "enterprise",
    "code": credit_code(1),
    "matter": "seal.engraving-filing",
    "stage": "acceptance",
    "place": "520103",
    "purpose": "备案",
}


@pytest.mark.parametrize("token", [None, "", "0" * 64, "中文", "\udcff", "é"])
def test_a_form_without_its_token_records_nothing(town: Town, token: str | None) -> None:
    """A page of another site can send the form but cannot know the token."""
    sign_in(town)
    before = town.recorded()
    sent = FORM if token is None else {**FORM, "token": token.encode("utf-8", "surrogateescape").decode("latin-1")}

    answer = town.client.post("/check", data=sent)

    assert answer.status_code == 403
    assert town.recorded() == before


def test_a_token_of_another_session_is_none(town: Town) -> None:
    """A token one has oneself does not work in somebody else's session."""
    sign_in(town, "finance.supervisor")
    foreign = page_token(town)
    town.client.cookies.clear()
    sign_in(town)

    answer = town.client.post("/check", data={**FORM, "token": foreign})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/check", "/login", "/logout", "/checks/0/outcome"])
def test_a_form_sent_from_another_site_is_refused(town: Town, path: str) -> None:
    """Browsers say where a form came from: also the login takes none from elsewhere."""
    sign_in(town)
    before = town.recorded()
    sent = {**FORM, "token": page_token(town), "name": NAME, "password": password_of(NAME)}

    answer = town.client.post(path, data=sent, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert town.recorded() == before


def test_login_and_logout(town: Town) -> None:
    """A right password opens the pages, logging out with the form's token closes them, without it it does not."""
    assert town.client.get("/").headers["location"] == "/login"
    assert sign_in(town)
    assert town.client.get("/").status_code == 200

    stray = town.client.post("/logout")
    still_in = town.client.get("/").status_code
    gone = town.client.post("/logout", data={"token": page_token(town)})

    assert (stray.status_code, still_in) == (403, 200)
    assert gone.headers["location"] == "/login"
    assert town.client.get("/").headers["location"] == "/login"


def test_a_wrong_login_keeps_the_name_and_never_the_password(town: Town) -> None:
    """One retypes the password only; it is not printed back."""
    answer = town.client.post("/login", data={"name": "<b>x", "password": "secret<i>"})

    assert answer.status_code == 401
    assert 'value="&lt;b&gt;x"' in answer.text
    assert "secret" not in answer.text


def test_the_real_password_hash_is_asked(town_of: Callable[..., Town]) -> None:
    """With argon2 behind the door: right in, wrong out, and the second right answer comes from memory."""
    passwords = ArgonPasswords()
    town = town_of(passwords=passwords)
    hashed = passwords.hash(password_of(NAME))
    change(town, lambda account: replace(account, password_hash=hashed))

    assert [ask(town, basic(NAME)), ask(town, basic(NAME)), ask(town, basic(NAME, "x"))] == [404, 404, 401]
