"""An address is given in the chat, confirmed from its own mail, and left in one tap; nobody can bomb a stranger."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import FormData

from bot.arrivals import Arrival
from bot.upkeep import tidy
from dialogs.events import Reminded, Said, Tapped
from storage import deciding, mailboxes, team
from storage.mailboxes import Spoken
from tests.chat import MONDAY
from tests.mail.house import ADA, URL, Home, link, mailing, secret_of
from tests.mail.post import body, post
from tests.web.visitor import Visitor, visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    async with post() as server, mailing(tmp_path, server) as here:
        yield here


async def asked(home: Home, browser: Visitor, mail: str = ADA) -> str:
    """The page after the address was given."""
    await browser.tap("Commencer")
    await browser.say("/mesdonnees")
    await browser.tap("Rappels par courriel")
    page = await browser.say(mail)
    await home.outbox.quiet()
    return page.text


async def test_the_whole_road(home: Home) -> None:
    async with visitor(home.url) as browser:
        assert f"Un courriel part à {ADA} : ouvrez-le, et confirmez." in await asked(home, browser)
        (mail,) = home.post.mails
        assert home.post.envelopes == [("palier@exemple.fr", [ADA])]
        assert (mail["Subject"], mail["To"], mail["From"]) == (
            "Confirmez votre adresse",
            ADA,
            "Palier <palier@exemple.fr>",
        )
        assert mail["Auto-Submitted"] == "auto-generated"
        assert body(mail).rstrip().endswith(f"Ne plus recevoir de courriels : {URL}{link(home.post, 'desabonnement')}")
        assert f"Envoyé par le collège Jean Lurçat, avec Palier : {URL}" in body(mail)
        # Looking confirms nothing.
        path = link(home.post, "courriel")
        for method in ("GET", "HEAD"):
            assert (await browser.ask(method, path)).status == 200
        assert await home.rows("select confirmed from mailboxes") == [(None,)]
        # Nor does another site's form, or a form without a page.
        for headers in ({"Origin": "https://ailleurs.exemple"}, {}):
            assert (await browser.ask("POST", path, data=ONE_CLICK, headers=headers)).status == 403
        for _ in range(2):
            assert "C'est confirmé" in (await browser.post(path, {})).text
        page = (await browser.get()).text
        assert "Votre adresse de courriel est confirmée : vos rappels y arrivent aussi." in page
        assert page.count("est confirmée : vos rappels") == 1
        assert f"{ADA}, confirmée." in (await browser.say("/mesdonnees")).text


async def test_what_was_typed_is_not_kept_as_said(home: Home) -> None:
    async with visitor(home.url) as browser:
        await asked(home, browser)
    assert await home.rows("select body from replies where kind = 'said' and body like '%@%'") == []


async def test_an_address_taken_back_stands_nowhere(home: Home) -> None:
    await home.confirms("ada", ADA)
    await home.happens("ada", "/mesdonnees", "/aide", Tapped("go:mailbox"), "bonjour", Tapped("mail:forget"))
    for table in ("replies", "conversations", "mailboxes", "confirmations", "events"):
        assert "lovelace" not in str(await home.rows(f"select * from {table}")), table
    assert len(await home.rows("select * from replies")) > 2, "the others stay"


async def test_one_tap_in_the_mail_program_leaves(home: Home) -> None:
    await home.confirms("ada", ADA)
    await home.reminded("ada")
    mail = home.post.mails[-1]
    assert mail["Subject"].startswith("Rappel : « Positionnement")
    leave = link(home.post, "desabonnement")
    assert mail["List-Unsubscribe"] == f"<{URL}{leave}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/courriel/" not in body(mail)
    async with visitor(home.url) as program:
        for wrong in ({"List-Unsubscribe": "Two"}, {}, {**ONE_CLICK, "other": "1"}):
            assert (await program.ask("POST", leave, data=wrong)).status == 403
        for headers in (
            {"Origin": "https://ailleurs.exemple"},
            {"Cookie": "palier=x"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            assert (await program.ask("POST", leave, data=ONE_CLICK, headers=headers)).status == 403
        assert await home.rows("select count(*) from mailboxes") == [(1,)]
        # A person's own browser, from our page.
        assert (await program.post(leave, {})).status == 200
    assert await home.rows("select count(*) from mailboxes") == [(0,)]


@pytest.mark.parametrize("parts", [False, True], ids=["as a form", "in parts"])
async def test_the_post_of_rfc_8058_needs_no_page(home: Home, parts: bool) -> None:
    await home.confirms("ada", ADA)
    leave = link(home.post, "desabonnement")
    form = FormData(ONE_CLICK, default_to_multipart=parts)
    async with visitor(home.url) as program:
        assert (await program.get(leave)).status == 200
        assert await home.rows("select count(*) from mailboxes") == [(1,)]
        answer = await program.ask("POST", leave, data=form)
        assert answer.status == 200
        assert not answer.cookies
        again = await program.ask("POST", leave, data=ONE_CLICK)
        nothing = await program.ask("POST", "/desabonnement/" + "x" * 22, data=ONE_CLICK)
        assert answer.text == again.text == nothing.text
        # Exactly this route.
        for path in ("/tap", "/say", link(home.post, "courriel"), f"{leave}/", "/desabonnement/court"):
            assert (await program.ask("POST", path, data=ONE_CLICK)).status == 403
    assert await home.rows("select count(*) from mailboxes") == [(0,)]
    assert await home.rows("select count(*) from conversations where channel = 'email'") == [(0,)]
    told = await home.rows("select body from replies order by id desc limit 1")
    assert "arrivent plus par courriel" in str(told)


async def test_an_old_mails_link_still_leaves_after_a_return(home: Home) -> None:
    await home.confirms("ada", ADA)
    old = link(home.post, "desabonnement")
    await home.happens("ada", Tapped("go:mailbox"), Tapped("mail:forget"), ADA)
    assert link(home.post, "desabonnement") == old
    assert link(home.post, "courriel", 0) != link(home.post, "courriel", 1)


async def test_asked_again_the_first_mails_link_stays_good(home: Home) -> None:
    await home.asks("ada", ADA)
    await home.happens("ada", Tapped("mail:again"))
    assert link(home.post, "courriel", 0) == link(home.post, "courriel", 1)
    assert home.post.mails[0]["Message-ID"] != home.post.mails[1]["Message-ID"]


async def test_another_address_takes_the_place_of_the_first(home: Home) -> None:
    await home.confirms("ada", ADA)
    first = link(home.post, "courriel").rpartition("/")[2]
    await home.asks("ada", "ada@autre.exemple.fr")
    assert not await home.letterbox.confirm(first)
    assert await home.rows("select mail, confirmed from mailboxes") == [("ada@autre.exemple.fr", None)]


async def test_after_seven_days_the_link_is_void_and_the_address_forgotten(home: Home) -> None:
    await home.asks("ada", ADA)
    home.clock.at += timedelta(days=7, minutes=1)
    async with visitor(home.url) as browser:
        answer = await browser.post(link(home.post, "courriel"), {})
        assert answer.status == 404
        assert "Ce lien ne vaut plus" in answer.text
    await tidy(home.database, home.clock.at)
    assert await home.rows("select * from mailboxes") == []
    assert await home.rows("select * from confirmations") == []
    assert await home.rows("select * from conversations where channel = 'email'") == []


async def test_a_confirmed_address_stays(home: Home) -> None:
    await home.confirms("ada", ADA)
    home.clock.at += timedelta(days=29)
    await tidy(home.database, home.clock.at)
    assert len(await home.rows("select * from mailboxes")) == 1


async def test_a_person_gets_three_confirmations_a_day(home: Home) -> None:
    for number in range(5):
        await home.asks("ada", f"ada{number}@exemple.fr")
    assert len(home.post.mails) == 3
    told = await home.rows("select body from replies order by id desc limit 1")
    assert "Trois courriels de confirmation" in str(told)
    home.clock.at += timedelta(days=1)
    await home.happens("ada", Tapped("mail:again"))
    assert len(home.post.mails) == 4


async def test_an_address_gets_three_a_day_whoever_asks_and_however_it_is_written(home: Home) -> None:
    for who, mail in enumerate((ADA, ADA.upper(), "ada.lovelace+1@exemple.fr", "adalovelace@exemple.fr", ADA)):
        await home.asks(f"somebody {who}", mail)
    assert len(home.post.mails) == 3
    # Nor does somebody who erases everything begin anew.
    await home.happens("somebody 0", "/effacer", Tapped("forget"))
    await home.asks("somebody 0", ADA)
    assert len(home.post.mails) == 3
    assert "lovelace" not in str(await home.rows("select * from confirmations"))


async def test_who_is_erased_takes_the_address_along(home: Home) -> None:
    await home.confirms("ada", ADA)
    confirm, leave = link(home.post, "courriel"), link(home.post, "desabonnement")
    await home.happens("ada", "/effacer", Tapped("forget"))
    for table in ("mailboxes", "conversations", "replies"):
        assert "lovelace" not in str(await home.rows(f"select * from {table}"))
    async with visitor(home.url) as browser:
        assert (await browser.post(confirm, {})).status == 404
        assert "n'écrit plus à cette adresse" in (await browser.post(leave, {})).text


async def test_nothing_comes_in_by_mail_and_nobody_is_met_there(home: Home) -> None:
    await home.confirms("ada", ADA)
    ((address,),) = await home.rows("select address from conversations where channel = 'email'")
    with pytest.raises(ValueError, match="nothing comes in"):
        await home.engine.submit(Arrival("key", "email", str(address), Said("Bonjour"), MONDAY))
    await home.engine.submit(Arrival("other", "email", "7:nobody@exemple.fr", Reminded("abcd"), MONDAY))
    assert await home.rows("select count(*) from people") == [(1,)]


async def test_what_is_told_to_people_goes_to_their_chats_alone(home: Home) -> None:
    await home.happens("ada", "/start", Tapped("grid:paliers-etablissement"), "/etablissement", "0750655E", "Collège")
    await home.happens("ada", Tapped("go:founded"))
    await home.confirms("ada", ADA)
    ((school, campaign),) = await home.rows("select school, id from campaigns")

    def found(connection: sqlite3.Connection) -> tuple[list[Spoken], ...]:
        return (
            team.pilots(connection, str(school)),
            deciding.addresses(connection, str(campaign), (1,)),
            [it for it, _ in deciding.electors(connection, str(campaign), "web", "other", MONDAY)],
            mailboxes.chats(connection, 1),
        )

    for places in await home.database.transaction(found):
        assert [channel for _, channel, _, _ in places] == ["web"]


async def test_in_english_too(home: Home) -> None:
    async with visitor(home.url, "en") as browser:
        await browser.tap("Begin")
        await browser.say("/mydata")
        await browser.tap("E-mail reminders")
        assert f"An e-mail is on its way to {ADA}: open it, and confirm." in (await browser.say(ADA)).text
        await home.outbox.quiet()
        (mail,) = home.post.mails
        assert mail["Subject"] == "Confirm your address"
        assert "Sent by le collège Jean Lurçat, with Palier:" in body(mail)
        assert "Confirm this address" in (await browser.get(link(home.post, "courriel"))).text


def traces(folder: Path, mail: str) -> dict[str, int]:
    """How often an address stands in each file of the database."""
    return {it.name: it.read_bytes().count(mail.encode()) for it in folder.iterdir() if it.name.startswith("palier.db")}


@pytest.mark.parametrize("way", ["button", "link", "other", "silence"])
async def test_an_address_that_was_taken_back_is_in_no_file_any_more(tmp_path: Path, way: str) -> None:
    async with post() as server, mailing(tmp_path, server) as home:
        who, mail = "ada", "ada.canari@exemple.fr"
        await (home.asks if way == "silence" else home.confirms)(who, mail)
        assert sum(traces(tmp_path, mail).values())
        if way == "button":
            await home.happens(who, Tapped("go:mailbox"), Tapped("mail:forget"))
        elif way == "link":
            await home.letterbox.leave(secret_of(home.post, "desabonnement"))
        elif way == "other":
            await home.happens(who, Tapped("go:mailbox"), "autre@exemple.fr")
        else:
            await home.happens(who, "/menu")
            await tidy(home.database, home.clock.at + timedelta(days=8))
        await home.outbox.quiet()
        await home.engine.close()  # until the log is emptied, too
        assert set(traces(tmp_path, mail).values()) == {0}
