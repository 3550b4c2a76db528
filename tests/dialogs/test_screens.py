"""Every screen of every grid, language and state: short buttons, a title, whole sentences of the framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from dialogs import flow
from dialogs.campaign import Campaign, Dates, Decision, Mode, School
from dialogs.core import shown
from dialogs.council import Filler, Opinion
from dialogs.goals import Change, Checkpoint, Chosen, Day, Goal, Standing, Text
from dialogs.lengths import units
from dialogs.mailbox import Mailbox
from dialogs.pulse import MOST_CHOICES, Hand, Pulse, Sitting, parts, values, votable
from dialogs.reminding import Sent
from dialogs.replies import Heading, Quote, Screen
from dialogs.roles import Role
from dialogs.saying import CUT
from dialogs.scene import Entry, Reach, Scene
from dialogs.session import Session, Sought, State
from dialogs.steps.catalogue import title
from dialogs.team import Invitation, Kind, Member, Membership, Request, Team
from frameworks.advice import actions
from frameworks.forms import LONGEST, Answer, Gap, Progress, Split, Ticks
from frameworks.load import catalogue
from frameworks.model import Form, Framework, Question
from locales import LANGUAGES, words
from storage.reminders import MANY
from tests.chat import MONDAY

GRIDS = catalogue()
LABEL, PRESS, LETTERS = 20, 64, 52
WIDE = {length: 5 if length <= 2 else 4 if length <= 4 else 3 if length <= 10 else 2 for length in range(1, LABEL + 1)}
"""Buttons abreast on a phone, by the longest of their labels."""

SCHOOL = School("zzzzzzzz", "N" * 80, "93", "Europe/Paris")
FAR = Reach("https://" + "w" * 60, bot="b" * 32)
PER_QUESTION = (
    *(State.SITTING, State.VOTING, State.DECIDING),
    *(State.ASKING, State.TICKING, State.MORE, State.MEANING, State.NOTING, State.OFFERED),
)
LOWEST: dict[Form, Answer] = {
    Form.LEVEL: 0,
    Form.TICKS: Ticks(),
    Form.SPLIT: Split(9_999_999, 0, 0),
    Form.COUNT: 9_999_999,
    Form.PERCENT: 33.333333,
    Form.DATE: MONDAY.date(),
    Form.TEXT: "t" * LONGEST,
    Form.PROGRESS: Progress.TODO,
}
"""What makes a screen longest, and asks for the most next steps."""

ROLES = (Role.PILOT, Role.MEMBER, Role.READER)
CROWD = tuple(Member(9000 + number, "M" * 40, ROLES[number % 3]) for number in range(30))
FULL = Team(
    SCHOOL.id,
    CROWD,
    tuple(Request(f"request{number}", "R" * 40, Role.MEMBER) for number in range(9)),
    tuple(Invitation(f"invite0{number}", Kind.LINK, Role.READER, MONDAY, 29, 30) for number in range(8)),
    9030,
)
"""A team with as much in it as a screen may have to show."""

PAGES = {
    State.CAMPAIGN: 3,
    State.SHARING: 25,
    State.COUNCIL: 9,
    State.VOTING: 2,
    State.GOAL: 2,
    State.GOALS: 5,
    State.TALLY: 2,
    State.TRACING: 4,
    State.ENTRUSTING: 4,
    State.AIMING: 40,
    **dict.fromkeys((State.RECAP, State.ACTIONS, State.ABOUT, State.CAMPAIGNS, State.COMPARING, State.TEAM), 40),
}
"""As many as the longest grid and the largest team have, and more."""

TOGETHER = {State.MENU, State.RESULTS, State.RECAP, State.CAMPAIGN, *flow.STEERING, *flow.COUNCIL}
"""States that a campaign shows otherwise where several fill it."""

POLLED = {*flow.CONVENING, State.VOTING}

MAILED = (State.MAILBOX, State.PRIVACY)
AGENDAS = (State.AGENDA, State.FEED)
TEAM_STATES = (*flow.TEAM, State.CALLED, State.JOINING, State.KNOCKING, State.CHOOSING)
OTHERS = tuple(state for state in State if state not in PER_QUESTION)


def lowest(question: Question) -> Answer:
    return LOWEST[question.form]


LETTERS_OF = ("n", "😀")
"""What people write: a letter, or an emoji, which is two units to Telegram."""


def scenes(grid: Framework, language: str, state: State) -> Iterator[Scene]:
    """Everything as long as it may be, a wholly different campaign before it."""
    for letter in LETTERS_OF:
        title, note = letter * (80 // units(letter)), letter * (500 // units(letter))
        said = {question.id: longest(question, letter) for question in grid.questions}
        bare = Campaign("zzzzzzzz", title, grid, replace(SCHOOL, name=title), opened=MONDAY)
        campaign = replace(bare, notes={question.id: note for question in grid.questions})
        full = replace(campaign, answers=said)
        before = replace(bare, opened=MONDAY - timedelta(days=200), answers=dict.fromkeys(said, Gap.UNKNOWN))
        entries = tuple(Entry(f"zzzzzzz{n}", title, grid.id, n, 20, "G" * 14) for n in range(20))
        sought = Sought("9840001A", title, "987", "Pacific/Tahiti")
        for made, previous in ((campaign, full), (full, before)):
            older = replace(previous, id="yyyyyyyy", opened=MONDAY - timedelta(days=200))
            for question in grid.questions if state in PER_QUESTION else grid.questions[:1]:
                for page in range(PAGES.get(state, 1)):
                    session = Session(state, made.id, question.id, page=page, text=note, sought=sought)
                    here = Scene(
                        session,
                        words(language),
                        MONDAY,
                        GRIDS,
                        "yyyyyyyy",
                        made,
                        previous=older,
                        entries=entries,
                        operator="O" * 80,
                    )
                    if state in POLLED:
                        yield from in_sittings(here, letter)
                    elif state in TOGETHER:
                        yield from in_council(here, letter)
                    elif state in flow.GOALING or state is State.REMINDERS:
                        yield from in_goals(here, letter)
                    elif state in AGENDAS:
                        yield from in_agendas(here, letter)
                    elif state in TEAM_STATES:
                        yield from in_teams(here, letter)
                    elif state in MAILED:
                        yield from by_mail(here)
                    else:
                        yield here


def by_mail(here: Scene) -> Iterator[Scene]:
    """With the longest address, at each stage of it, where mails are sent and where they are not."""
    longest = Mailbox("a" * 64 + "@" + "b." * 93 + "fr")
    for box in (Mailbox(), longest, replace(longest, refused=True), replace(longest, confirmed=True)):
        for reach in (Reach(), Reach(mail=True)):
            yield replace(here, mailbox=box, reach=reach)


def in_agendas(here: Scene, letter: str) -> Iterator[Scene]:
    """With a goal, an address just made, and every way to be reached or not."""
    school = replace(SCHOOL, name=letter * (80 // units(letter)))
    goal = Goal("zzzzzzzz", SCHOOL.id, "g", "q", "s", 2, "L", "S", MONDAY, due=MONDAY.date())
    for reach in (Reach(), Reach("http://192.168.100.100:65535", lan=True), FAR):
        for feed in (None, MONDAY):
            yield replace(
                here,
                session=replace(here.session, secret="s" * 22),
                memberships=(Membership(school, Role.READER, 9001, letter, MONDAY),),
                goals=(goal,),
                feed=feed,
                reach=reach,
            )


def in_sittings(here: Scene, letter: str) -> Iterator[Scene]:
    """Before, during and after a vote on the question and on a free one; by show of hands with twenty of them up."""
    campaign, question = here.the(), here.wanted
    if campaign.answers:
        return
    name, school = letter * (40 // units(letter)), replace(SCHOOL, name=letter * (80 // units(letter)))
    made = replace(campaign, school=school, mode=Mode.COLLEGIAL)
    here = replace(here, campaign=made, memberships=(Membership(school, Role.PILOT, 9001, name, MONDAY),), reach=FAR)
    voting = here.session.state is State.VOTING
    if not voting:
        yield here
    free = Pulse("zzzzzzzz", "", letter * (300 // units(letter)), (letter * (60 // units(letter)),) * MOST_CHOICES)
    asked = [free] if question is made.framework.questions[0] else []
    asked += [Pulse("zzzzzzzz", question.id)] if votable(question) else []
    queue = tuple(it.id for it in made.framework.questions[:5])
    for pulse in asked:
        about = made.framework.question.get(pulse.question)
        said = values(about, pulse.choices)
        now = replace(pulse, round=2, votes=9_999, guests=999, voted=True)
        tally = {part: dict.fromkeys(said, 999) for part in parts(about)}
        hands = tuple(Hand(part, value, name, 9000) for part in parts(about)[:4] for value in said)
        shown = [now] if voting else [now, replace(now, closed=True, tally=tally, hands=hands)]
        for it in shown:
            yield replace(here, sitting=Sitting("sitting", "7K3M9Q", 5000, voting, queue=queue, pulses=(it,)))
    if not voting:
        few = Pulse("zzzzzzzz", question.id, closed=True, votes=4)
        yield replace(here, sitting=Sitting("sitting", "7K3M9Q", 5000, queue=queue, pulses=(few,)))


def in_council(here: Scene, letter: str) -> Iterator[Scene]:
    """As those who fill the campaign together, with twenty members, their opinions, and a history of decisions."""
    state, campaign = here.session.state, here.the()
    if state not in {*flow.STEERING, *flow.COUNCIL, State.CAMPAIGN}:
        yield here
    name, school = letter * (40 // units(letter)), replace(SCHOOL, name=letter * (80 // units(letter)))
    grid, crowd = campaign.framework, [it for it in CROWD if it.role is not Role.READER]
    said, decided = councils(grid, letter)
    for mode, role in modes(state):
        made = replace(
            campaign,
            school=school,
            mode=mode,
            role=role,
            me=9001,
            secret=role is Role.MEMBER,
            shares={it.id: frozenset(member.number for member in crowd) for it in grid.domains},
            dates=Dates(MONDAY.date(), MONDAY.date() - timedelta(days=1), MONDAY.date()),
            reminded=MONDAY - timedelta(days=1),
            decisions=decided if campaign.answers and state is not State.COUNCIL else {},
        )
        done = {it.id: (10, 11) for it in grid.domains}
        yield replace(
            here,
            session=replace(here.session, dating="closes"),
            campaign=made,
            fillers=tuple(Filler(it.number, name, it.role, done) for it in crowd),
            announced=(Sent(MONDAY, name, 9001, "telegram", None, True),) * MANY if role is Role.PILOT else (),
            opinions=said,
            history={key: (it,) * 9 for key, it in decided.items()},
        )


def modes(state: State) -> list[tuple[Mode, Role]]:
    if state is State.SHARING:
        return [(Mode.SHARED, Role.PILOT)]
    if state in flow.COUNCIL or state is State.RECAP:
        return [(Mode.COLLEGIAL, Role.PILOT), (Mode.COLLEGIAL, Role.MEMBER)]
    roles = (Role.PILOT,) if state in flow.STEERING else ROLES
    return [(mode, role) for mode in Mode for role in roles]


@cache
def councils(grid: Framework, letter: str) -> tuple[dict[str, tuple[Opinion, ...]], dict[str, Decision]]:
    """Opinions and decisions of every question."""
    name = letter * (40 // units(letter))
    said = {it.id: tuple(Opinion(answer, name, 9001) for answer in opinions(it, letter)) for it in grid.questions}
    return said, {it.id: Decision(longest(it, letter), MONDAY, name, 9001) for it in grid.questions}


def opinions(question: Question, letter: str) -> Sequence[Answer]:
    """Thirty, as different as they may be."""
    match question.form:
        case Form.LEVEL:
            return [number % (len(question.statements) + 1) for number in range(28)] + [Gap.NA, Gap.UNKNOWN]
        case Form.TEXT:
            return [f"{number} {letter * (CUT // units(letter))}" for number in range(30)]
        case Form.COUNT:
            return [9_999_999 - number for number in range(30)]
        case Form.PERCENT:
            return [33.333333 + number for number in range(30)]
        case Form.SPLIT:
            return [Split(9_999_999 - number, 9_999_999, 9_999_999) for number in range(30)]
        case Form.DATE:
            return [MONDAY.date() - timedelta(days=number) for number in range(30)]
        case Form.PROGRESS:
            return [list(Progress)[number % 3] for number in range(30)]
        case Form.TICKS:
            ids = list(question.by_id)
            return [Ticks(frozenset(ids[: number % (len(ids) + 1)])) for number in range(30)]


def longest(question: Question, letter: str) -> Answer:
    return letter * (LONGEST // units(letter)) if question.form is Form.TEXT else LOWEST[question.form]


def in_teams(here: Scene, letter: str) -> Iterator[Scene]:
    """As each role, looking at each role and at oneself, with every kind of invitation just made."""
    room = Reach("http://192.168.100.100:65535", lan=True)
    name, school = letter * (40 // units(letter)), replace(SCHOOL, name=letter * (80 // units(letter)))
    team = replace(
        FULL,
        members=tuple(replace(it, name=name) for it in FULL.members),
        requests=tuple(replace(it, name=name) for it in FULL.requests),
    )
    for role in ROLES[:1] if here.session.state in {State.INVITING, State.INVITED} else ROLES:
        mine = Membership(school, role, CROWD[1].number, name, MONDAY)
        others = tuple(replace(mine, school=replace(school, id=f"zzzzzzz{n}")) for n in range(10, 30))
        for looked, reach in zip(CROWD[:3], (Reach(), room, FAR), strict=True):
            session = replace(here.session, member=looked.number, invited="invite00", secret="s" * 22, called=SCHOOL.id)
            yield replace(
                here,
                session=session,
                memberships=(mine, *others),
                team=team,
                reach=reach,
                awaiting=(school,) * 3,
                taken={"9840001A": replace(school, id="other")},
            )


def in_goals(here: Scene, letter: str) -> Iterator[Scene]:
    """A goal of the longest sentence, everything of it written, looked at by who may change it and who may not."""
    campaign, today = here.the(), MONDAY.date()
    name, school = letter * (40 // units(letter)), replace(SCHOOL, name=letter * (80 // units(letter)))
    made = replace(campaign, school=school)
    longest_of = max(
        (it for question in made.framework.questions for it in question.statements), key=lambda it: units(it.text)
    )
    text = letter * (300 // units(letter))
    point = Checkpoint(today, Standing.IDLE)
    bare = Goal(
        "zzzzzzzz", school.id, made.framework.id, made.framework.questions[0].id, longest_of.id, 3, "L" * 150,
        longest_of.text, MONDAY, 9001,
    )  # fmt: skip
    whole = replace(
        bare, wording=text, measure=text, ambition=text, means=text, note=text, pilot=9001, led_by=name,
        due=today - timedelta(days=9), first=point, second=point,
    )  # fmt: skip
    ended = replace(whole, dropped=today, reason=text)
    goals = tuple(replace(whole, id=f"zzzzzz{n}") for n in range(10, 40))
    changes = tuple(Change("wording", text, MONDAY, name, 9001) for _ in range(30))
    sent = (Sent(MONDAY, name, 9001, "telegram", None, True),) * 3
    fields = {
        State.WORDING: [*Text, "reason"],
        State.SCHEDULING: [*Day, "again"],
        State.ENTRUSTING: ["pilot"],
    }.get(here.session.state, [""])
    for role in ROLES[:1] if here.session.state in flow.AMENDING else ROLES:
        mine = Membership(school, role, 9001, name, MONDAY)
        for goal in (bare, whole, replace(whole, reached=today), ended):
            for field in fields:
                for guided in (False, True):
                    session = replace(
                        here.session, goal=goal.id, field=field, guided=guided, goals=Chosen.LATE, school=school.id
                    )
                    yield replace(
                        here,
                        session=session,
                        campaign=made,
                        memberships=(mine,),
                        team=replace(FULL, members=tuple(replace(it, name=name) for it in FULL.members)),
                        goals=(goal, *goals),
                        changes=changes,
                        sent=sent,
                        under_way="zzzzzzzz",
                    )


def screens(grid: Framework, language: str, state: State) -> Iterator[tuple[Scene, Screen]]:
    for scene in scenes(grid, language, state):
        if state is not State.TICKING or scene.question.staged:
            yield scene, shown(scene)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_buttons_are_short_named_and_few(grid: Framework, language: str, state: State) -> None:
    seen = 0
    for _, screen in screens(grid, language, state):
        seen += 1
        buttons = [button for row in screen.rows for button in row]
        assert 0 < len(buttons) <= LETTERS
        for button in buttons:
            assert 0 < len(button.label) <= LABEL, button.label
            assert len(button.press.encode()) <= PRESS, button.press
        for row in screen.rows:
            assert len(row) <= WIDE[max(len(button.label) for button in row)] or row[0].label == "‹", row
    assert seen or state is State.TICKING


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_every_screen_has_a_title(grid: Framework, state: State) -> None:
    for _, screen in screens(grid, "fr", state):
        assert any(isinstance(block, Heading) and block.text for block in screen.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_a_question_shows_every_statement_whole_in_french(grid: Framework, language: str) -> None:
    for scene, screen in screens(grid, language, State.ASKING):
        quotes = [block for block in screen.blocks if isinstance(block, Quote)]
        assert [quote.text for quote in quotes] == [statement.text for statement in scene.question.statements]
        assert {quote.lang for quote in quotes} == {"fr"}


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_all_actions_are_reached_page_by_page(grid: Framework) -> None:
    told: list[str] = []
    for scene, screen in screens(grid, "fr", State.ACTIONS):
        if scene.the().answers:
            told += [block.text for block in screen.blocks if isinstance(block, Quote)]
    answers = {question.id: lowest(question) for question in grid.questions}
    assert list(dict.fromkeys(told)) == list(dict.fromkeys(it.statement.text for it in actions(grid, answers)))


@pytest.mark.parametrize(
    ("month", "language", "said"),
    [
        (10, "fr", "Positionnement d'octobre 2026"),
        (4, "fr", "Positionnement d'avril 2026"),
        (8, "fr", "Positionnement d'août 2026"),
        (11, "fr", "Positionnement de novembre 2026"),
        (10, "en", "October 2026 assessment"),
    ],
)
def test_a_campaign_is_named_for_its_month(month: int, language: str, said: str) -> None:
    now = datetime(2026, month, 15, 12, tzinfo=UTC)
    assert title(Scene(Session(), words(language), now, GRIDS, "y")) == said


def test_the_month_is_the_schools_own() -> None:
    """On the last evening of October in Paris it is November in Nouméa."""
    now = datetime(2026, 10, 31, 14, tzinfo=UTC)
    school = School("s", "Collège du Lagon", "988", "Pacific/Noumea")
    campaign = Campaign("k", "Essai", GRIDS["numea"], school)
    assert title(Scene(Session(), words("fr"), now, GRIDS, "y", campaign)) == "Positionnement de novembre 2026"
