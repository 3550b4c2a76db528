"""The door of mails: what a server says, in the outbox's words; never twice, in no log, and in clear to nobody."""

from __future__ import annotations

import asyncio
import logging
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.arrivals import Arrival
from bot.channels.email import LATE, SOON, UNFOLDED, ascii_url, composed, limits
from bot.redaction import Secret
from bot.smtp import Smtp
from dialogs.events import Asked, Tapped
from dialogs.replies import Heading, Letter, Paragraph
from storage.mailboxes import Posting
from tests.chat import MONDAY
from tests.mail.house import ADA, URL, Clock, Home, mailing, secret_of
from tests.mail.post import PASSWORD, USER, Post, body, certificate, post

TAKEN = "taken"
SENDER = ("Palier", "palier@exemple.fr")
with_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="MAIL OVER TLS WAS NOT TRIED: openssl is not there"
)


def server(port: int, security: str = "none", password: str = "") -> Smtp:
    return Smtp("127.0.0.1", port, security, USER if password else "", Secret(password) if password else None, SENDER)


# ---------------------------------------------------------------- what a server says


@pytest.mark.parametrize(
    "answers",
    [
        {"rcpt": ["451 4.7.1 come back later"]},
        {"data": ["452 4.3.1 no room"]},
        {"mail": ["421 4.3.2 closing"]},
        {"rcpt": ["lost"]},
        {"mail": ["lost"]},
    ],
    ids=str,
)
async def test_what_was_not_taken_is_sent_again_later(tmp_path: Path, answers: dict[str, list[str]]) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        for step, said in answers.items():
            setattr(smtp, step, said)
        await home.asks("ada", ADA)
        assert len(smtp.mails) == 1
        assert home.pauses == [SOON]
        ((state, ref),) = await home.states()
        assert (state, ref) == (TAKEN, smtp.mails[0]["Message-ID"])
        assert home.health.ills == {}


async def test_each_failure_waits_longer(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        smtp.rcpt = ["450 greylisted"] * 8
        await home.asks("ada", ADA)
        assert home.pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600]
        assert len(smtp.mails) == 1


async def test_nobody_listens(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with post() as smtp:
        gone = server(smtp.port)
    async with post() as other, mailing(tmp_path, other, server=gone) as home:
        third = asyncio.Event()

        async def sleep(seconds: float) -> None:
            home.pauses.append(seconds)
            if len(home.pauses) == 3:
                third.set()
                await asyncio.Event().wait()

        home.outbox._sleep = sleep
        asking = asyncio.create_task(home.asks("ada", ADA))
        await asyncio.wait_for(third.wait(), 10)
        assert home.health.ills == {"email": "SMTPConnectError"}
        assert [it.message for it in caplog.records if it.levelno >= logging.ERROR] == [
            "no mail can be sent: SMTPConnectError"
        ]
        asking.cancel()
        assert await home.states() == [("owed", None)]
        # Meanwhile the conversation goes on.
        await home.engine.submit_all(())


@pytest.mark.parametrize("answers", [{"rcpt": ["550 5.1.1 nobody here"]}, {"data": ["554 5.7.1 no"]}], ids=str)
async def test_what_is_refused_for_good_is_given_up_and_said(tmp_path: Path, answers: dict[str, list[str]]) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        for step, said in answers.items():
            setattr(smtp, step, said)
        await home.asks("ada", ADA)
        assert (len(smtp.mails), smtp.calls, home.pauses) == (0, 1, [])
        assert await home.states() == [(TAKEN, None)]
        await home.happens("ada", Tapped("go:mailbox"))
        assert "pas pu être remis" in await home.screen("ada")
        await home.happens("ada", Tapped("mail:again"))
        await home.happens("ada", Tapped("go:mailbox"))
        assert "pas pu être remis" not in await home.screen("ada")


async def test_what_may_have_arrived_is_not_sent_again(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        await home.confirms("ada", ADA)
        smtp.data = ["lost"]
        await home.reminded("ada")
        assert len(smtp.mails) == 2
        assert (await home.states())[-1] == ("unknown", None)
        # Nor with the next one.
        await home.happens("ada", "/start")
        await home.reminded("ada")
        assert len(smtp.mails) == 3
        assert [state for state, _ in await home.states()] == [TAKEN, "unknown", TAKEN]


async def test_a_sender_that_is_refused_is_our_fault_and_waits_an_hour(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        smtp.mail = ["550 5.7.1 not from here", "250 OK"]
        await home.asks("ada", ADA)
        assert home.pauses == [LATE]
        assert len(smtp.mails) == 1
        assert home.health.ills == {}, "well again"


async def test_a_letter_is_given_up_after_three_days(tmp_path: Path) -> None:
    clock = Clock()
    async with post() as smtp, mailing(tmp_path, smtp, clock=clock) as home:
        smtp.rcpt = ["450 later"]

        async def sleep(_: float) -> None:
            clock.at += timedelta(days=3)

        home.outbox._sleep = sleep
        await home.asks("ada", ADA)
        assert smtp.mails == []
        assert await home.states() == [(TAKEN, None)]


# ---------------------------------------------------------------- once


async def test_a_process_that_ends_in_the_middle_sends_nothing_twice(tmp_path: Path) -> None:
    async with post() as smtp:
        async with mailing(tmp_path, smtp) as home:
            await home.confirms("ada", ADA)
            smtp.hold, smtp.reached = asyncio.Event(), asyncio.Event()
            asking = asyncio.create_task(home.reminded("ada"))
            await smtp.reached.wait()
            assert (await home.states())[-1] == ("claimed", None)
        asking.cancel()
        smtp.hold.set()
        smtp.hold = None
        arrived = len(smtp.mails)
        async with mailing(tmp_path, smtp) as home:
            await home.outbox.quiet()
            assert (await home.states())[-1] == ("unknown", None)
            assert len(smtp.mails) == arrived


async def test_what_a_former_process_owed_is_sent_under_the_same_name(tmp_path: Path) -> None:
    clock = Clock()
    async with post() as smtp:
        async with mailing(tmp_path, smtp, clock=clock) as home:
            smtp.rcpt = ["450 later"]

            waiting = asyncio.Event()

            async def never(_: float) -> None:
                waiting.set()
                await asyncio.Event().wait()

            home.outbox._sleep = never
            asking = asyncio.create_task(home.asks("ada", ADA))
            await asyncio.wait_for(waiting.wait(), 10)
            assert await home.states() == [("owed", None)]
        asking.cancel()
        async with mailing(tmp_path, smtp, clock=clock) as home:
            await home.outbox.quiet()
            ((line,),) = await home.rows(
                "select r.id from replies r join conversations v on v.id = r.conversation where v.channel = 'email'"
            )
            (mail,) = smtp.mails
            ((installation,),) = await home.rows("select value from keepsakes where name = 'installation'")
            assert mail["Message-ID"] == f"<{line}.{installation}@palier.exemple.fr>"


async def test_who_is_erased_while_a_mail_waits_gets_none(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        smtp.rcpt = ["450 later"]
        gate = asyncio.Event()
        waiting = asyncio.Event()

        async def sleep(_: float) -> None:
            waiting.set()
            await gate.wait()

        home.outbox._sleep = sleep
        asking = asyncio.create_task(home.asks("ada", ADA))
        await waiting.wait()
        await home.happens("ada", "/effacer", Tapped("forget"), quiet=False)
        assert await home.rows("select * from mailboxes") == []
        gate.set()
        await asking
        assert smtp.mails == []


async def test_a_confirmation_given_meanwhile_is_asked_for_no_more(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        await home.asks("ada", ADA)
        smtp.rcpt = ["450 later"]

        async def sleep(_: float) -> None:
            assert await home.letterbox.confirm(secret_of(smtp, "courriel"))

        home.outbox._sleep = sleep
        await home.happens("ada", Tapped("mail:again"))
        assert len(smtp.mails) == 1
        assert [state for state, _ in await home.states()] == [TAKEN, TAKEN]


# ---------------------------------------------------------------- in private


@with_openssl
@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_that_is_trusted(tmp_path: Path, security: str) -> None:
    theirs, trusting = certificate(tmp_path)
    async with post(tls=theirs, at_once=security == "tls", asks_who=True) as smtp:
        settings = server(smtp.port, security, PASSWORD)
        async with mailing(tmp_path, smtp, server=settings, tls=trusting) as home:
            await home.asks("ada", ADA)
            assert len(smtp.mails) == 1


@with_openssl
@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_one_that_is_not_hears_nothing(tmp_path: Path, security: str) -> None:
    theirs, _ = certificate(tmp_path)
    async with post(tls=theirs, at_once=security == "tls") as smtp:
        await _hears_nothing(tmp_path, smtp, server(smtp.port, security, PASSWORD), "TLS")


async def test_nothing_is_said_in_clear_where_tls_was_asked_for(tmp_path: Path) -> None:
    async with post(asks_who=True) as smtp:
        await _hears_nothing(tmp_path, smtp, server(smtp.port, "starttls", PASSWORD), "TLS")


async def test_a_wrong_password_waits_an_hour_and_shows_itself_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with post(asks_who=True) as smtp:
        wrong = server(smtp.port, password="pas-le-bon-du-tout")
        await _hears_nothing(tmp_path, smtp, wrong, "authentication refused (535)")
        assert "pas-le-bon" not in repr(wrong)
    assert "pas-le-bon" not in caplog.text
    assert "lovelace" not in caplog.text


async def _hears_nothing(folder: Path, smtp: Post, settings: Smtp, ill: str) -> None:
    async with mailing(folder, smtp, server=settings) as home:
        paused = asyncio.Event()
        pauses: list[float] = []

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)
            paused.set()
            await asyncio.Event().wait()

        home.outbox._sleep = sleep
        asking = asyncio.create_task(home.asks("ada", ADA))
        await asyncio.wait_for(paused.wait(), 10)
        assert (smtp.mails, smtp.calls, pauses) == ([], 0, [LATE])
        assert home.health.ills == {"email": ill}
        asking.cancel()
        assert await home.states() == [("owed", None)]


async def test_no_log_holds_an_address_or_a_servers_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        smtp.mail = [f"550 {ADA} may not", "250 OK"]
        smtp.rcpt = [f"451 {ADA} later", f"550 no {ADA} here"]
        await home.asks("ada", ADA)
        smtp.data = [f"554 {ADA} is a stranger"]
        await home.happens("ada", Tapped("mail:again"))
        smtp.data = ["lost"]
        await home.happens("ada", Tapped("mail:again"))
    assert "no mail can be sent" in caplog.text
    assert "lovelace" not in caplog.text.lower()


# ---------------------------------------------------------------- pace, and what a mail is


async def test_thirty_a_minute_leave() -> None:
    pace = limits()
    now = 0.0
    sent = 0
    while now < 600:
        if (waiting := pace.wait_for_any(now)) == 0:
            sent += 1
        now += waiting
    assert sent <= 300 + 10


def test_two_mailboxes_that_are_refused_hold_up_no_third() -> None:
    pace = limits()
    pace.refused("1:a@exemple.fr", 3600, 0)
    pace.refused("2:b@exemple.fr", 3600, 0.1)
    assert pace.rest("1:a@exemple.fr", 1) > 3000
    assert pace.rest("3:c@exemple.fr", 1) == pace.wait_for_any(1) == 0


POSTING = Posting(ADA, "fr", False, "c" * 22, "l" * 22, "0" * 16)


def test_a_subject_holds_no_header() -> None:
    title = "Objectif\r\nBcc: tous@exemple.fr\r\n\r\nCorps\x0bsuite\u2028fin"
    letter = Letter((Heading(title), Paragraph("Bonjour\r\n.\r\nQUIT")))
    mail = composed(letter, POSTING, ("Pa\u00e9lier", "palier@exemple.fr"), URL, "l'école\r\nBcc: x@exemple.fr")
    raw = mail.as_bytes().decode("ascii")
    head = raw.partition("\r\n\r\n")[0]
    assert mail["Bcc"] is None
    assert "\r\nBcc" not in head
    assert mail["Subject"] == "Objectif Bcc: tous@exemple.fr Corps suite fin"


async def test_a_line_with_a_dot_ends_no_mail(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp, operator="le lycée\n.\nQUIT") as home:
        await home.asks("ada", ADA)
        assert "\r\n.\r\nQUIT" in body(smtp.mails[0]).replace("\r\n", "\n").replace("\n", "\r\n")
        assert len(smtp.envelopes) == 1


def test_however_long_a_link_is_it_stays_one() -> None:
    url = f"https://{'palier.' * 30}exemple.fr"
    raw = composed(Letter((Heading("Rappel"),)), POSTING, SENDER, url, "").as_bytes(policy=UNFOLDED).decode("ascii")
    head, _, text = raw.partition("\r\n\r\n")
    assert f"List-Unsubscribe: <{url}/desabonnement/{'l' * 22}>\r\n" in head
    assert max(map(len, text.split("\r\n"))) <= 76


def test_an_accented_host_is_written_as_servers_take_it() -> None:
    assert ascii_url("https://palier.collège.fr:8443") == "https://palier.xn--collge-6ua.fr:8443"
    assert ascii_url(URL) == URL


def test_without_https_there_is_no_single_tap() -> None:
    letter = Letter((Heading("Rappel"),))
    mail = composed(letter, replace(POSTING, language="en"), SENDER, "http://127.0.0.1:8765", "")
    assert mail["List-Unsubscribe"] == f"<http://127.0.0.1:8765/desabonnement/{'l' * 22}>"
    assert mail["List-Unsubscribe-Post"] is None
    assert "the person who installed this Palier" in body(mail)


async def test_a_waiting_mail_holds_up_no_conversation(tmp_path: Path) -> None:
    async with post() as smtp, mailing(tmp_path, smtp) as home:
        smtp.hold = asyncio.Event()
        asking = asyncio.create_task(home.asks("ada", ADA))
        await smtp.reached.wait()
        await asyncio.wait_for(_chats(home), 5)
        smtp.hold.set()
        await asking
        assert len(smtp.mails) == 1


async def _chats(home: Home) -> None:
    for number in range(20):
        await home.engine.submit(Arrival(f"key {number}", "web", "bob", Asked("start"), MONDAY))
