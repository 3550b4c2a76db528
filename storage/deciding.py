"""A school around a campaign: domains given to members, opinions, and what was decided, with its history."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import datetime

from dialogs.campaign import Decision, Mode
from dialogs.council import Filler, Opinion
from dialogs.roles import Role
from frameworks import asking
from frameworks.forms import Answer, Answers
from frameworks.model import Domain, Framework, Question
from storage.answers import json, one, readable
from storage.moments import read, written

RECORDED = (
    "select d.question, d.answer, d.at, m.name, m.number from decisions d join campaigns c on c.id = d.campaign"
    " left join members m on m.school = c.school and m.person = d.recorded_by where d.campaign = ?"
)


def standing(connection: sqlite3.Connection, key: str, framework: Framework) -> dict[str, Decision]:
    """The decisions that hold, by question."""
    found: dict[str, Decision] = {}
    for name, answer, at, by, number in connection.execute(RECORDED + " order by d.id", (key,)):
        question = framework.question.get(name)
        decided = one(question, answer) if question and answer is not None else None
        found.pop(name, None)
        if decided is not None:
            found[name] = Decision(decided, read(at), by or "", number or 0)
    return found


def history(connection: sqlite3.Connection, key: str, framework: Framework) -> dict[str, tuple[Decision, ...]]:
    """Every decision, by question, the newest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for name, answer, at, by, number in connection.execute(RECORDED + " order by d.id desc", (key,)):
        question = framework.question.get(name)
        if question is not None:
            decided = one(question, answer) if answer is not None else None
            found[name].append(Decision(decided, read(at), by or "", number or 0))
    return {name: tuple(those) for name, those in found.items()}


def record(
    connection: sqlite3.Connection, key: str, question: Question, answer: Answer | None, person: int, at: datetime
) -> None:
    connection.execute(
        "insert into decisions (campaign, question, answer, recorded_by, at) values (?, ?, ?, ?, ?)",
        (key, question.id, None if answer is None else json(question, answer), person, written(at)),
    )


def opinions(
    connection: sqlite3.Connection, key: str, framework: Framework, *, named: bool
) -> dict[str, tuple[Opinion, ...]]:
    """By question. Where they are not named, not even their order tells whose they are."""
    rows = connection.execute(
        "select o.question, o.answer, case when ? then m.name end, case when ? then m.number end from opinions o"
        " join campaigns c on c.id = o.campaign left join members m on m.school = c.school and m.person = o.person"
        " where o.campaign = ? order by 4, o.answer",
        (named, named, key),
    )
    found: dict[str, list[Opinion]] = defaultdict(list)
    for name, text, by, number in rows:
        question = framework.question.get(name)
        answer = one(question, text) if question else None
        if answer is not None:
            found[name].append(Opinion(answer, by or "", number or 0))
    return {name: tuple(those) for name, those in found.items()}


def shares(connection: sqlite3.Connection, key: str) -> dict[str, frozenset[int]]:
    """To whom each domain is given: the numbers of members."""
    rows = connection.execute(
        "select s.domain, m.number from shares s join campaigns c on c.id = s.campaign"
        " join members m on m.school = c.school and m.person = s.person where s.campaign = ?",
        (key,),
    )
    found: dict[str, set[int]] = defaultdict(set)
    for domain, number in rows:
        found[domain].add(number)
    return {domain: frozenset(numbers) for domain, numbers in found.items()}


def share(connection: sqlite3.Connection, key: str, domain: str, member: int, *, given: bool) -> None:
    if not given:
        connection.execute(
            "delete from shares where campaign = ? and domain = ? and person in (select m.person from members m"
            " join campaigns c on c.school = m.school where c.id = ? and m.number = ?)",
            (key, domain, key, member),
        )
        return
    connection.execute(
        "insert into shares (campaign, domain, person) select c.id, ?, m.person from campaigns c"
        " join members m on m.school = c.school where c.id = ? and m.number = ? on conflict do nothing",
        (domain, key, member),
    )


def fillers(connection: sqlite3.Connection, key: str, mode: Mode, framework: Framework) -> tuple[Filler, ...]:
    """Who may fill the campaign and how far they are, by number: counts, never answers."""
    rows = connection.execute(
        "select m.number, m.name, m.role, m.person, c.opened_by from members m join campaigns c on c.school = m.school"
        " where c.id = ? and m.role <> 'reader' order by m.number",
        (key,),
    ).fetchall()
    given = shares(connection, key) if mode is Mode.SHARED else {}
    together = _together(connection, key, framework)
    found = []
    for number, name, role, person, holder in rows:
        if mode is Mode.SOLO and person != holder:
            continue
        said = _said(connection, key, person, framework) if mode is Mode.COLLEGIAL else together
        theirs = [it for it in framework.domains if mode is not Mode.SHARED or number in given.get(it.id, ())]
        done = {domain.id: _done(framework, domain, said) for domain in theirs}
        found.append(Filler(number, name, Role(role), done))
    return tuple(found)


def _done(framework: Framework, domain: Domain, said: Answers) -> tuple[int, int]:
    asked = [question.id for question in domain.questions if asking.asked(framework, question, said)]
    return sum(question in said for question in asked), len(asked)


def _together(connection: sqlite3.Connection, key: str, framework: Framework) -> dict[str, Answer]:
    given = connection.execute(
        "select question, answer from opinions where campaign = ? and retained order by at", (key,)
    )
    decided = {name: it.answer for name, it in standing(connection, key, framework).items() if it.answer is not None}
    return {**readable(framework, dict(given)), **decided}


def _said(connection: sqlite3.Connection, key: str, person: int, framework: Framework) -> dict[str, Answer]:
    rows = connection.execute("select question, answer from opinions where campaign = ? and person = ?", (key, person))
    return readable(framework, dict(rows))


def addresses(connection: sqlite3.Connection, key: str, members: tuple[int, ...]) -> list[tuple[int, str, str, str]]:
    """Where the members of the campaign's school are spoken to: conversation, channel, address, language."""
    marks = ",".join("?" for _ in members)
    return connection.execute(
        "select v.id, v.channel, v.address, p.language from conversations v join people p on p.id = v.person"  # noqa: S608
        " join members m on m.person = p.id join campaigns c on c.school = m.school"
        f" where c.id = ? and m.number in ({marks}) and v.channel <> 'email' order by v.id",
        (key, *members),
    ).fetchall()


def electors(
    connection: sqlite3.Connection, campaign: str, channel: str, address: str, since: datetime
) -> list[tuple[tuple[int, str, str, str], bool]]:
    """Where who may be asked to vote is spoken to (readers are not, nor who is at that address): conversation, channel,
    address, language; whether the person has done something since.
    """
    rows = connection.execute(
        "select v.id, v.channel, v.address, p.language, exists (select 1 from conversations w"
        " join events e on e.conversation = w.id where w.person = p.id and w.channel <> 'email'"
        " and e.at >= ? and e.key not like '%>%' and e.key not like 'clock:%')"
        " from campaigns c join members m on m.school = c.school and m.role <> 'reader'"
        " join people p on p.id = m.person join conversations v on v.person = p.id and v.channel <> 'email'"
        " where c.id = ? and p.id not in (select person from conversations where channel = ? and address = ?)"
        " order by v.id",
        (written(since), campaign, channel, address),
    )
    return [((key, by, at, language), bool(awake)) for key, by, at, language, awake in rows]
