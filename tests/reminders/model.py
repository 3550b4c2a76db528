"""Who is to be told what, and when: the issue's sentences, by a model that knows nothing of the program's reminders.

A promise is what is to be told of a subject on a day. It is kept once to each person, or forgotten when its subject
no longer makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.reminders.days import Closed

DAY = timedelta(days=1)
Named = tuple[str, date]
"""A kind of promise, and the day that the rule names."""

Line = tuple[bool, str, str, int]
"""Whether it is said as passed, of what, in which words, and in how many days that is."""

ABOUT = {"due": "due", "late": "due", "again": "due"}
SPOKEN = {"first": "point", "second": "point"}


@dataclass
class Way:
    channel: str
    address: str
    last: datetime
    lost: bool = False
    blocked: bool = False


@dataclass
class Person:
    name: str
    ways: list[Way]
    hours: tuple[int, int] = (8, 19)

    def way(self) -> Way | None:
        """Where they did something last, among what is not lost."""
        there = [it for it in self.ways if not it.lost]
        return max(there, key=lambda it: it.last, default=None)


@dataclass
class School:
    id: str
    zone: ZoneInfo
    closed: Closed
    members: dict[int, str] = field(default_factory=dict)
    pilots: set[int] = field(default_factory=set)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def open(self, now: datetime) -> bool:
        local = now.astimezone(self.zone)
        return 8 <= local.hour < 19 and not self.closed(local.date())

    def before(self, day: date) -> date:
        while self.closed(day):
            day -= DAY
        return day

    def after(self, day: date) -> date:
        while self.closed(day):
            day += DAY
        return day


@dataclass
class Promise:
    """Of a day that was ahead when it was made (``live``), or may be so yet, when other days are known to be closed."""

    day: date
    live: bool
    told: set[str] = field(default_factory=set)
    kept: bool = False
    moved: date = date.min
    """Where lateness was put off to."""

    @property
    def comes(self) -> date:
        return max(self.day, self.moved)


@dataclass
class Subject:
    """A goal, or a campaign. ``dates`` are those that it has now, by what they are called in a line."""

    id: str
    school: School
    title: str
    dates: Mapping[str, date | None] = field(default_factory=dict)
    leader: int = 0
    goal: bool = True
    promises: dict[Named, Promise] = field(default_factory=dict)

    def snoozed(self) -> date:
        """Nothing is told until that day has come."""
        waiting = [it.day for (kind, _), it in self.promises.items() if kind == "again" and not it.kept]
        return max(waiting, default=date.min)

    def changed(self, named: Mapping[Named, date], today: date, *, over: bool = False) -> None:
        for name, it in list(self.promises.items()):
            if it.kept or name in named or (name[0] == "again" and not over):
                continue
            if it.told:
                it.kept = True
            else:
                del self.promises[name]
        for name, day in named.items():
            it = self.promises.setdefault(name, Promise(day, day > today))
            if not it.kept:
                it.day, it.live = day, it.live or day > today
        for (kind, _), it in self.promises.items():
            if kind == "late" and not it.kept:
                it.moved = max(it.day, self.snoozed())

    def put_off(self, until: date, today: date) -> None:
        """Before a deadline it moves earlier, but not to a day that has come."""
        day = self.school.before(until)
        day = day if day > today else self.school.after(until)
        for name, it in list(self.promises.items()):
            if name[0] == "again" and not it.kept:
                if it.told:
                    it.kept = True
                else:
                    del self.promises[name]
        self.promises["again", day] = Promise(day, live=True)

    def due(self, today: date) -> Iterator[tuple[Named, Promise]]:
        covered = self.snoozed()
        for name, it in self.promises.items():
            free = name[0] in {"again", "late"} or it.day > covered
            if it.live and not it.kept and it.comes <= today and free:
                yield name, it

    def recipients(self, kind: str) -> set[str]:
        pilots = {self.school.members[number] for number in self.school.pilots}
        if not self.goal:
            return pilots
        leader = {self.school.members[self.leader]} if self.leader in self.school.members else set()
        return leader | pilots if kind == "late" or not leader else leader

    def line(self, kind: str, day: date, today: date) -> Line:
        about = ABOUT.get(kind, kind)
        told_of = self.dates[about]
        if told_of is None:
            return day < today - 7 * DAY, self.title, "again", 0
        late = about == "due" and told_of < today
        return day < today - 7 * DAY, self.title, "late" if late else SPOKEN.get(about, about), (told_of - today).days


def of_goal(school: School, dates: Mapping[str, date | None]) -> dict[Named, date]:
    """Before the échéance and each point de situation; then weekly, three times."""
    found = {}
    if due := dates["due"]:
        for span in (30, 7, 1, 0):
            found["due", due - span * DAY] = school.before(due - span * DAY)
        for span in (7, 14, 21):
            found["late", due + span * DAY] = school.after(due + span * DAY)
    for name in ("first", "second"):
        if at := dates[name]:
            found[name, at - DAY] = school.before(at - DAY)
    return found


def of_campaign(school: School, closes: date | None, then: date | None) -> dict[Named, date]:
    found: dict[Named, date] = {}
    for name, at, spans in (("closing", closes, (7, 1)), ("next", then, (30, 7, 0))):
        days = [at - span * DAY for span in spans] if at else []
        found |= {(name, day): school.before(day) for day in days}
    return found


Told = tuple[str, str, date, str, date]
"""Of what, its kind, the day by the rule, whom, and on which local date."""


@dataclass
class Model:
    people: dict[str, Person] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    told: set[Told] = field(default_factory=set)

    def tick(
        self, now: datetime, reached: Iterable[tuple[str, str]] | None = None, *, unheard: bool = False
    ) -> dict[tuple[str, str], set[Line]]:
        """The letters of this moment, by where they go. ``reached``: where the clock came to before it was stopped;
        ``unheard``: their ends are unknown, and so is who has shut their door.
        """
        due: dict[str, list[tuple[Subject, Named, Promise]]] = {}
        for subject in self.subjects.values():
            if not subject.school.open(now):
                continue
            hour = now.astimezone(subject.school.zone).hour
            for name, promise in subject.due(subject.school.today(now)):
                those = subject.recipients(name[0]) - promise.told
                for who in those:
                    begins, ends = self.people[who].hours
                    if begins <= hour < ends:
                        due.setdefault(who, []).append((subject, name, promise))
                if not those:
                    self._kept(subject, name, promise)
        came = None if reached is None else set(reached)
        letters = {}
        for who, those_due in due.items():
            way = self.people[who].way()
            if way is not None:
                if came is not None and (way.channel, way.address) not in came:
                    continue
                letters[way.channel, way.address] = _lines(those_due, now)
                way.lost = way.blocked and not unheard
            for subject, name, promise in those_due:
                promise.told.add(who)
                self.told.add((subject.id, *name, who, subject.school.today(now)))
                if subject.recipients(name[0]) <= promise.told:
                    self._kept(subject, name, promise)
        return letters

    def _kept(self, subject: Subject, name: Named, promise: Promise) -> None:
        """What was put off, once told, has told what it covered."""
        promise.kept = True
        if name[0] == "again":
            for (kind, _), other in subject.promises.items():
                other.kept |= kind != "late" and other.day <= promise.day

    def forget(self, who: str) -> None:
        del self.people[who]
        self.told = {it for it in self.told if it[3] != who}


def _lines(due: Iterable[tuple[Subject, Named, Promise]], now: datetime) -> set[Line]:
    """Of each of a subject's dates one line: the newest promise of it."""
    newest: dict[tuple[str, str], tuple[Subject, str, date]] = {}
    for subject, (kind, _), promise in due:
        key = subject.id, ABOUT.get(kind, kind)
        if key not in newest or newest[key][2] < promise.comes:
            newest[key] = subject, kind, promise.comes
    return {subject.line(kind, day, subject.school.today(now)) for subject, kind, day in newest.values()}
