"""A commission that votes: the pilot's table, the booth, the hall; blind until closing, and after it where secret."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.ballots import Counted, Refusal, Vote
from bot.hall import Hall
from dialogs.pulse import NO, WHOLE, YES
from dialogs.replies import Letter
from dialogs.scene import Reach
from frameworks.load import catalogue
from tests.bot.test_modes import PEOPLE, QUESTION, a_school, letters, position, press, set_mode
from tests.bot.test_team import campaign_of, rows, say, tap
from tests.chat import Chat
from tests.spoken import spoken

REACH = Reach("https://palier.exemple.fr", bot="palier_bot")


@asynccontextmanager
async def a_sitting(tmp_path: Path, *people: str) -> AsyncIterator[tuple[Chat, str, Hall]]:
    """The pilot has convened everybody."""
    async with a_school(tmp_path, *people) as (chat, key):
        chat.reach = REACH
        assert chat.database
        hall = Hall(chat.database)
        await press(chat, "pilot", f"enter:{key}")
        await say(chat, "pilot", "/sondage")
        await tap(chat, "pilot", "Ouvrir une séance")
        yield chat, key, hall
        await hall.close()


async def ask(chat: Chat, key: str, question: str = QUESTION) -> str:
    await press(chat, "pilot", "go:sitting", f"ballot:{key}:{question}")
    return str((await rows(chat, "select id from pulses order by opened desc limit 1"))[0][0])


async def cast(chat: Chat, key: str, pulse: str, votes: dict[str, str]) -> list[str]:
    reads: list[str] = []
    for who, value in votes.items():
        reads = await press(chat, who, f"enter:{key}", "go:booth", f"vote:{key}:{pulse}:{value}")
    return reads


def guest(pulse: str, number: int, value: str, at: datetime) -> Vote:
    return Vote(pulse, at, ballot={WHOLE: value}, guest=f"guest {number}")


async def test_six_vote_and_the_pilot_takes_the_proposal(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, _):
        assert (await say(chat, "pilot", "6"))[0] == "» 6 personnes présentes."
        pulse = await ask(chat, key)
        reads = await cast(chat, key, pulse, dict(zip(("pilot", *PEOPLE), "011233", strict=True)))
        assert reads[0] == "» Vote enregistré."
        assert "6 votes sur 6." in reads
        reads = await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")
        assert reads[0] == "» Vote clos."
        assert {"Niveau 1 : Votes 2", "Niveau 3 : Votes 2", "Abstention : Votes 0", "Proposition : Niveau 1."} <= set(
            reads
        )
        await tap(chat, "pilot", "Retenir Niveau 1")
        assert (await position(chat))["decisions"][QUESTION]["answer"] == 1
        assert (await position(chat))["answers"][QUESTION] == 1, "alone too: the commission has decided"
        await tap(chat, "pilot", "Terminer")
        (told,) = (spoken(it) for it in chat.listener.heard["pilot"] if isinstance(it, Letter))
        assert told[1] == "Compte rendu de la séance du 23 novembre 2026"
        assert {"Formation au numérique", "6 votes sur 6.", "Niveau 1 : Votes 2", "Décidé : Niveau 1."} <= set(told)


async def test_nobody_reads_a_vote_before_closing_not_even_their_own(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, _):
        pulse = await ask(chat, key)
        before = await press(chat, "anne", f"enter:{key}", "go:booth")
        screens = []
        for value in ("0", "1", "2", "3"):
            await cast(chat, key, pulse, {"anne": value})
            screens.append(await press(chat, "anne", "go:booth"))
            screens.append(await press(chat, "pilot", "go:sitting"))
        assert screens[0::2] == screens[:1] * 4, "whatever was voted, the booth looks the same"
        assert screens[1::2] == screens[1:2] * 4
        assert set(screens[0]) - set(before) == {
            "1 vote.",
            "Votre vote est enregistré ; vous pouvez le changer jusqu'à la clôture.",
        }
        kept = str(await rows(chat, "select body from replies")) + str(
            await rows(chat, "select session from conversations")
        )
        assert "vote:" in kept
        assert "✓" not in "".join(line for screen in screens for line in screen)


async def test_one_vote_a_person_the_last_one_wins(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, hall):
        pulse = await ask(chat, key)
        for value in "0123":
            await cast(chat, key, pulse, dict.fromkeys(PEOPLE, value))
        for value in "01":
            await hall.vote(guest(pulse, 1, value, chat.now))
        assert await rows(chat, "select count(*) from votes") == [(6,)]
        await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")
        assert await rows(chat, "select value, votes from tallies order by value") == [("1", 1), ("3", 5)]


async def test_of_a_secret_pulse_only_counts_are_left_and_of_fewer_than_five_votes_not_even_those(
    tmp_path: Path,
) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, _):
        pulse = await ask(chat, key)
        await cast(chat, key, pulse, dict(zip(PEOPLE[:4], "0123", strict=True)))
        assert await rows(chat, "select count(person) from votes") == [(0,)], "nobody's name beside a secret vote"
        reads = await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")
        assert "Moins de 5 votes secrets : rien n'en est montré. À discuter." in reads
        assert not any("Votes" in line or "Proposition" in line for line in reads)
        for table in ("votes", "tallies"):
            assert await rows(chat, f"select * from {table}") == []
        assert await rows(chat, "select key, voters from pulses") == [(None, 4)]
        await press(chat, "pilot", f"again:{key}:{pulse}")
        ((second,),) = await rows(chat, "select id from pulses where round = 2")
        reads = await cast(chat, key, str(second), dict(zip(PEOPLE, "01233", strict=True)))
        assert "Formation au numérique (vote n° 2)" in reads
        reads = await press(chat, "pilot", "go:sitting", f"count:{key}:{second}")
        assert "Niveau 3 : Votes 2" in reads
        assert await rows(chat, "select round, voters from pulses order by round") == [(1, 4), (2, 5)], "both are kept"
        await chat.close()
        for name in ("palier.db", "palier.db-wal"):
            file = tmp_path / name
            assert (
                not file.exists()
                or str(second).encode() not in file.read_bytes()
                or b"person:" not in file.read_bytes()
            )
        await chat.open()


async def test_by_show_of_hands_names_are_the_pilots_to_see_and_announced(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne", "karim") as (chat, key, _):
        await tap(chat, "pilot", "Passer à main levée")
        pulse = await ask(chat, key)
        reads = await press(chat, "anne", f"enter:{key}", "go:booth")
        assert "À main levée : les pilotes sauront ce que vous votez." in reads
        await cast(chat, key, pulse, {"anne": "2", "karim": "3"})
        reads = await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")
        assert {"Niveau 2 : Anne", "Niveau 3 : Karim"} <= set(reads)
        assert "[Passer au secret]" in " ".join(reads)
        await press(chat, "pilot", f"adjourn:{key}")
        (told,) = (spoken(it) for it in chat.listener.heard["pilot"] if isinstance(it, Letter))
        assert not any("Anne" in line for line in told), "a compte rendu goes round"


async def test_guests_vote_without_an_account_and_the_pilot_may_close_the_door(tmp_path: Path) -> None:
    async with a_sitting(tmp_path) as (chat, key, hall):
        people = await rows(chat, "select count(*) from people")
        pulse = await ask(chat, key)
        for number in range(6):
            assert (await hall.vote(guest(pulse, number, "2", chat.now))).refusal is None
        reads = await press(chat, "pilot", "go:sitting")
        assert "6 votes, dont 6 invités." in reads
        await tap(chat, "pilot", "Fermer aux invités")
        assert (await hall.vote(guest(pulse, 9, "2", chat.now))).refusal is Refusal.NO_GUESTS
        assert await rows(chat, "select count(*) from people") == people
        await say(chat, "pilot", "/sondage")
        await press(chat, "pilot", f"count:{key}:{pulse}")
        assert (await hall.vote(guest(pulse, 1, "3", chat.now))).refusal is Refusal.CLOSED
        assert await rows(chat, "select value, votes from tallies") == [("2", 6)]


async def test_a_vote_that_no_button_gives_and_one_from_another_group_are_refused(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne") as (chat, key, hall):
        pulse = await ask(chat, key)
        at = chat.now
        for ballot in ({WHOLE: "9"}, {WHOLE: "y"}, {"x": "1"}, {}):
            assert (await hall.vote(Vote(pulse, at, ballot=ballot, guest="g"))).refusal is Refusal.UNREADABLE
        assert (await hall.vote(Vote("nowhere", at, ("1",), guest="g"))).refusal is Refusal.CLOSED
        elsewhere = Vote(pulse, at, ("1",), channel="telegram", address="7", chat="-100")
        assert (await hall.vote(elsewhere)).refusal is Refusal.ELSEWHERE
        assert await rows(chat, "select * from votes") == []
        for forged in (f"vote:{key}:{pulse}:9", f"vote:{key}:{pulse}:1:2", f"vote:{key}:other:1", f"vote:{key}"):
            await press(chat, "anne", f"enter:{key}", "go:booth", forged)
        assert await rows(chat, "select * from votes") == []


async def test_the_pilot_may_keep_a_groups_vote_to_members(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne") as (chat, key, hall):
        assert chat.database
        await chat.database.transaction(lambda it: it.execute("update sittings set chat = '-100'"))
        reads = await tap(chat, "pilot", "Membres seuls")
        assert "Les invités votent avec le code. Dans le groupe, seuls les membres de l'équipe votent." in reads
        pulse = await ask(chat, key)
        stranger = Vote(pulse, chat.now, ("1",), channel="telegram", address="7", chat="-100")
        member = Vote(pulse, chat.now, ("1",), channel="chat", address="anne", chat="-100")
        assert (await hall.vote(stranger)).refusal is Refusal.NO_MEMBER
        assert (await hall.vote(member)).refusal is None
        await press(chat, "pilot", f"count:{key}:{pulse}")
        await tap(chat, "pilot", "Tout le groupe")
        pulse = await ask(chat, key, "charte-usage")
        assert (await hall.vote(replace(stranger, pulse=pulse))).refusal is None


async def test_a_member_neither_convenes_nor_counts(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne") as (chat, key, _):
        pulse = await ask(chat, key)
        await press(chat, "anne", f"enter:{key}", "go:booth")
        for forged in ("go:sitting", f"count:{key}:{pulse}", f"adjourn:{key}", f"convene:{key}", f"guests:{key}:0"):
            await press(chat, "anne", forged)
        assert await rows(chat, "select closed from pulses") == [(None,)]
        assert await rows(chat, "select ended, guests from sittings") == [(None, 1)]


async def test_ticks_are_voted_statement_by_statement(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, _, hall):
        await press(chat, "pilot", "go:anew", "grid:numea")
        numea = str((await rows(chat, "select id from campaigns where framework = 'numea'"))[0][0])
        await press(chat, "pilot", f"enter:{numea}", "go:sitting", f"convene:{numea}")
        question = catalogue()["numea"].questions[0]
        pulse = await ask(chat, numea, question.id)
        reads = await cast(chat, numea, pulse, dict(zip(PEOPLE, "11230", strict=True)))
        assert "[Aucune] [1 acquise]" in reads
        first, second, third = (it.id for it in question.statements)
        await hall.vote(Vote(pulse, chat.now, ballot={first: YES, third: NO}, guest="one"))
        reads = await press(chat, "pilot", "go:sitting", f"count:{numea}:{pulse}")
        assert {"Étape 1 : Oui 5 · Non 1", "Étape 2 : Oui 2 · Non 3", "Étape 3 : Oui 1 · Non 5"} <= set(reads)
        await tap(chat, "pilot", "Retenir Étape 1")
        assert await rows(chat, "select answer from decisions") == [(f'["{first}"]',)]
        assert second


async def test_the_five_most_divided_come_one_after_the_other(tmp_path: Path) -> None:
    async with a_school(tmp_path, *PEOPLE) as (chat, key):
        await set_mode(chat, key, "visible")
        for number, question in enumerate(catalogue()["paliers-etablissement"].questions[:7]):
            for at, who in enumerate(PEOPLE):
                await press(chat, who, f"enter:{key}", f"answer:{key}:{question.id}:{3 if at > 3 - number % 3 else 0}")
        await press(chat, "pilot", f"enter:{key}", "go:council")
        reads = await tap(chat, "pilot", "Faire voter")
        coming = next(line for line in reads if line.startswith("À suivre : "))
        assert len(str((await rows(chat, "select queue from sittings"))[0][0]).split(",")) == 5
        reads = await tap(chat, "pilot", "Question suivante")
        assert reads[2] == coming.removeprefix("À suivre : ")
        assert len(str((await rows(chat, "select queue from sittings"))[0][0]).split(",")) == 4


async def test_a_free_question_has_its_own_choices(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, _):
        await tap(chat, "pilot", "Question libre")
        assert "de deux à 8 choix" in (await say(chat, "pilot", "Où ?\nIci"))[0]
        reads = await say(chat, "pilot", "Où installer la borne ?\nCDI\nHall\nVie scolaire")
        assert reads[:3] == ["» Vote ouvert.", "Séance de vote", "Où installer la borne ?"]
        pulse = str((await rows(chat, "select id from pulses"))[0][0])
        reads = await press(chat, "anne", f"enter:{key}", "go:booth")
        assert {"[CDI] [Hall]", "[Vie scolaire] [Abstention]"} <= set(reads)
        await cast(chat, key, pulse, dict(zip(PEOPLE, "0112a", strict=True)))
        reads = await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")
        assert {"CDI : Votes 1", "Hall : Votes 2", "Abstention : Votes 1"} <= set(reads)
        assert not any("Retenir" in line for line in reads)


async def test_a_countdown_closes_by_itself_and_a_late_vote_counts_no_more(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, hall):
        pulse = await ask(chat, key)
        await cast(chat, key, pulse, dict.fromkeys(PEOPLE, "1"))
        assert (await press(chat, "pilot", "go:sitting", f"minute:{key}:{pulse}"))[0] == "» Encore une minute."
        late = chat.now + timedelta(seconds=61)
        assert (await hall.vote(guest(pulse, 1, "3", late))) == Counted(refusal=Refusal.CLOSED)
        chat.now = late
        assert chat.database
        from storage import pulses

        told = await chat.database.transaction(lambda it: pulses.close_due(it, late))
        assert len(told) == 1
        assert await rows(chat, "select value, votes from tallies") == [("1", 5)]


async def test_a_vote_that_nobody_took_part_in_says_so(tmp_path: Path) -> None:
    async with a_sitting(tmp_path) as (chat, key, _):
        await tap(chat, "pilot", "Passer à main levée")
        pulse = await ask(chat, key)
        assert "Personne n'a voté." in await press(chat, "pilot", "go:sitting", f"count:{key}:{pulse}")


async def test_more_votes_than_people_is_shown(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, *PEOPLE) as (chat, key, _):
        await say(chat, "pilot", "3")
        pulse = await ask(chat, key)
        await cast(chat, key, pulse, dict.fromkeys(PEOPLE, "1"))
        assert "5 votes sur 3 : plus de votes que de présents." in await press(chat, "pilot", "go:sitting")


async def test_who_is_in_no_school_of_it_votes_nowhere_by_a_button(tmp_path: Path) -> None:
    async with a_sitting(tmp_path, "anne") as (chat, key, _):
        pulse = await ask(chat, key)
        await say(chat, "stranger", "/start")
        for forged in ("go:booth", f"vote:{key}:{pulse}:1", f"enter:{key}"):
            await press(chat, "stranger", forged)
        assert await rows(chat, "select * from votes") == []
        assert await campaign_of(chat) == key
        assert letters(chat, "stranger") == []
