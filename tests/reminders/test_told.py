"""What the clock tells, moment by moment: once, to whom it concerns, by their school's days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.arrivals import Arrival
from bot.engine import Engine, Handled
from bot.tick import AT_ONCE
from dialogs.calendar import Period
from dialogs.campaign import Mode
from dialogs.goals import Day
from dialogs.replies import Letter
from frameworks.load import catalogue
from storage.holidays import keep
from storage.steering import set_mode
from storage.values import loaded
from tests.chat import CHANNEL
from tests.reminders.town import DUE, EVE, WEEK, a_town, at


@dataclass
class Counting:
    """An engine that remembers how many events came at once."""

    engine: Engine
    sizes: list[int] = field(default_factory=list)

    async def submit_all(self, arrivals: Sequence[Arrival]) -> tuple[Handled, ...]:
        self.sizes.append(len(arrivals))
        return await self.engine.submit_all(arrivals)


async def test_before_the_day_and_on_it_then_weekly_three_times_to_the_pilots_too(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        said: dict[str, list[tuple[date, str]]] = {}
        for number in range(120):
            day = date(2027, 2, 1) + timedelta(days=number)
            for who, lines in (await town.rings(at(day))).items():
                said.setdefault(who, []).append((day, lines[1].partition(" : ")[2]))
        assert said["p2-chat"] == [
            (date(2027, 2, 5), "échéance dans 42 jours, le 19 mars 2027."),  # J-30 is in the holidays of February
            (WEEK, "échéance dans 7 jours, le 19 mars 2027."),
            (EVE, "échéance dans 1 jour, le 19 mars 2027."),
            (DUE, "échéance aujourd'hui, le 19 mars 2027."),
            (date(2027, 3, 26), "en retard depuis 7 jours (19 mars 2027)."),
            (date(2027, 4, 2), "en retard depuis 14 jours (19 mars 2027)."),
            (date(2027, 4, 19), "en retard depuis 31 jours (19 mars 2027)."),  # after those of April
        ]
        late = [day for day, _ in said["p2-chat"][4:]]
        assert [day for day, _ in said["p1-chat"]] == late
        assert "p3-chat" not in said
        assert [(it.number, it.way, it.arrived) for it in await town.sent(key)] == [
            (1, CHANNEL, True),
            (2, CHANNEL, True),
            (1, CHANNEL, True),
        ]


async def test_a_day_planned_twice_is_one_row(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        goal = await town.of(await town.goal())
        before = await town.rows("select goal, kind, wanted, day from reminders")
        await town.keeps(replace(goal, note="Vu."))
        assert await town.rows("select goal, kind, wanted, day from reminders") == before
        assert len(before) == 7


@pytest.mark.parametrize("looks", [False, True], ids=["before the next look", "after it"])
async def test_a_date_changed_there_and_back_repeats_nothing_and_keeps_what_was_told(
    tmp_path: Path, looks: bool
) -> None:
    async with a_town(tmp_path) as town:
        goal = await town.of(await town.goal())
        assert await town.rings(at(WEEK))
        if looks:
            assert not await town.rings(at(WEEK, 10))
        await town.keeps(goal.dating(Day.DUE, DUE + timedelta(days=70)))
        assert [it.number for it in await town.sent(goal.id)] == [2]
        await town.keeps(goal)
        assert not await town.rings(at(WEEK, 11))
        assert await town.rings(at(EVE))


async def test_who_takes_a_goal_over_is_not_told_what_was_told_already_and_is_told_what_comes(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        goal = await town.of(await town.goal())
        assert list(await town.rings(at(WEEK))) == ["p2-chat"]
        await town.keeps(replace(goal, pilot=3))
        assert not await town.rings(at(WEEK, 10))
        assert list(await town.rings(at(EVE))) == ["p3-chat"]


async def test_who_takes_a_goal_over_from_somebody_not_told_yet_is_told(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        goal = await town.of(await town.goal())
        await town.rows("update people set begins = 17 where id = 2")
        assert not await town.rings(at(WEEK))
        await town.keeps(replace(goal, pilot=3))
        assert list(await town.rings(at(WEEK, 10))) == ["p3-chat"]
        assert not await town.rings(at(WEEK, 17))


async def test_each_in_their_hours_and_each_once(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.goal()
        late = DUE + timedelta(days=7)
        for day in (WEEK, EVE, DUE):
            await town.rings(at(day))
        await town.rows("update people set begins = 17 where id = 2")
        told = {hour: list(await town.rings(at(late, hour))) for hour in range(24)}
        assert {hour: who for hour, who in told.items() if who} == {8: ["p1-chat"], 17: ["p2-chat"]}


async def test_a_goal_and_its_point_de_situation_due_the_same_day_are_two_lines(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.goal(first=WEEK + timedelta(days=1))
        lines = (await town.rings(at(WEEK)))["p2-chat"]
        assert [it.partition(" : ")[2] for it in lines[1:]] == [
            "échéance dans 7 jours, le 19 mars 2027.",
            "point de situation dans 1 jour, le 13 mars 2027.",
        ]


async def test_after_a_stop_one_letter_says_what_has_passed(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        old, new = await town.goal(date(2027, 2, 10)), await town.goal(DUE)
        letters = await town.rings(at(EVE))
        assert letters["p2-chat"] == [
            "Vos rappels",
            f"« Objectif {new} » : échéance dans 1 jour, le 19 mars 2027.",
            "Passé, sans que Palier ait pu le dire à temps :",
            f"« Objectif {old} » : en retard depuis 36 jours (10 février 2027).",
        ]
        assert not await town.rings(at(EVE, 10))


async def test_a_day_is_the_schools_wherever_the_conversation_stands(tmp_path: Path) -> None:
    """Somebody of a school in Paris and of one in Nouméa, where it is morning while Paris has its evening before."""
    async with a_town(tmp_path) as town:
        far = await town.world.founds("Pacific/Noumea", "988", "NC")
        await town.world.joins(far, "p2")
        key = (await town.world.sets_goal(far, DUE, 2)).id
        morning = at(DUE, 8, "Pacific/Noumea")
        assert morning.astimezone().date() < DUE
        await town.rows("delete from reminders where day < ?", DUE.isoformat())
        (line,) = (await town.rings(morning))["p2-chat"][1:]
        assert line == f"« École Pacific/Noumea · Objectif {key} » : échéance aujourd'hui, le 19 mars 2027."
        await town.taps("p2", f"snooze:{key}:3", moment=morning + timedelta(minutes=9))
        assert await town.rows("select day from reminders where kind = 'again'") == [("2027-03-22",)]


async def test_a_crowd_is_told_a_few_at_a_time(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        for _ in range(3 * AT_ONCE):
            await town.world.joins(town.school, await town.world.person([CHANNEL]))
        for number in town.school.members:
            await town.goal(leader=number)
        assert town.world.engine
        engine = Counting(town.world.engine)
        assert len(await town.rings(at(WEEK), engine)) == len(town.school.members)
        assert max(engine.sizes) <= AT_ONCE
        assert not await town.rings(at(WEEK, 10))


async def test_a_calendar_that_is_imported_moves_what_was_planned_on_its_days(tmp_path: Path) -> None:
    """In La Réunion nobody knows the school holidays, until the rectorat's are imported."""
    async with a_town(tmp_path, ("Indian/Reunion", "974", "974")) as town:
        await town.goal()
        zone = "Indian/Reunion"
        await town.rings(at(date(2027, 3, 1), zone=zone))
        holidays = [Period(date(2027, 3, 8), date(2027, 3, 21), "Vacances")]
        await town.world.rows(partial(keep, zone="974", periods=holidays, at=at(date(2027, 3, 2))))
        days = [date(2027, 3, 2) + timedelta(days=number) for number in range(30)]
        told = {day: await town.rings(at(day, zone=zone)) for day in days}
        assert [day for day, letters in told.items() if letters] == [date(2027, 3, 5), date(2027, 3, 26)]


async def test_a_school_that_cannot_be_read_keeps_no_other_waiting(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        other = await town.world.founds("Europe/Paris", "38", "")
        await town.goal()
        await town.world.sets_goal(other, DUE, 1)
        await town.rows("update schools set timezone = 'Europe/Nulle_part' where id = ?", town.school.id)
        assert len(await town.rings(at(WEEK))) == 1


async def test_before_a_closing_who_has_questions_left_and_the_pilots(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.world.dates_campaign(town.school, DUE, None)
        key = f"c-{town.school.id}"
        await town.world.rows(partial(set_mode, key=key, mode=Mode.COLLEGIAL, secret=False))
        for number, question in enumerate(catalogue()["numea"].questions):
            sql = "insert into opinions (campaign, person, question, answer, first_at, at) values (?, 2, ?, ?, ?, ?)"
            await town.rows(sql, key, question.id, '"na"', f"{number}", f"{number}")
        letters = await town.rings(at(WEEK))
        assert sorted(letters) == ["p1-chat", "p3-chat"]
        assert "Il vous reste" in letters["p3-chat"][1]
        assert not await town.rings(at(WEEK, 10))


async def test_who_may_not_change_the_goal_they_lead_is_offered_nothing_to_change(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        key = await town.goal()
        await town.rows("update members set role = 'reader' where person = 2")
        assert list(await town.rings(at(WEEK))) == ["p2-chat"]
        ((body,),) = await town.rows("select body from replies where kind = 'letter'")
        letter = loaded(Letter, body)
        assert [button.press for row in letter.rows for button in row] == [f"goal:{key}"]


async def test_two_points_de_situation_of_one_day_are_one_line(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await town.goal(due=None, first=DUE, second=DUE)
        assert len((await town.rings(at(EVE)))["p2-chat"]) == 2
