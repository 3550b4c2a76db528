"""A group that votes: bound by a pilot, one board edited in place, every tap counted once, nothing told too early."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ballots import Vote
from bot.channels.telegram import markup
from bot.channels.telegram.boards import fitted
from dialogs.boards import board
from dialogs.pulse import Pulse, Sitting, votable
from dialogs.replies import Heading, Paragraph, Quote, Screen
from frameworks.load import catalogue
from locales import LANGUAGES, words
from tests.botapi.client import Telegram, User, botapi
from tests.botapi.state import ANONYMOUS
from tests.chat import MONDAY
from tests.kills.program import Program
from tests.telegram.commission import CHOICES, FREE, Commission, convened, founded, plain
from tests.telegram.house import House, house

TAKEN, CLOSED = "Vote enregistré.", "Ce vote est clos : rien n'a été changé."
ELSEWHERE = "Ce vote ne se fait pas dans ce groupe : rien n'a été enregistré."


async def bound(telegram: Telegram, home: House, members: int = 3) -> Commission:
    here = await convened(telegram, home, members)
    await here.pilot.sends("/sondage", here.group)
    await here.says("0 vote")
    return here


async def test_a_group_votes_and_sees_the_result(tmp_path: Path) -> None:
    async with botapi(limits=True) as telegram, house(tmp_path / "palier.db", telegram, limited=True) as home:
        here = await convened(telegram, home, opened=False)
        ana, karim, _ = here.people
        await here.pilots("15", "Passer à main levée")
        await here.pilot.sends("/sondage", here.group)
        await here.told(ana, "Ce groupe vote maintenant dans la séance de « Positionnement")
        await here.pilots("Question libre", FREE)
        shown = await here.says("0 vote sur 15")
        assert "Reporter la réunion ?" in shown.text
        assert "À main levée : les pilotes sauront ce que vous votez." in plain(shown.text)
        assert shown.labels == list(CHOICES)
        for who, what in ((ana, "Mardi"), (karim, "Jeudi"), (karim, "Lundi")):
            await who.taps(what, here.group)
        assert await here.toast(ana) == TAKEN
        voted = await here.says("2 votes sur 15")
        assert voted.id == shown.id
        assert await here.tally() == {"1": 1, "0": 1}
        await here.pilots("/sondage", "Clore le vote")
        closed = await here.says("Le vote est clos")
        assert closed.id == shown.id
        assert closed.labels == []
        assert "Lundi · ▓▓▓░░░ 1" in closed.text
        assert "Jeudi · ░░░░░░ 0" in closed.text
        assert "N0" not in closed.text, "no names in a group, not even by show of hands"
        await here.pilots("/sondage", "Question libre", "On y va ?")
        following = await here.says("On y va ?")
        assert following.id != shown.id
        assert following.labels == ["Oui", "Non", "Abstention"]
        assert [it["code"] for it in await telegram.calls("*") if it["code"] == 429] == []


async def test_a_question_of_the_grid_is_asked_with_its_statements(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await convened(telegram, home, opened=False)
        await here.pilot.sends("/sondage", here.group)
        question = catalogue()["paliers-etablissement"].questions[0]
        ((campaign,),) = await here.rows("select id from campaigns")
        await here.pilot.taps(data=f"ballot:{campaign}:{question.id}")
        shown = await here.says("0 vote")
        assert question.title in shown.text
        assert all(statement.text in shown.text for statement in question.statements)
        for one in here.people:
            await one.taps("Niveau 2", here.group)
        await here.says("3 votes")
        assert await here.tally() == {"2": 3}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_fits_a_group_in_every_language(language: str) -> None:
    """Whole, with its buttons, and so does its result."""
    asked = 0
    for framework in catalogue().values():
        for question in filter(votable, framework.questions):
            pulse = Pulse("k0000000", question.id)
            shown = board(words(language), framework, Sitting("k1", "code12", pulses=(pulse,)), pulse, MONDAY)
            assert markup.units(markup.text(shown)) <= markup.TEXT, question.id
            presses = [button.press for row in shown.rows for button in row]
            assert 2 <= len(presses) <= 100, question.id
            assert max(len(press.encode()) for press in presses) <= markup.PRESS
            asked += 1
    assert asked > 100


def test_a_question_too_long_for_a_message_goes_without_its_statements() -> None:
    long = Screen((Heading("Titre"), *(Quote(str(at), "x" * 1000) for at in range(5)), Paragraph("3 votes.")))
    assert fitted(long) == "<b>Titre</b>\n3 votes."


async def test_who_pilots_nothing_is_told_so_and_who_has_no_sitting_what_to_do(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await convened(telegram, home, opened=False)
        stranger = here.people[0]
        await stranger.sends("/sondage", here.group)
        await here.told(stranger, "Seul un pilote d'un établissement fait voter un groupe")
        other = here.people[1]
        await founded(here, other, uai="0750656F")
        await other.sends("/pulse", here.group)
        await here.told(other, "Ouvrez d'abord une séance de vote")
        assert await here.rows("select chat from sittings") == [(None,)]
        await here.pilot.sends("/sondage@another_bot", here.group)
        await telegram.settled()
        assert await here.rows("select chat from sittings") == [(None,)]
        await here.pilot.sends("/sondage@PALIER_bot", here.group)
        await here.told(stranger, "Ce groupe vote maintenant")


async def test_an_anonymous_administrator_neither_binds_nor_votes(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await convened(telegram, home)
        await here.pilot.sends("/sondage", here.group, anonymous=True)
        await here.told(here.pilot, "quittez l'anonymat d'administrateur")
        assert await here.rows("select chat from sittings") == [(None,)]
        await here.pilot.sends("/sondage", here.group)
        await here.says("0 vote")
        nobody = await telegram.user("Group", "fr", id=ANONYMOUS)
        await nobody.taps("Mardi", here.group)
        assert "Un administrateur anonyme ne vote pas" in await here.toast(nobody)
        assert await here.tally() == {}


async def test_a_keyboard_in_another_group_votes_for_nothing(tmp_path: Path) -> None:
    """Forwarded, or forged: where the finger is decides."""
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        ana = here.people[0]
        press = (await here.board()).data("Mardi")
        other = await telegram.group("Parents", [ana])
        await ana.sends("/start", other)
        await ana.waits_for("Écrivez-moi en privé", other)
        await ana.taps(data=press, chat=other)
        assert await here.toast(ana) == ELSEWHERE
        await ana.taps(data=press)
        await telegram.settled()
        assert await here.tally() == {}, "in a private chat it is no vote either"
        await ana.taps(data=press, chat=here.group)
        await telegram.settled()
        assert await here.toast(ana) == TAKEN
        assert await here.tally() == {"1": 1}


async def test_forged_taps_are_refused_and_stop_nobody(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        ana, karim, _ = here.people
        ((pulse,),) = await here.rows("select id from pulses")
        forged = [
            "vote",
            "vote:",
            "vote:::",
            f"vote:{pulse}",
            f"vote:{pulse}:9",
            f"vote:{pulse}:x:y",
            "vote:k9:1",
            "go:menu",
        ]
        for data in forged:
            await ana.taps(data=data, chat=here.group)
        raw = (
            '{"update_id": %d, "callback_query": {"id": "7", "chat_instance": "7", "from": {"id": 77, "is_bot": false, '
        )
        raw += f'"first_name": "X"}}, "message": {{"message_id": 1, "date": 1, "chat": {{"id": {here.group.id}, '
        await telegram.update(raw=raw + '"type": "group"}}, "data": "vote:\\ud800:\\udfff"}}')
        await karim.taps("Mardi", here.group)
        assert await here.toast(karim) == TAKEN
        assert await here.tally() == {"1": 1}
        assert await here.rows("select count(*) from conversations") == [(1,)], "a tap in a group makes nobody known"


async def test_members_only(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        await here.rows("update sittings set members_only = 1")
        await here.people[0].taps("Mardi", here.group)
        assert "réservé à l'équipe" in await here.toast(here.people[0])
        await here.pilot.taps("Jeudi", here.group)
        await here.says("1 vote.")
        assert await here.tally() == {"2": 1}


async def test_who_votes_in_the_group_then_speaks_to_the_bot_has_one_vote(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        ana = here.people[0]
        await ana.taps("Mardi", here.group)
        await telegram.settled()
        await ana.sends("/start")
        await telegram.settled()
        await ana.taps("Lundi", here.group)
        await telegram.settled()
        assert await here.tally() == {"0": 1}
        for said in ("/effacer", "Tout effacer"):
            await ana.sends(said)
            await telegram.settled()
        assert await here.rows("select count(*) from conversations where address = ?", str(ana.id)) == [(1,)]
        await ana.taps("Jeudi", here.group)
        await telegram.settled()
        assert sum((await here.tally()).values()) == 1


async def test_a_pilot_votes_once_wherever_they_vote(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        await here.pilot.taps("Mardi", here.group)
        await here.pilots("/sondage", "Voter moi-même", "Jeudi")
        assert await here.tally() == {"2": 1}
        await here.says("1 vote.")


async def test_another_group_takes_over_and_the_first_is_told(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        ana = here.people[0]
        press = (await here.board()).data("Mardi")
        other = await telegram.group("Commission élargie", [here.pilot, ana])
        await here.pilot.sends("/sondage", other)
        await here.says("0 vote", other)
        told = await here.says("Le vote se fait maintenant dans un autre groupe")
        assert told.labels == []
        await ana.taps(data=press, chat=here.group)
        assert await here.toast(ana) == ELSEWHERE
        await ana.taps("Mardi", other)
        await here.says("1 vote.", other)
        await here.pilot.sends("/sondage", here.group)
        again = await here.says("1 vote.")
        assert again.id != told.id
        assert again.labels == list(CHOICES)


async def test_a_group_that_votes_for_one_school_is_not_taken_by_another(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        other = here.people[0]
        await founded(here, other, uai="0750656F")
        await here.pilots("/sondage", "Ouvrir une séance", who=other)
        await other.sends("/sondage", here.group)
        await here.told(other, "Ce groupe vote déjà dans la séance d'un autre établissement")
        await other.taps("Mardi", here.group)
        await here.says("1 vote.")


async def test_a_group_becomes_a_supergroup_while_it_votes(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        ana, karim, zoe = here.people
        press = (await here.board()).data("Mardi")
        await ana.taps("Mardi", here.group)
        await here.says("1 vote.")
        larger = await here.group.migrates()
        await here.says("1 vote.", larger)
        await karim.taps("Lundi", larger)
        await zoe.taps(data=press, chat=here.group)
        await here.says("3 votes.", larger)
        assert await here.tally() == {"0": 1, "1": 2}
        await here.pilots("/sondage", "Clore le vote")
        await here.says("Le vote est clos", larger)
        assert await here.rows("select distinct chat from sittings") == [(str(larger.id),)]


async def test_a_group_whose_new_id_is_told_by_a_refusal_goes_on(tmp_path: Path) -> None:
    """The edit that meets ChatMigrated comes before the service message."""
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        await telegram.faults({"method": "getUpdates", "kind": "delay", "seconds": 1.5, "count": 1})
        larger = await here.group.migrates()
        ((sitting,),) = await here.rows("select id from sittings")
        await here.rows("update sittings set present = 12")
        home.hall.tell([str(sitting)])
        await here.says("0 vote sur 12", larger)
        await here.people[0].taps("Mardi", larger)
        await here.says("1 vote sur 12", larger)


async def test_the_bot_removed_ends_the_vote_there_and_not_elsewhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        await here.people[0].taps("Mardi", here.group)
        await here.says("1 vote.")
        with caplog.at_level(logging.WARNING):
            await here.pilot.removes_bot(here.group)
            await telegram.settled()
        assert "goes on elsewhere" in caplog.text
        assert await here.rows("select chat from sittings") == [(None,)]
        await here.pilots("/sondage", "Voter moi-même", "Jeudi")
        assert await here.tally() == {"1": 1, "2": 1}
        await here.pilot.adds_bot(here.group)
        await telegram.settled()
        assert await here.rows("select chat from sittings") == [(None,)]
        await here.pilot.sends("/sondage", here.group)
        await here.says("2 votes.")


async def test_a_bot_thrown_out_while_nobody_told_it_stops_by_itself(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        kicked = {"kind": "status", "status": 403, "description": "Forbidden: bot was kicked from the group chat"}
        await telegram.faults({"method": "editMessageText", "chat_id": here.group.id, **kicked})
        await here.people[0].taps("Mardi", here.group)
        await telegram.settled()
        await asyncio.sleep(0.3)
        assert await here.rows("select chat from sittings") == [(None,)]
        assert await here.rows("select * from boards") == []


async def test_a_deleted_board_is_replaced(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        first = await here.board()
        await here.pilot.erases(first.id, here.group)
        await here.people[0].taps(message=first.id, data=first.data("Mardi"), chat=here.group)
        second = await here.says("1 vote.")
        assert second.id != first.id
        await here.people[1].taps("Lundi", here.group)
        assert (await here.says("2 votes.")).id == second.id


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 429, "retry_after": 2, "count": 3},
        {"kind": "status", "status": 502, "count": 3},
        {"kind": "reset", "count": 2},
        {"kind": "reset", "count": 2, "delivered": True},
        {"kind": "html", "count": 2},
        {"kind": "half", "count": 2},
    ],
    ids=lambda fault: " ".join(map(str, fault.values())),
)
async def test_a_board_outlives_what_telegram_does(tmp_path: Path, fault: dict[str, object]) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram, limited=True) as home:
        here = await bound(telegram, home)
        first = await here.board()
        await telegram.faults({"method": "editMessageText", "chat_id": here.group.id, **fault})
        await here.people[0].taps("Mardi", here.group)
        await here.pilots("/sondage", "Clore le vote")
        closed = await here.until(lambda it: "Le vote est clos" in it.text, within=20)
        assert closed.id == first.id
        assert await telegram.violations() == []


async def test_a_first_board_that_may_have_arrived_is_sent_once_more(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await convened(telegram, home)
        lost = {"kind": "reset", "delivered": True}
        await telegram.faults({"method": "sendMessage", "chat_id": here.group.id, "count": 4, **lost})
        await here.pilot.sends("/sondage", here.group)
        await asyncio.sleep(1)
        assert len(await here.boards()) == 2
        await telegram.calm()
        await here.people[0].taps("Mardi", here.group)
        await here.says("1 vote.")
        assert len(await here.boards()) == 3
        await here.people[1].taps("Mardi", here.group)
        await here.says("2 votes.")
        assert len(await here.boards()) == 3


async def test_a_group_that_lets_nobody_write_is_left_alone(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await convened(telegram, home)
        refused = {
            "kind": "status",
            "status": 400,
            "description": "Bad Request: not enough rights to send text messages",
        }
        await telegram.faults({"method": "sendMessage", "chat_id": here.group.id, **refused})
        await here.pilot.sends("/sondage", here.group)
        await telegram.settled()
        await asyncio.sleep(0.5)
        assert len([it for it in await telegram.calls("sendMessage") if it["code"] == 400]) == 2
        await telegram.calm()
        await here.pilot.sends("/sondage", here.group)
        await here.says("0 vote")


async def test_an_older_tap_that_comes_again_changes_no_newer_vote(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        ana = here.people[0]
        await ana.taps("Mardi", here.group)
        await telegram.settled()
        ((key,),) = await here.rows("select key from taps")
        ((pulse,),) = await here.rows("select id from pulses")
        await ana.taps("Lundi", here.group)
        await telegram.settled()
        again = Vote(
            str(pulse), MONDAY, ("1",), channel="telegram", address=str(ana.id), chat=str(here.group.id), key=str(key)
        )
        assert (await home.hall.vote(again)).refusal is None
        assert await here.tally() == {"0": 1}
        assert (await home.hall.vote(replace(again, key="another"))).refusal is None
        assert await here.tally() == {"1": 1}


async def test_taps_that_telegram_delivers_again_and_again_count_once(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await bound(telegram, home)
        await telegram.settings(forgetting=1.0)
        for what in ("Mardi", "Lundi"):
            await here.people[0].taps(what, here.group)
            await here.people[1].taps(what, here.group)
        await here.says("2 votes.")
        await asyncio.sleep(0.3)
        assert await here.tally() == {"0": 2}
        assert await here.rows("select count(*) from taps") == [(4,)]
        await telegram.settings(forgetting=0.0)


async def test_after_a_restart_the_board_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    async with botapi() as telegram:
        async with house(path, telegram) as home:
            here = await bound(telegram, home)
            first = await here.board()
        await here.people[0].taps("Mardi", here.group)
        async with house(path, telegram) as home:
            here.house = home
            assert (await here.says("1 vote.")).id == first.id
            await here.pilots("/sondage")
        async with house(path, telegram) as home:
            here.house = home
            await here.pilots("/sondage", "Clore le vote")
            closed = await here.says("Le vote est clos")
            assert closed.id == first.id
            assert len(await here.boards()) == 1


async def test_a_result_that_a_dead_process_owed_is_shown_by_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    async with botapi() as telegram:
        async with house(path, telegram) as home:
            here = await bound(telegram, home)
            await telegram.faults({"method": "editMessageText", "chat_id": here.group.id, "status": 502})
            for does in ("/sondage", "Clore le vote", "Terminer"):
                await here.pilot.sends(does)
                await asyncio.sleep(0.3)
        await telegram.calm()
        async with house(path, telegram) as home:
            here.house = home
            assert (await here.says("Le vote est clos")).labels == []


async def test_killed_while_a_group_taps_the_program_loses_no_vote_and_finds_its_board(tmp_path: Path) -> None:
    """kill -9 in the middle of the taps, three times; everybody's last tap is what counts."""
    async with botapi() as telegram:
        async with house(tmp_path / "palier.db", telegram) as home:
            here = await bound(telegram, home, members=30)
        first = await here.board()
        program = Program(tmp_path, telegram.token, telegram.url)
        last: dict[int, str] = {}
        try:
            for life in range(3):
                await program.start()
                await telegram.settled(within=30)
                for at, one in enumerate(here.people):
                    last[one.id] = str((at + life) % 3)
                    await one.taps(CHOICES[(at + life) % 3], here.group)
                    if at == 11 + life * 5:
                        assert await program.kill() is None
            await program.start()
            await here.until(lambda it: "30 votes" in it.text, within=30)
            await telegram.settled(within=30)
        finally:
            assert await program.stop() == 0
        assert [it.id for it in await here.boards()] == [first.id]
        async with house(tmp_path / "palier.db", telegram) as home:
            here.house = home
            assert await here.tally() == Counter(last.values())


async def press(here: Commission, taps: list[tuple[User, str]]) -> None:
    steps = [("tap", {"user": who.id, "label": label, "chat": here.group.id}) for who, label in taps]
    await here.telegram.batch(steps)


@pytest.mark.long
async def test_two_hundred_votes_in_a_few_seconds_are_counted_and_a_minute_has_twenty_edits(tmp_path: Path) -> None:
    async with botapi(limits=True) as telegram, house(tmp_path / "palier.db", telegram, limited=True) as home:
        here = await bound(telegram, home, members=150)
        await asyncio.sleep(5)
        began = asyncio.get_running_loop().time()
        taps = [(one, CHOICES[at % 4]) for at, one in enumerate(here.people)]
        changes = [(one, CHOICES[(at + 1) % 4]) for at, one in enumerate(here.people[:50])]
        everything = taps + changes
        for at in range(0, 200, 20):
            await press(here, everything[at : at + 20])
            await asyncio.sleep(0.3)
        last = {one.id: it for one, it in everything}
        wanted = Counter(str(CHOICES.index(it)).replace("3", "a") for it in last.values())
        while await here.tally() != wanted:
            assert asyncio.get_running_loop().time() - began < 8
            await asyncio.sleep(0.05)
        closing = asyncio.get_running_loop().time()
        await here.pilot.taps("Clore le vote")
        await here.until(lambda it: "150 votes" in it.text and "Le vote est clos" in it.text, within=3)
        assert asyncio.get_running_loop().time() - closing < 3
        calls = [it for it in await telegram.calls("*") if it["params"].get("chat_id") == str(here.group.id)]
        spoken = [it["at"] for it in calls if it["method"] in ("editMessageText", "sendMessage")]
        assert max(sum(at <= other < at + 60 for other in spoken) for at in spoken) <= 20
        assert [it for it in await telegram.calls("*") if it["code"] == 429] == []
        while len([it for it in await telegram.calls("answerCallbackQuery") if it["code"] == 200]) < 200:
            assert asyncio.get_running_loop().time() - began < 30
            await asyncio.sleep(0.1)


async def test_nothing_that_is_sent_before_closing_depends_on_what_is_voted(tmp_path: Path) -> None:
    """The same evening twice, with other votes: until the vote is closed, byte for byte the same."""
    said: list[bytes] = []
    for number, votes in enumerate((("Lundi", "Lundi", "Mardi"), ("Jeudi", "Abstention", "Lundi"))):
        async with botapi() as telegram:
            await telegram.clock(now=1_800_000_000, speed=0)
            ids = iter(f"k{at:07d}" for at in range(1000))
            begun = house(tmp_path / f"{number}.db", telegram, lambda: MONDAY, ids.__next__, tokens=lambda: "j" * 22)
            async with begun as home:
                here = await bound(telegram, home)
                for one, what in zip(here.people, votes, strict=True):
                    await one.taps(what, here.group)
                    await telegram.settled()
                await here.pilots("/sondage")
                await here.says("3 votes.")
                said.append(await here.sent())
                await here.pilots("Clore le vote")
                await here.says("Le vote est clos")
    assert said[0] == said[1]
    assert b"3 votes" in said[0]


async def test_a_member_is_told_in_private_votes_there_and_changes_it_in_the_group(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram) as home:
        here = await convened(telegram, home, opened=False)
        ana = here.people[0]
        await here.pilots("/equipe", "Inviter", "Lien, membre")
        secret = (await here.pilot.last()).text.partition("/rejoindre ")[2].split()[0]
        await here.pilots(f"/start {secret}", "Ana", "/reprendre", who=ana)
        await here.pilot.sends("/sondage", here.group)
        await here.pilots("/sondage", "Question libre", FREE)
        await ana.waits_for("Un vote est ouvert")
        await ana.taps("Voter")
        await ana.waits_for("Reporter la réunion ?")
        await ana.taps("Mardi")
        await telegram.settled()
        assert await here.tally() == {"1": 1}
        await ana.taps("Jeudi", here.group)
        await here.says("1 vote.")
        await telegram.settled()
        assert await here.tally() == {"2": 1}
