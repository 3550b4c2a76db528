"""The agenda as one asks for it: its file, its private address, and what that holds of whom."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.redaction import Redacting
from bot.render import ics
from dialogs.agenda import Agenda
from dialogs.events import Tapped
from dialogs.invitations import digest
from dialogs.replies import Diary, QrCode, Screen
from dialogs.scene import Reach
from storage.replies import history
from tests.chat import CHANNEL, Chat, chatting
from tests.goals import AIMED, ANSWERED, FOUNDED, GOAL, does

WEB = Reach("https://palier.exemple.fr")
FIRST, SECOND = "jeton-0000000000000001", "jeton-0000000000000002"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(tmp_path / "palier.db", reach=WEB) as made:
        yield made


def diaries(chat: Chat) -> list[Diary]:
    return [it for it in chat.replies if isinstance(it, Diary)]


async def held(chat: Chat, secret: str = FIRST) -> Agenda | None:
    assert chat.engine
    return await chat.engine.agenda(digest(secret))


async def titles(chat: Chat, secret: str = FIRST) -> list[str]:
    agenda = await held(chat, secret)
    assert agenda is not None
    return [it.title for it in agenda.appointments if not it.cancelled]


async def rows(chat: Chat, sql: str) -> list[tuple[object, ...]]:
    assert chat.database
    return await chat.database.transaction(lambda it: it.execute(sql).fetchall())


async def joins(chat: Chat, who: str, role: str, name: str) -> None:
    ((school,),) = await rows(chat, "select id from schools")
    await does(chat, "/equipe", "Dominique", "Inviter")
    said = await chat.event(Tapped(f"make:{school}:link:{role}"))
    secret = next(it for it in said if it.startswith("Partout ici")).rpartition(" ")[2]
    await does(chat, "/start", f"/rejoindre {secret}", name, who=who)


# ---------------------------------------------------------------- the file


async def test_a_goals_file_stays_above_its_card_with_every_date_in_words(chat: Chat) -> None:
    await does(chat, *GOAL)
    said = await does(chat, "Agenda")
    (diary,) = diaries(chat)
    words = " ".join(said)
    for day in ("4 janvier 2027", "5 février 2027", "15 mars 2027"):
        assert day in words
    assert [f"{it.begins:%d/%m/%Y %H:%M}" for it in diary.agenda.appointments] == [
        "04/01/2027 09:00",
        "05/02/2027 09:00",
        "15/03/2027 09:00",
    ]
    assert "» Le fichier est juste au-dessus." in said
    assert said[-1] == "[Agenda] [Historique] [Objectifs]"
    assert isinstance(chat.replies[-1], Screen)
    assert ics.rendered(diary.agenda).count(b"BEGIN:VALARM") == 6
    await chat.reopen()
    assert chat.database
    kept = await chat.database.transaction(lambda it: history(it, CHANNEL, chat.address))
    assert [it.reply for it in kept if isinstance(it.reply, Diary)] == [diary]


async def test_a_later_file_replaces_the_earlier_one_and_cancels_what_was_taken_away(chat: Chat) -> None:
    await does(chat, *GOAL, "Agenda", "Modifier…", "Échéance", "01/04/2027", "Modifier…", "Point 1", "Aucune date")
    await does(chat, "Agenda", "Atteint", "Agenda")
    before, after, over = ({it.uid: it for it in found.agenda.appointments} for found in diaries(chat))
    assert before.keys() == after.keys() == over.keys()
    assert {uid.partition("@")[0].rpartition("-")[2] for uid in before} == {"first", "second", "due"}
    assert all(before[uid].sequence < after[uid].sequence < over[uid].sequence for uid in before)
    (taken,) = (it for it in after.values() if it.cancelled)
    assert taken.uid.startswith("goal-") and "-first@" in taken.uid
    assert f"{taken.begins:%d/%m/%Y}" == "04/01/2027"
    assert all(it.cancelled for it in over.values())


async def test_the_file_of_all_goals_is_of_those_that_run_and_those_that_ended(chat: Chat) -> None:
    await does(chat, *GOAL, "Atteint", "/resultats", *AIMED, "Modifier…", "Échéance", "12/05/2027")
    said = await does(chat, "/objectifs", "Agenda", "Fichier .ics")
    (diary,) = diaries(chat)
    assert {it.cancelled for it in diary.agenda.appointments} == {True, False}
    assert "échéance du 15 mars 2027 (annulée)" in " ".join(said)
    assert "échéance le 12 mai 2027" in " ".join(said)


async def test_a_goal_without_a_date_has_no_file_and_that_is_said(chat: Chat) -> None:
    await does(chat, *FOUNDED, *ANSWERED)
    assert await does(chat, "/objectifs", "Agenda") != []
    assert "[Fichier .ics]" not in " ".join(await does(chat, "/objectifs", "Agenda"))
    said = await does(chat, "/resultats", *AIMED)
    assert "[Agenda]" not in " ".join(said)
    ((goal,),) = await rows(chat, "select id from goals")
    assert "» Cet objectif n'a pas encore de date." in await chat.event(Tapped(f"diary:{goal}"))
    assert "» Aucun objectif n'a encore de date." in await does(chat, "/objectifs", "Agenda", "Fichier .ics")


async def test_a_reader_has_the_file_too_and_a_stranger_has_not(chat: Chat) -> None:
    await does(chat, *GOAL)
    await joins(chat, "reader", "reader", "Lou")
    ((goal,),) = await rows(chat, "select id from goals")
    assert "(agenda :" in " ".join(await chat.event(Tapped(f"diary:{goal}"), address="reader"))
    await does(chat, "/start", who="stranger")
    assert "Collège Un" not in " ".join(await chat.event(Tapped(f"diary:{goal}"), address="stranger"))


# ---------------------------------------------------------------- the address


async def test_the_address_is_shown_once_and_only_its_digest_is_kept(chat: Chat) -> None:
    await does(chat, *GOAL)
    said = await does(chat, "/objectifs", "Agenda", "Adresse privée")
    assert f"https://palier.exemple.fr/agenda/{FIRST}.ics" in " ".join(said)
    codes = [it.link for it in chat.screen.blocks if isinstance(it, QrCode)]
    assert codes == [f"webcal://palier.exemple.fr/agenda/{FIRST}.ics"]
    assert await rows(chat, "select digest from feeds") == [(digest(FIRST),)]
    await does(chat, "Agenda")
    assert FIRST not in str(await rows(chat, "select * from replies"))
    assert FIRST not in str(await rows(chat, "select * from conversations"))


async def test_whatever_comes_between_the_history_loses_the_secret(chat: Chat) -> None:
    """A text, a command and a file come below the screen that shows it: it is not in its place that another comes."""
    await does(chat, *GOAL, "/objectifs", "Agenda", "Adresse privée")
    await does(chat, "un texte", "/aide", "/objectifs")
    assert FIRST not in str(await rows(chat, "select * from replies"))
    assert len(await rows(chat, "select * from replies where live")) == 1


async def test_an_aside_comes_back_to_it(chat: Chat) -> None:
    await does(chat, *GOAL, "/objectifs", "Agenda", "Adresse privée")
    assert FIRST in " ".join(await does(chat, "/aide", "Retour"))
    await does(chat, "/start")
    assert FIRST not in str(await rows(chat, "select * from replies"))


async def test_a_new_one_voids_the_old_and_revoking_voids_it(chat: Chat) -> None:
    await does(chat, *GOAL, "/objectifs", "Agenda", "Adresse privée", "Agenda", "Adresse privée")
    assert await held(chat) is None
    assert len(await titles(chat, SECOND)) == 3
    said = await does(chat, "Agenda")
    assert "Vous en avez une depuis le 23 novembre 2026 ; une nouvelle annule celle-ci." in said
    assert "» Adresse révoquée : elle ne donne plus rien." in await does(chat, "Révoquer l'adresse")
    assert await held(chat, SECOND) is None
    assert "[Révoquer l'adresse]" not in " ".join(await does(chat, "/objectifs", "Agenda"))


async def test_erasing_oneself_takes_the_address_along(chat: Chat) -> None:
    await does(chat, *GOAL, "/objectifs", "Agenda", "Adresse privée", "/effacer", "Oui, tout effacer")
    assert await rows(chat, "select * from goals") == []
    assert await rows(chat, "select * from feeds") == []
    assert await held(chat) is None


async def test_the_feed_follows_who_leads_and_who_pilots(chat: Chat) -> None:
    """A member's holds what they lead, a pilot's all of the school's, as they are at that moment."""
    await does(chat, *GOAL)
    await joins(chat, "karim", "member", "Karim")
    await does(chat, "/objectifs", "Agenda", "Adresse privée", who="karim")
    secret = _secret(chat, "karim")
    assert await titles(chat, secret) == []
    ((goal, school),) = await rows(chat, "select id, school from goals")
    await chat.event(Tapped(f"field:{goal}:pilot"))
    await does(chat, "2")
    assert len(await titles(chat, secret)) == 3
    await chat.event(Tapped(f"field:{goal}:pilot"))
    await does(chat, "Moi")
    assert await titles(chat, secret) == []
    for role, many in (("pilot", 3), ("reader", 0), ("pilot", 3)):
        await does(chat, "/equipe")
        for press in (f"member:{school}:2", f"role:{school}:2:{role}"):
            await chat.event(Tapped(press))
        assert len(await titles(chat, secret)) == many, role


async def test_whoever_left_has_nothing_of_the_school_any_more(chat: Chat) -> None:
    await does(chat, *GOAL)
    await joins(chat, "karim", "pilot", "Karim")
    await does(chat, "/objectifs", "Agenda", "Adresse privée", who="karim")
    secret = _secret(chat, "karim")
    assert len(await titles(chat, secret)) == 3
    ((school,),) = await rows(chat, "select id from schools")
    await does(chat, "/equipe")
    for press in (f"member:{school}:2", f"part:{school}:2", f"gone:{school}:2"):
        await chat.event(Tapped(press))
    assert await rows(chat, "select number from members") == [(1,)]
    agenda = await held(chat, secret)
    assert agenda is not None
    assert agenda.appointments == ()


async def test_a_feed_is_the_same_until_something_changes_and_replaces_then(chat: Chat) -> None:
    await does(chat, *GOAL, "/objectifs", "Agenda", "Adresse privée")
    first, again = await held(chat), await held(chat)
    assert first == again is not None
    await does(chat, "/objectifs", "1", "Modifier…", "Échéance", "01/04/2027")
    later = await held(chat)
    assert first is not None
    assert later is not None
    assert [it.uid for it in first.appointments] == [it.uid for it in later.appointments]
    assert min(it.sequence for it in later.appointments) > max(it.sequence for it in first.appointments)
    assert max(it.changed for it in later.appointments) > max(it.changed for it in first.appointments)


async def test_where_no_phone_can_come_there_is_no_address_and_why(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        said = await does(chat, *GOAL, "/objectifs", "Agenda")
        assert any(it.startswith("Pas d'adresse ici : ce Palier n'est ouvert qu'à cette machine") for it in said)
        assert "[Adresse privée]" not in " ".join(said)
        assert "ne sert plus ici" in " ".join(await chat.event(Tapped("feed:make")))
        assert await rows(chat, "select * from feeds") == []


async def test_in_the_room_the_address_is_said_to_be_the_networks(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db", reach=Reach("http://192.168.1.20:8765", lan=True)) as chat:
        said = await does(chat, *GOAL, "/objectifs", "Agenda", "Adresse privée")
        assert "Sur ce réseau seulement : ailleurs, le téléphone garde les dates déjà reçues." in said
        assert f"http://192.168.1.20:8765/agenda/{FIRST}.ics" in " ".join(said)


async def test_the_installation_keeps_its_name(chat: Chat) -> None:
    await does(chat, *GOAL, "Agenda")
    await chat.reopen()
    await does(chat, "Agenda")
    first, second = diaries(chat)
    assert [it.uid for it in first.agenda.appointments] == [it.uid for it in second.agenda.appointments]


def test_no_private_address_survives_the_log() -> None:
    said = f'"GET /agenda/{FIRST}.ics HTTP/1.1" 200'
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (said,), None)
    assert FIRST not in Redacting("%(message)s").format(record)


def _secret(chat: Chat, who: str) -> str:
    screen = next(it for it in reversed(chat.listener.heard[who]) if isinstance(it, Screen))
    (code,) = (it.link for it in screen.blocks if isinstance(it, QrCode))
    return code.rpartition("/")[2].removesuffix(".ics")
