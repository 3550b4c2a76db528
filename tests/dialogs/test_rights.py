"""Who may write what, as one matrix: every write by every role; a write without a row fails here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from dialogs.campaign import Campaign, Dates, Mode, School, Stage
from dialogs.campaign_writes import (
    ArchiveCampaign,
    CloseCampaign,
    RecordDecision,
    RemindFillers,
    ReopenCampaign,
    SetDates,
    SetMode,
    ShareDomain,
)
from dialogs.goal_writes import KeepGoal, MakeFeed, OfGoals, RevokeFeed, SetHours, Snooze, TakeBackGoal, TellOf
from dialogs.goals import Goal
from dialogs.mailbox import Mailbox
from dialogs.pulse import Pulse, Sitting
from dialogs.pulse_writes import (
    CastVote,
    ClosePulse,
    EndSitting,
    OpenPulse,
    OpenSitting,
    SettleSitting,
    TimePulse,
)
from dialogs.rights import RIGHTS, allowed
from dialogs.roles import Role
from dialogs.scene import Reach, Scene
from dialogs.session import Session
from dialogs.team import Kind, Membership, Offer
from dialogs.team_writes import (
    Admit,
    AskToJoin,
    CallMyself,
    Decline,
    HandOver,
    Invite,
    JoinSchool,
    LeaveSchool,
    MissCode,
    RemoveMember,
    Revoke,
    SetRole,
)
from dialogs.writes import (
    AskMailbox,
    DescribeSchool,
    Forget,
    ForgetMailbox,
    FoundSchool,
    GiveCampaign,
    OpenCampaign,
    RemoveAnswer,
    RenameSchool,
    Retitle,
    SaveAnswer,
    SaveDraft,
    SaveNote,
    SpeakLanguage,
    Write,
)
from frameworks.forms import Ticks
from frameworks.load import catalogue
from locales import words
from tests.chat import MONDAY

GRIDS = catalogue()
SCHOOL = School("theirs", "Collège Jean Lurçat", "93", "Europe/Paris")
OTHER = School("another", "Lycée Ailleurs", "93", "Europe/Paris")
ACTORS = ("pilot", "member", "reader", "removed", "stranger")

# One write of each kind, falling on the school or on its campaign; then who may: p(ilot), m(ember), r(eader),
# R(emoved), s(tranger). The campaign is the sender's own, where a member could hold it.
STEERING: tuple[Write, ...] = (
    SetMode("ours", Mode.SHARED),
    SetDates("ours", Dates()),
    ShareDomain("ours", "pilotage", 2, True),
    CloseCampaign("ours"),
    ReopenCampaign("ours"),
    ArchiveCampaign("ours"),
    RemindFillers("ours", (2,)),
)
HAS_SENSE: dict[type[Write], dict[str, Any]] = {
    ShareDomain: {"mode": Mode.SHARED},
    ReopenCampaign: {"stage": Stage.CLOSED},
    ArchiveCampaign: {"stage": Stage.CLOSED},
}
MATRIX: tuple[tuple[Write, str], ...] = (
    (OpenCampaign("new", "numea", "Un titre", SCHOOL.id), "pm"),
    (Retitle("ours", "Un titre"), "pm"),
    (SaveAnswer("ours", "charte-usage", 1), "pm"),
    (SaveDraft("ours", "charte-usage", Ticks()), "pm"),
    (RemoveAnswer("ours", "charte-usage"), "pm"),
    (SaveNote("ours", "charte-usage", "Une note"), "pm"),
    (DescribeSchool(SCHOOL), "p"),
    (RenameSchool(SCHOOL.id, "Un nom"), "p"),
    *((it, "p") for it in STEERING),
    (SetRole(SCHOOL.id, 2, Role.PILOT), "p"),
    (RemoveMember(SCHOOL.id, 2), "p"),
    (HandOver(SCHOOL.id, 2), "p"),
    (Admit(SCHOOL.id, "request"), "p"),
    (Decline(SCHOOL.id, "request"), "p"),
    (Invite(SCHOOL.id, "key", Kind.LINK, Role.MEMBER, "digest", MONDAY, 30), "p"),
    (Revoke(SCHOOL.id, "key"), "p"),
    (LeaveSchool(SCHOOL.id), "pmr"),
    (CallMyself(SCHOOL.id, "Camille"), "pmrRs"),
    (JoinSchool(Offer("key", Kind.LINK, Role.MEMBER, SCHOOL)), "pmrRs"),
    (AskToJoin("request", SCHOOL, Role.MEMBER), "pmrRs"),
    (MissCode(), "pmrRs"),
    (SpeakLanguage("en"), "pmrRs"),
    (SetHours(8, 12), "pmrRs"),
    (AskMailbox("ada@exemple.fr"), "pmrRs"),
    (ForgetMailbox(), "pmrRs"),
    (Forget(), "pmrRs"),
    (MakeFeed("digest"), "pmrRs"),
    (RevokeFeed(), "pmrRs"),
)
# On a draft of the sender's own, which no school has.
ON_A_DRAFT: tuple[tuple[Write, str], ...] = (
    (OpenCampaign("new", "numea", "Un titre"), "pmrRs"),
    (SaveAnswer("draft", "charte-usage", 1), "pmrRs"),
    (FoundSchool(OTHER), "pmrRs"),
    (GiveCampaign("draft", SCHOOL), "pm"),
)


def scene(actor: str, campaign: Campaign | None) -> Scene:
    """Whoever was removed, and who never was there, are in another school."""
    role = Role(actor) if actor in {"pilot", "member", "reader"} else None
    there = (Membership(SCHOOL, role, 2, "Camille", MONDAY),) if role else ()
    elsewhere = Membership(OTHER, Role.PILOT, 1, "Camille", MONDAY)
    session = Session(school=SCHOOL.id, member=2, called=SCHOOL.id)
    by_mail = {"reach": Reach(mail=True), "mailbox": Mailbox()}
    return Scene(session, words("fr"), MONDAY, GRIDS, "fresh", campaign, memberships=(*there, elsewhere), **by_mail)  # type: ignore[arg-type]


def test_an_address_is_asked_to_confirm_where_mails_are_sent_and_a_few_times_a_day() -> None:
    asking, here = AskMailbox("ada@exemple.fr"), scene("stranger", None)
    assert allowed(here, asking)
    assert not allowed(replace(here, reach=Reach()), asking)
    assert not allowed(replace(here, mailbox=Mailbox(spent=True)), asking)
    assert not allowed(replace(here, mailbox=None), asking)
    assert allowed(replace(here, reach=Reach(), mailbox=Mailbox(spent=True)), ForgetMailbox())


def of_the_school(actor: str) -> Campaign | None:
    """As the rows give it: to who is not in the school, not at all."""
    grid = GRIDS["paliers-etablissement"]
    if actor in {"removed", "stranger"}:
        return None
    return Campaign("ours", "Positionnement", grid, SCHOOL, holder=7, role=Role(actor))


def draft(_: str) -> Campaign:
    return Campaign("draft", "Positionnement", GRIDS["paliers-etablissement"], holder=7)


def letter(actor: str) -> str:
    return "R" if actor == "removed" else actor[0]


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize(("write", "may"), MATRIX, ids=lambda it: it if isinstance(it, str) else type(it).__name__)
def test_each_role_may_write_what_the_matrix_says(actor: str, write: Write, may: str) -> None:
    ours = of_the_school(actor)
    assert allowed(scene(actor, replace(ours, **HAS_SENSE.get(type(write), {})) if ours else None), write) is (
        letter(actor) in may
    )


def test_what_a_pilot_does_has_its_time() -> None:
    """Open or not yet, it is closed; closed, reopened or archived; and only what is shared out has domains to give."""
    ours = of_the_school("pilot")
    assert ours
    allow = {
        stage: {type(write) for write in STEERING if allowed(scene("pilot", replace(ours, stage=stage)), write)}
        for stage in Stage
    }
    assert allow[Stage.OPEN] == {SetMode, SetDates, CloseCampaign, RemindFillers}
    assert allow[Stage.WAITING] == {SetMode, SetDates, CloseCampaign}
    assert allow[Stage.CLOSED] == {SetDates, ReopenCampaign, ArchiveCampaign}
    assert allow[Stage.ARCHIVED] == {SetDates, ReopenCampaign}
    for stage in Stage:
        shared = replace(ours, stage=stage, mode=Mode.SHARED)
        assert allowed(scene("pilot", shared), STEERING[2]) is not shared.ended


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize(("write", "may"), ON_A_DRAFT, ids=lambda it: it if isinstance(it, str) else type(it).__name__)
def test_of_a_draft_its_owner_does_everything(actor: str, write: Write, may: str) -> None:
    assert allowed(scene(actor, draft(actor)), write) is (letter(actor) in may)


DECIDED = RecordDecision("ours", "charte-usage", 1)


@pytest.mark.parametrize("actor", ACTORS)
def test_only_pilots_record_what_was_decided(actor: str) -> None:
    ours = of_the_school(actor)
    together = replace(ours, mode=Mode.COLLEGIAL) if ours else None
    assert allowed(scene(actor, together), DECIDED) is (actor == "pilot")
    assert not allowed(scene(actor, ours), DECIDED)


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("stage", [it for it in Stage if it is not Stage.OPEN])
def test_nothing_is_answered_or_decided_in_a_campaign_that_is_not_open(actor: str, stage: Stage) -> None:
    ours = of_the_school(actor)
    ended = replace(ours, mode=Mode.COLLEGIAL, stage=stage) if ours else None
    for write in (*(it for it, may in MATRIX if hasattr(it, "question")), DECIDED):
        assert not allowed(scene(actor, ended), write)


def test_a_member_fills_the_domains_given_to_them() -> None:
    grid = GRIDS["paliers-etablissement"]
    shared = replace(
        draft(""),
        id="ours",
        school=SCHOOL,
        role=Role.MEMBER,
        mode=Mode.SHARED,
        me=2,
        shares={"formation": frozenset({2})},
    )
    for question in grid.questions:
        mine = grid.domain_of[question.id].id == "formation"
        for write in (
            SaveAnswer("ours", question.id, 1),
            RemoveAnswer("ours", question.id),
            SaveNote("ours", question.id, ""),
        ):
            assert allowed(scene("member", shared), write) is mine
            assert allowed(scene("pilot", replace(shared, role=Role.PILOT)), write)


def test_what_was_promised_to_stay_secret_does() -> None:
    ours = of_the_school("pilot")
    assert ours
    secret = replace(ours, mode=Mode.COLLEGIAL, secret=True)
    for mode in Mode:
        assert not allowed(scene("pilot", secret), SetMode("ours", mode))
        assert allowed(scene("pilot", secret), SetMode("ours", mode, secret=True))


AT_TABLE: tuple[tuple[Write, str], ...] = (
    (SettleSitting("ours", "now", 15, True, True, False), "p"),
    (OpenPulse("ours", "now", "next", "charte-usage"), "p"),
    (TimePulse("ours", "now", "it", MONDAY), "p"),
    (ClosePulse("ours", "now", "it"), "p"),
    (EndSitting("ours", "now"), "p"),
    (CastVote("ours", "now", "it", {"": "1"}), "pmr"),
)


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize(("write", "may"), AT_TABLE, ids=lambda it: it if isinstance(it, str) else type(it).__name__)
def test_at_a_commissions_table(actor: str, write: Write, may: str) -> None:
    """While its sitting lasts: a pilot leads, everybody in the team votes."""
    voting = Sitting("now", "7K3M9Q", pulses=(Pulse("it", "charte-usage"),))
    here = scene(actor, of_the_school(actor))
    assert allowed(replace(here, sitting=voting), write) is (letter(actor) in may)
    for other in (None, replace(voting, ended=True), replace(voting, id="another")):
        assert not allowed(replace(here, sitting=other), write)


@pytest.mark.parametrize("actor", ACTORS)
def test_a_pilot_convenes_in_an_open_campaign_of_a_school(actor: str) -> None:
    ours, write = of_the_school(actor), OpenSitting("ours", "new", "7K3M9Q")
    assert allowed(scene(actor, ours), write) is (actor == "pilot")
    if ours:
        for stage in set(Stage) - {Stage.OPEN}:
            assert not allowed(scene(actor, replace(ours, stage=stage)), write)
        assert not allowed(scene(actor, replace(ours, school=None)), write)


def test_what_the_commission_voted_on_is_decided_however_the_campaign_is_filled() -> None:
    ours = of_the_school("pilot")
    asked = Pulse("it", "charte-usage")
    for closed, may in ((True, True), (False, False)):
        sitting = Sitting("now", "7K3M9Q", pulses=(replace(asked, closed=closed),))
        assert allowed(replace(scene("pilot", ours), sitting=sitting), DECIDED) is may


GOAL = Goal(
    "goal", SCHOOL.id, "numea", "charte", "charte-2", 2, "Charte › Étape 2", "Une phrase", MONDAY, maker=5, pilot=6
)
AIMS: tuple[OfGoals, ...] = (KeepGoal(GOAL, "reached"), TakeBackGoal(GOAL), Snooze(GOAL, MONDAY.date()))
LEADS, MADE, NEITHER = replace(GOAL, pilot=2), replace(GOAL, maker=2), GOAL
"""Everybody in the team is number 2 here."""


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("write", AIMS, ids=lambda it: type(it).__name__)
def test_a_goal_is_changed_by_a_pilot_by_who_leads_it_and_by_who_set_it(actor: str, write: OfGoals) -> None:
    here = scene(actor, None)
    for goal, may in ((LEADS, "pm"), (MADE, "pm"), (NEITHER, "p")):
        assert allowed(replace(here, goals=(goal,)), replace(write, goal=goal)) is (letter(actor) in may)
    # What is changed is what is there: a forged goal that says it is one's own changes nobody's rights.
    forged = replace(GOAL, pilot=2, maker=2)
    assert allowed(replace(here, goals=(GOAL,)), replace(write, goal=forged)) is (actor == "pilot")


@pytest.mark.parametrize("actor", ACTORS)
def test_a_new_goal_is_set_in_ones_own_name_for_ones_own_school(actor: str) -> None:
    here, mine = scene(actor, None), replace(GOAL, maker=2, pilot=0)
    assert allowed(here, KeepGoal(mine, "made")) is (actor in {"pilot", "member"})
    assert not allowed(here, KeepGoal(replace(mine, maker=3), "made"))
    assert not allowed(here, TakeBackGoal(mine))
    assert not allowed(here, Snooze(mine, MONDAY.date()))
    elsewhere = replace(GOAL, school=OTHER.id)
    assert not allowed(replace(here, goals=(elsewhere,)), KeepGoal(replace(elsewhere, school=SCHOOL.id), "reached"))


@pytest.mark.parametrize("actor", ACTORS)
def test_that_something_was_told_is_nobodys_to_say(actor: str) -> None:
    assert not allowed(scene(actor, of_the_school(actor)), TellOf((1,)))


def test_every_write_has_a_row_in_the_code_and_here() -> None:
    assert (
        set(RIGHTS)
        == set(get_args(Write))
        == {
            *(type(write) for write, _ in (*MATRIX, *ON_A_DRAFT)),
            *(type(write) for write, _ in AT_TABLE),
            *map(type, AIMS),
            TellOf,
            RecordDecision,
            OpenSitting,
        }
    )


def test_a_member_only_reads_what_another_holds() -> None:
    theirs = replace(draft(""), id="ours", school=SCHOOL, role=Role.READER)
    for write, may in MATRIX:
        if hasattr(write, "campaign") and not isinstance(write, OpenCampaign):
            assert may in {"pm", "p"}
            assert not allowed(scene("member", theirs), write)


def test_by_invitation_nobody_founds_a_school() -> None:
    closed = replace(scene("stranger", draft("")), signup=False)
    assert not allowed(closed, FoundSchool(OTHER))


def test_a_campaign_of_a_school_founds_no_other() -> None:
    assert not allowed(scene("pilot", of_the_school("pilot")), FoundSchool(OTHER))
