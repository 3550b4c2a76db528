"""A school's team, several people at once in front of the real engine and a real file."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.admin import transfer
from bot.upkeep import SILENT, tidy
from dialogs.commands import heard
from dialogs.events import Asked, Event, Said, Tapped
from dialogs.invitations import MOST_USES, digest
from dialogs.replies import QrCode, Screen
from dialogs.scene import Reach
from storage.campaigns import LISTED, SEEN
from tests.chat import Chat, chatting, find

UAI = "0750655E"


async def rows(chat: Chat, sql: str, *values: object) -> list[tuple[object, ...]]:
    assert chat.database
    return await chat.database.transaction(lambda it: it.execute(sql, values).fetchall())


async def say(chat: Chat, who: str, *texts: str) -> list[str]:
    reads: list[str] = []
    for text in texts:
        reads = await chat.event(heard(text), address=who)
    return reads


async def tap(chat: Chat, who: str, *labels: str) -> list[str]:
    reads: list[str] = []
    for label in labels:
        chat.address = who
        reads = await chat.event(Tapped(find(chat.screen, label).press), address=who)
    return reads


async def founded(chat: Chat, who: str = "pilot", name: str = "Collège Un", uai: str = UAI) -> None:
    """A school with its first campaign, one answer in it, and its pilot's name."""
    await say(chat, who, "/start")
    await tap(chat, who, "Commencer", "Pilotage", "Niveau 1")
    await say(chat, who, "/etablissement", uai, name)
    await tap(chat, who, "C'est bien cela")
    await say(chat, who, "/equipe", "Dominique")


async def secret(chat: Chat, label: str, who: str = "pilot") -> str:
    """Of a new invitation, as its maker reads it."""
    await say(chat, who, "/equipe")
    await tap(chat, who, "Inviter")
    reads = await tap(chat, who, label)
    line = next(line for line in reads if line.startswith(("Code : ", "Partout ici : ")))
    return line.rpartition(" ")[2]


async def joined(chat: Chat, who: str, label: str = "Lien, membre", name: str = "") -> None:
    token = await secret(chat, label)
    await say(chat, who, f"/rejoindre {token}", name or who.capitalize())


async def campaign_of(chat: Chat) -> str:
    return str((await rows(chat, "select id from campaigns where school is not null order by opened"))[0][0])


async def roles(chat: Chat) -> dict[object, object]:
    return dict(
        await rows(
            chat,
            "select c.address, m.role from members m join conversations c on c.person = m.person order by m.number",
        )  # type: ignore[arg-type]
    )


async def test_a_link_lets_in_at_once_and_asks_for_a_name(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        token = await secret(chat, "Lien, membre")
        reads = await say(chat, "camille", f"/start {token}")
        assert reads[:2] == ["» Vous êtes dans l'équipe de « Collège Un ».", "Votre nom dans l'équipe"]
        reads = await say(chat, "camille", "Camille")
        assert reads[1:4] == ["L'équipe de « Collège Un »", "1. Dominique, pilote", "2. Camille, membre (vous)"]
        assert "[Inviter]" not in " ".join(reads)
        assert await rows(chat, "select uses from invitations") == [(1,)]


async def test_of_a_secret_only_its_digest_is_kept_once_its_screen_is_left(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        token, spoken = await secret(chat, "Lien, membre"), await secret(chat, "Code, membre")
        await tap(chat, "pilot", "L'équipe")
        kept = {row[0] for row in await rows(chat, "select secret from invitations")}
        assert kept == {digest(token), digest(spoken.replace("-", ""))}
        sessions = await rows(chat, "select session from conversations")
        assert token not in str(sessions)
        await say(chat, "camille", "/rejoindre", spoken)
        assert spoken not in str(await rows(chat, "select body from replies where kind = 'said'"))


async def test_who_joins_by_a_spoken_code_waits_for_the_pilot(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        code = await secret(chat, "Code, lecteur")
        await tap(chat, "pilot", "L'équipe")
        reads = await say(chat, "sacha", "/rejoindre", code.lower().replace("-", " "), "Sacha")
        assert "Demande envoyée à « Collège Un » : un pilote doit l'accepter." in reads
        assert await roles(chat) == {"pilot": "pilot"}
        assert not any("Collège Un" in line for line in await say(chat, "sacha", "/campagnes"))
        reads = await say(chat, "pilot", "/aide")
        assert reads[0] == "Aide", "told already, by a message of its own"
        assert not (await say(chat, "pilot", "/campagnes"))[0].startswith("»"), "said once"
        reads = await say(chat, "pilot", "/equipe")
        assert "A. Sacha demande à rejoindre l'équipe (lecteur)." in reads
        reads = await tap(chat, "pilot", "Accepter A")
        assert "2. Sacha, lecteur" in reads
        reads = await say(chat, "sacha", "/campagnes")
        assert reads[0] == "» Vous êtes maintenant dans l'équipe de « Collège Un » : /equipe."
        assert await roles(chat) == {"pilot": "pilot", "sacha": "reader"}


async def test_whom_the_pilot_refuses_stays_out(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await say(chat, "sacha", f"/rejoindre {await secret(chat, 'Code, membre')}", "Sacha")
        await say(chat, "pilot", "/equipe")
        await tap(chat, "pilot", "Refuser A")
        assert await rows(chat, "select * from requests") == []
        assert await roles(chat) == {"pilot": "pilot"}


async def test_the_uai_of_a_school_that_is_here_leads_to_its_pilot(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        reads = await say(chat, "sacha", "/rejoindre", UAI)
        assert "Cet établissement a une équipe ici. Demander à la rejoindre ?" in reads
        await tap(chat, "sacha", "Demander", "Rester sans nom")
        await say(chat, "sacha", "/rejoindre", UAI)
        await tap(chat, "sacha", "Demander")
        assert len(await rows(chat, "select * from requests")) == 1, "asked twice, one request"
        reads = await say(chat, "pilot", "/equipe")
        assert "A. Quelqu'un demande à rejoindre l'équipe (membre)." in reads
        await tap(chat, "pilot", "Accepter A")
        assert await roles(chat) == {"pilot": "pilot", "sacha": "member"}


async def test_a_draft_is_given_to_the_school_joined(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await say(chat, "camille", "/start")
        await tap(chat, "camille", "Commencer")
        await joined(chat, "camille")
        assert await rows(chat, "select count(*) from campaigns where school is null") == [(1,)]
        await say(chat, "camille", "/etablissement")
        reads = await tap(chat, "camille", "1")
        assert reads[0] == "» Cette campagne est maintenant celle de « Collège Un »."
        assert await rows(chat, "select count(*) from campaigns where school is null") == [(0,)]


async def test_an_invitation_ends_by_time_by_use_and_by_being_revoked(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        late, revoked, used = [await secret(chat, "Lien, membre") for _ in range(3)]
        await tap(chat, "pilot", "Autre invitation")
        await tap(chat, "pilot", "Révoquer 2")
        await rows(chat, "update invitations set uses = ? where secret = ?", MOST_USES, digest(used))
        for token in (revoked, used):
            assert "n'existe pas" in (await say(chat, "camille", f"/rejoindre {token}"))[0]
        chat.now += timedelta(days=7)
        assert "n'existe pas" in (await say(chat, "camille", f"/rejoindre {late}"))[0]
        assert await roles(chat) == {"pilot": "pilot"}
        assert not any("Lien, membre, jusqu" in line for line in await say(chat, "pilot", "/equipe", "Inviter"))
        assert chat.database
        await tidy(chat.database, chat.now)
        assert await rows(chat, "select * from invitations") == []


async def test_five_wrong_codes_and_even_a_right_one_waits(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        code = await secret(chat, "Code, membre")
        for number in range(5):
            assert "n'existe pas" in (await say(chat, "sacha", f"/rejoindre AAAA-000{number}"))[0]
        assert (await say(chat, "sacha", f"/rejoindre {code}"))[0].startswith("» Trop de codes faux : réessayez dans 1")
        assert await rows(chat, "select * from requests") == []
        assert "n'existe pas" in (await say(chat, "somebody else", "/rejoindre AAAA-0009"))[0]
        chat.now += timedelta(minutes=15)
        assert (await say(chat, "sacha", f"/rejoindre {code}"))[0].startswith("» Demande envoyée")


async def test_four_wrong_codes_do_not_keep_a_right_one_out(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        code = await secret(chat, "Code, membre")
        await say(chat, "sacha", *[f"/rejoindre AAAA-000{number}" for number in range(4)])
        assert (await say(chat, "sacha", f"/rejoindre {code}"))[0].startswith("» Demande envoyée")


async def test_a_member_fills_their_own_campaign_and_reads_the_others(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "camille")
        theirs = await campaign_of(chat)
        await say(chat, "camille", "/campagnes")
        reads = await tap(chat, "camille", "1")
        assert "Quelqu'un d'autre remplit cette campagne : vous la lisez." in reads
        assert "[Changer le titre]" not in " ".join(reads)
        assert "1. " in " ".join(await say(chat, "camille", "/recap"))
        assert any("Niveau 1" in line for line in await say(chat, "camille", "/recap"))
        await say(chat, "camille", "/resultats")
        assert "vous la lisez" in (await chat.event(Tapped(f"ask:{theirs}:charte-usage"), address="camille"))[0]
        before = await rows(chat, "select * from opinions")
        press = f"answer:{theirs}:{(await rows(chat, 'select question from opinions'))[0][0]}:3"
        assert "vous la lisez. Rien n'a été changé." in (await chat.event(Tapped(press), address="camille"))[0]
        assert await rows(chat, "select * from opinions") == before
        await say(chat, "camille", "/start")
        await chat.event(Tapped("go:anew"), address="camille")
        await tap(chat, "camille", "Paliers")
        await tap(chat, "camille", "Pilotage", "Niveau 2")
        held = await rows(
            chat, "select c.school is not null, o.answer from campaigns c join opinions o on o.campaign = c.id"
        )
        assert held == [(1, "1"), (1, "2")]


HOSTILE = (
    "enter:{campaign}",
    "domain:{campaign}:pilotage",
    "answer:{campaign}:{question}:3",
    "answer:{campaign}:{question}:na",
    "clear:{campaign}:{question}",
    "ask:{campaign}:{question}",
    "settle:{campaign}:{question}",
    "note:{campaign}:{question}",
    "keep:{campaign}:{question}",
    "compare:{campaign}",
    "go:title",
    "go:rename",
    "go:relocate",
    "go:founded",
    "go:invite",
    "make:{school}:link:pilot",
    "make:{school}:code:pilot",
    "revoke:{school}:{invitation}",
    "admit:{school}:{request}",
    "decline:{school}:{request}",
    "member:{school}:1",
    "role:{school}:1:reader",
    "role:{school}:{number}:pilot",
    "hand:{school}:{number}",
    "part:{school}:1",
    "gone:{school}:1",
    "give:{campaign}:{school}",
    "for:{school}",
)
WATCHED = ("campaigns", "opinions", "drafts", "notes", "schools", "members", "invitations", "requests")


async def watched(chat: Chat) -> dict[str, list[tuple[object, ...]]]:
    return {table: await rows(chat, f"select * from {table}") for table in WATCHED}


@pytest.mark.parametrize("role", ["member", "reader", "removed", "stranger"])
async def test_a_pilots_buttons_change_nothing_in_other_hands(tmp_path: Path, role: str) -> None:
    """Every button that the pilot could tap, and every text, from where each leads; each is answered."""
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        number = 0
        if role != "stranger":
            await joined(chat, "actor", "Lien, lecteur" if role == "reader" else "Lien, membre", "Acteur")
            number = 2
        await say(chat, "sacha", f"/rejoindre {await secret(chat, 'Code, membre')}", "Sacha")
        if role == "removed":
            await say(chat, "actor", "/campagnes")
            await tap(chat, "actor", "1")
            await say(chat, "pilot", "/equipe")
            await tap(chat, "pilot", "2", "Retirer", "Oui, retirer")
        names = {
            "campaign": await campaign_of(chat),
            "question": (await rows(chat, "select question from opinions"))[0][0],
            "school": (await rows(chat, "select id from schools"))[0][0],
            "invitation": (await rows(chat, "select id from invitations"))[0][0],
            "request": (await rows(chat, "select id from requests"))[0][0],
            "number": number,
        }
        before = await watched(chat)
        presses: list[Event] = [Tapped(press.format(**names)) for press in HOSTILE]
        places: list[Event] = [Asked("equipe"), Asked("campagnes"), Asked("etablissement"), Tapped("go:call")]
        for place in places:
            for press in presses:
                await chat.event(place, address="actor")
                assert await chat.event(press, address="actor"), press
                await chat.event(Said("Mon texte à moi"), address="actor")
        after = await watched(chat)
        # One's own name is anybody's to change; nothing else is.
        mine = [row for row in after.pop("members") if row[4] == number]
        assert [row for row in before.pop("members") if row[4] != number] == [
            row for row in (await rows(chat, "select * from members")) if row[4] != number
        ]
        assert all(row[2] == role for row in mine)
        assert after == before


async def test_who_pilots_another_school_changes_and_sees_nothing_here(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat, name="Collège Canari")
        await joined(chat, "camille", name="Canari Camille")
        await say(chat, "sacha", f"/rejoindre {await secret(chat, 'Code, membre')}", "Canari Sacha")
        names = {
            "campaign": await campaign_of(chat),
            "question": (await rows(chat, "select question from opinions"))[0][0],
            "school": (await rows(chat, "select id from schools"))[0][0],
            "invitation": (await rows(chat, "select id from invitations"))[0][0],
            "request": (await rows(chat, "select id from requests"))[0][0],
            "number": 2,
        }
        await founded(chat, "elsewhere", "Lycée Deux", "0750656F")
        before = await watched(chat)
        for place in ("equipe", "campagnes", "etablissement", "resultats", "recap", "comparer", "mesdonnees"):
            for press in HOSTILE:
                if "{" not in press:
                    continue
                reads = await chat.event(Asked(place), address="elsewhere")
                reads += await chat.event(Tapped(press.format(**names)), address="elsewhere")
                reads += await chat.event(Tapped("go:invite"), address="elsewhere")
                assert not any("Canari" in line for line in reads), press
        assert await watched(chat) == before


async def test_a_removed_members_old_buttons_do_nothing_and_show_nothing(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "camille")
        await say(chat, "camille", "/campagnes")
        await tap(chat, "camille", "1")
        old = chat.screen
        await say(chat, "pilot", "/equipe")
        await tap(chat, "pilot", "2", "Retirer")
        reads = await tap(chat, "pilot", "Oui, retirer")
        assert reads[0] == "» Camille n'est plus dans l'équipe."
        for row in old.rows:
            for button in row:
                reads = await chat.event(Tapped(button.press), address="camille")
                assert reads
                assert not any("Collège Un" in line or "Positionnement" in line for line in reads)
        assert "d'aucun établissement" in (await say(chat, "camille", "/equipe"))[0]


async def test_the_last_pilot_neither_leaves_nor_is_demoted(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await say(chat, "pilot", "/equipe")
        reads = await tap(chat, "pilot", "1")
        assert "Vous êtes seul dans l'équipe. /effacer efface tout, établissement compris." in reads
        assert reads[-1] == "[Mon nom] [L'équipe]"
        ((school,),) = await rows(chat, "select id from schools")
        for press in (f"role:{school}:1:reader", f"part:{school}:1"):
            assert "ne reste pas sans pilote" in (await chat.event(Tapped(press), address="pilot"))[0]
        await joined(chat, "camille")
        await say(chat, "pilot", "/equipe")
        for labels in (("1", "Nommer lecteur"), ("Quitter l'équipe",)):
            assert "ne reste pas sans pilote" in (await tap(chat, "pilot", *labels))[0]
        assert await roles(chat) == {"pilot": "pilot", "camille": "member"}


async def test_handing_over_makes_the_other_pilot_and_oneself_a_member(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "camille")
        await say(chat, "pilot", "/equipe")
        assert (await tap(chat, "pilot", "2", "Passer la main"))[0] == "» Camille pilote à présent ; vous êtes membre."
        assert await roles(chat) == {"pilot": "member", "camille": "pilot"}
        await tap(chat, "pilot", "L'équipe", "1", "Quitter l'équipe")
        assert (await tap(chat, "pilot", "Oui, quitter"))[0] == "» Vous avez quitté l'équipe."
        assert await roles(chat) == {"camille": "pilot"}
        reads = await say(chat, "camille", "/campagnes")
        assert any("1 sur" in line for line in reads), "what was filled for the school stays the school's"
        campaign = await campaign_of(chat)
        assert await rows(chat, "select count(*) from opinions o join campaigns c on o.person = c.opened_by") == [(1,)]
        await chat.event(Tapped(f"enter:{campaign}"), address="camille")
        assert "[Changer le titre]" in " ".join(await chat.event(Tapped(f"enter:{campaign}"), address="camille"))


async def test_roles_change_at_once(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "camille")
        await say(chat, "camille", "/campagnes")
        await chat.event(Tapped("go:anew"), address="camille")
        await tap(chat, "camille", "Paliers", "Pilotage")
        await say(chat, "pilot", "/equipe")
        await tap(chat, "pilot", "2", "Nommer lecteur")
        before = await rows(chat, "select * from opinions")
        reads = await tap(chat, "camille", "Niveau 2")
        assert "vous la lisez. Rien n'a été changé." in reads[0]
        assert await rows(chat, "select * from opinions") == before


async def test_the_pilot_fills_what_a_member_opened(tmp_path: Path) -> None:
    """Alone, the last answer given for the school is its position: a pilot corrects by giving theirs."""
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "camille")
        await chat.event(Tapped("go:anew"), address="camille")
        await tap(chat, "camille", "Paliers", "Pilotage", "Niveau 2")
        newest = str((await rows(chat, "select id from campaigns order by opened desc"))[0][0])
        question = str((await rows(chat, "select question from opinions where campaign = ?", newest))[0][0])
        await chat.event(Tapped(f"enter:{newest}"), address="pilot")
        await chat.event(Tapped(f"answer:{newest}:{question}:3"), address="pilot")
        assert any("Niveau 3" in line for line in await say(chat, "camille", "/recap"))
        await say(chat, "camille", "/effacer")
        await tap(chat, "camille", "Oui, tout effacer")
        assert await rows(chat, "select answer from opinions where campaign = ?", newest) == [("3",)]
        await chat.event(Tapped(f"answer:{newest}:{question}:1"), address="pilot")
        assert await rows(chat, "select answer from opinions where campaign = ?", newest) == [("1",)]
        assert await rows(chat, "select count(*) from campaigns where opened_by is null") == [(0,)]


async def test_erasing_oneself_leaves_the_team_a_pilot_and_no_trace(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "lecteur", "Lien, lecteur")
        await joined(chat, "camille")
        await say(chat, "pilot", "/effacer")
        assert "Sans autre pilote, le membre le plus ancien le devient." in await say(chat, "pilot", "/effacer")
        await tap(chat, "pilot", "Oui, tout effacer")
        assert await roles(chat) == {"lecteur": "reader", "camille": "pilot"}
        assert await rows(chat, "select name from members where name = 'Dominique'") == []
        assert await rows(chat, "select count(*) from invitations where made_by is not null") == [(0,)]


async def test_the_silent_are_forgotten_with_what_they_asked(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        await founded(chat)
        await say(chat, "sacha", "/rejoindre AAAA-0001", f"/rejoindre {await secret(chat, 'Code, membre')}", "Sacha")
        await tidy(chat.database, chat.now + SILENT + timedelta(seconds=1))
        for table in ("requests", "wrong_codes"):
            assert await rows(chat, f"select * from {table}") == []
        assert await rows(chat, "select address from conversations") == [("pilot",)]


async def test_one_person_in_two_schools_chooses_which_is_meant(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await founded(chat, "camille", "Collège Deux", "0750656F")
        await joined(chat, "camille", name="Camille")
        reads = await say(chat, "camille", "/campagnes")
        assert "Une nouvelle campagne sera pour « Collège Un »." in reads
        assert sum("· Collège" in line for line in reads) == 2
        await tap(chat, "camille", "Autre établissement")
        reads = await tap(chat, "camille", "1")
        assert "Une nouvelle campagne sera pour « Collège Deux »." in reads
        assert (await say(chat, "camille", "/equipe"))[0] == "L'équipe de « Collège Deux »"
        await say(chat, "camille", "/campagnes")
        await tap(chat, "camille", "Autre établissement")
        assert "Une nouvelle campagne sera pour un autre établissement, à préciser." in await tap(
            chat, "camille", "Un autre"
        )
        await tap(chat, "camille", "Nouvelle campagne", "Paliers")
        assert await rows(chat, "select count(*) from campaigns where school is null") == [(1,)]


async def test_who_is_in_two_schools_leaves_one_and_stays_in_the_other(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await founded(chat, "camille", "Collège Deux", "0750656F")
        await joined(chat, "camille", name="Camille")
        await say(chat, "camille", "/equipe")
        reads = await tap(chat, "camille", "2", "Quitter l'équipe", "Oui, quitter")
        assert reads[0] == "» Vous avez quitté l'équipe."
        assert not any("Collège Un" in line for line in reads)
        assert (await say(chat, "camille", "/equipe"))[0] == "L'équipe de « Collège Deux »"
        assert await roles(chat) == {"pilot": "pilot", "camille": "pilot"}


async def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await joined(chat, "camille")
        await say(chat, "pilot", "/equipe")
        await tap(chat, "pilot", "2", "Retirer", "Oui, retirer")
        await joined(chat, "sacha")
        assert await rows(chat, "select number from members order by number") == [(1,), (3,)]


async def test_who_is_taken_out_does_not_come_back_by_a_link(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        token = await secret(chat, "Lien, membre")
        await say(chat, "camille", f"/rejoindre {token}", "Camille")
        await say(chat, "pilot", "/equipe")
        await tap(chat, "pilot", "2", "Retirer", "Oui, retirer")
        assert "n'existe pas" in (await say(chat, "camille", f"/rejoindre {token}"))[0]
        assert await roles(chat) == {"pilot": "pilot"}


async def test_an_invitation_to_pilot_serves_once(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        token = await secret(chat, "Lien, pilote")
        for who in ("camille", "sacha"):
            await say(chat, who, f"/rejoindre {token}")
        assert await roles(chat) == {"pilot": "pilot", "camille": "pilot"}


async def test_a_name_is_kept_or_changed(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await say(chat, "pilot", "/equipe")
        assert "Votre nom actuel : « Dominique »." in await tap(chat, "pilot", "Mon nom")
        assert "1. Dominique, pilote (vous)" in await tap(chat, "pilot", "Garder ce nom")
        await tap(chat, "pilot", "Mon nom")
        assert "caractères au plus" in (await say(chat, "pilot", "x" * 41))[0]
        assert "caractères au plus" in (await say(chat, "pilot", "x" + "😀" * 20))[0]
        assert "contient des lettres" in (await say(chat, "pilot", "\u202e!"))[0]
        assert "1. membre 1, pilote (vous)" in await tap(chat, "pilot", "Rester sans nom")


async def test_links_are_shown_only_where_they_work(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        await secret(chat, "Lien, membre")
        reads = await say(chat, "pilot", "/aide", "/annuler")
        assert any(line.startswith("Pas de lien web ni de QR code") for line in reads)
        assert not any(line.startswith("(QR") for line in reads)
        chat.reach = Reach("http://192.0.2.7:8765", lan=True, bot="palier_bot")
        token = await secret(chat, "Lien, membre")
        reads = await say(chat, "pilot", "/aide", "/annuler")
        assert f"Sur Telegram : https://t.me/palier_bot?start={token}" in reads
        assert f"Sur le web : http://192.0.2.7:8765/rejoindre/{token}" in reads
        assert "Sur ce réseau seulement, après le lien de la salle." in reads
        assert codes(chat) == [f"http://192.0.2.7:8765/rejoindre/{token}"]
        chat.reach = Reach(bot="palier_bot")
        token = await secret(chat, "Lien, membre")
        reads = await say(chat, "pilot", "/aide", "/annuler")
        assert any(line.startswith("Pas de lien web : ") for line in reads)
        assert codes(chat) == [f"https://t.me/palier_bot?start={token}"]


def codes(chat: Chat) -> list[str]:
    """What the QR codes of the pilot's living screen say."""
    screen = next(it for it in reversed(chat.listener.heard["pilot"]) if isinstance(it, Screen))
    return [block.link for block in screen.blocks if isinstance(block, QrCode)]


async def test_a_qr_code_does_not_outlive_its_screen(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db", reach=Reach("https://palier.exemple.fr")) as chat:
        await founded(chat)
        token = await secret(chat, "Lien, membre")
        assert codes(chat) == [f"https://palier.exemple.fr/rejoindre/{token}"]
        assert token in str(await rows(chat, "select body from replies where live = 1"))
        await tap(chat, "pilot", "L'équipe")
        assert token not in str(await rows(chat, "select body from replies"))


async def test_by_invitation_its_holders_join_and_nobody_founds_or_asks(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        token = await secret(chat, "Lien, membre")
        chat.signup = False
        await chat.close()
        await chat.open()
        assert "que sur invitation" in (await say(chat, "sacha", "/rejoindre", UAI))[0]
        assert await rows(chat, "select * from requests") == []
        await say(chat, "sacha", f"/rejoindre {token}", "Sacha")
        assert await roles(chat) == {"pilot": "pilot", "sacha": "member"}
        await say(chat, "stranger", "/start")
        await tap(chat, "stranger", "Commencer")
        for event in (heard("/etablissement"), Said("0750656F"), Said("Lycée"), Tapped("go:founded")):
            await chat.event(event, address="stranger")
        assert await rows(chat, "select count(*) from schools") == [(1,)]


async def test_the_operators_transfer_makes_its_user_the_one_pilot(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        await founded(chat)
        assert await transfer(chat.database, "0750656F") is None
        first, second = await transfer(chat.database, UAI), await transfer(chat.database, UAI)
        assert first
        assert second
        assert await roles(chat) == {"pilot": "pilot"}, "nothing changes until it is used"
        assert not any("Révoquer" in line for line in await tap_inviting(chat))
        assert "n'existe pas" in (await say(chat, "principal", f"/rejoindre {first['secret']}"))[0]
        await say(chat, "principal", f"/rejoindre {second['secret']}", "La principale")
        assert await roles(chat) == {"pilot": "member", "principal": "pilot"}
        assert "n'existe pas" in (await say(chat, "somebody", f"/rejoindre {second['secret']}"))[0]


async def tap_inviting(chat: Chat) -> list[str]:
    await say(chat, "pilot", "/equipe")
    return await tap(chat, "pilot", "Inviter")


async def test_the_team_costs_a_tap_no_further_query(tmp_path: Path) -> None:
    """What is asked for an answer's scene: as many questions as before there were teams, of 24 people too."""
    async with chatting(tmp_path / "palier.db") as chat:
        assert chat.database
        await founded(chat)
        await say(chat, "pilot", "/reprendre")
        asked: list[str] = []
        await chat.database.transaction(lambda it: it.set_trace_callback(asked.append))
        await tap(chat, "pilot", "Niveau 2")
        await chat.database.transaction(lambda it: it.set_trace_callback(None))
        about_teams = [it for it in asked if " members " in it or "requests" in it or "invitations" in it]
        assert len([it for it in about_teams if "from campaigns" not in it]) == 1, about_teams


async def test_whose_campaigns_are_seen_is_read_of_indexes(tmp_path: Path) -> None:
    """A thousand schools' campaigns are not walked through at every tap."""
    async with chatting(tmp_path / "palier.db") as chat:
        plan = await rows(chat, f"explain query plan select {LISTED} from campaigns c {SEEN}", 1, 1, 1, 1)
        assert not any("SCAN" in str(row[3]) for row in plan), plan


def test_the_migration_numbers_whom_it_finds(tmp_path: Path) -> None:
    from storage.migrations import migrate, numbered

    connection = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    files = numbered()
    migrate(connection, {number: file for number, file in files.items() if number < 3})
    connection.execute("insert into schools values ('s', null, 'Un', '93', 'Europe/Paris', '2026-01-01')")
    for person, since in ((1, "2026-03-01"), (2, "2026-02-01")):
        connection.execute("insert into people (id, language, since) values (?, 'fr', ?)", (person, since))
        connection.execute("insert into members values ('s', ?, 'pilot', ?)", (person, since))
    migrate(connection)
    assert connection.execute("select person, number, name from members order by number").fetchall() == [
        (2, 1, None),
        (1, 2, None),
    ]
    assert connection.execute("select ever from schools").fetchall() == [(2,)]
    connection.close()
