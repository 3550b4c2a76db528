"""The guards of the table (``flow.py``): each asks one thing of the scene as it is after the writes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dialogs.campaign import Mode
from dialogs.goals import may_amend
from dialogs.roles import Role
from dialogs.scene import Scene

if TYPE_CHECKING:
    from transitions import EventData


def completed(before: Scene, after: Scene) -> bool:
    """A domain of the campaign under way had an open question before, and has none after."""
    old, new = before.campaign, after.campaign
    if old is None or new is None or old is new or old.id != new.id:
        return False
    return any(
        old.open_in(domain) and not new.open_in(domain) for domain in new.framework.domains if domain.id in new.mine
    )


class Walker:
    """Walks the table once, from ``before`` the writes. ``draws`` says that the way led past a radar."""

    def __init__(self, scene: Scene, before: Scene) -> None:
        self.scene = scene
        self.before = before
        self.state = scene.session.state.value
        self.draws = False

    def draw(self, _: EventData) -> None:
        self.draws = True

    def begun(self, _: EventData) -> bool:
        """A campaign is under way."""
        return self.scene.campaign is not None

    def writable(self, _: EventData) -> bool:
        """The person fills the campaign, and not only reads it."""
        return self.scene.campaign is not None and self.scene.campaign.writable

    def member(self, _: EventData) -> bool:
        return self.scene.membership is not None

    def with_team(self, _: EventData) -> bool:
        """The team that was shown is still the person's."""
        return self.scene.team is not None

    def unnamed(self, _: EventData) -> bool:
        """In the team, and never asked how to be called there."""
        return self.scene.membership is not None and self.scene.membership.name is None

    def joined(self, _: EventData) -> bool:
        return self.scene.member_of(self.scene.session.called) is not None

    def piloting(self, _: EventData) -> bool:
        return self.scene.membership is not None and self.scene.membership.role is Role.PILOT

    def answered(self, _: EventData) -> bool:
        """By the person, or for the school."""
        campaign = self.scene.campaign
        return campaign is not None and (campaign.answered > 0 or campaign.position.answered > 0)

    def unfinished(self, _: EventData) -> bool:
        """The person has something left to fill."""
        return self.scene.campaign is not None and bool(self.scene.campaign.todo)

    def of_school(self, _: EventData) -> bool:
        return self.scene.campaign is not None and self.scene.campaign.school is not None

    def steering(self, _: EventData) -> bool:
        """A pilot, in a campaign of their school."""
        campaign = self.scene.campaign
        return campaign is not None and campaign.school is not None and campaign.role is Role.PILOT

    def running(self, _: EventData) -> bool:
        """Neither closed nor archived: how it is filled can still be set."""
        return self.scene.campaign is not None and not self.scene.campaign.ended

    def titling(self, _: EventData) -> bool:
        return self.scene.campaign is not None and self.scene.campaign.titled_by_me

    def sharing(self, _: EventData) -> bool:
        return self.scene.campaign is not None and self.scene.campaign.mode is Mode.SHARED

    def polling(self, _: EventData) -> bool:
        """The commission votes on something, and the person is in its team."""
        sitting, campaign = self.scene.sitting, self.scene.campaign
        inside = campaign is not None and campaign.school is not None and self.scene.member_of(campaign.school.id)
        return sitting is not None and sitting.voting is not None and bool(inside)

    def schoolless(self, _: EventData) -> bool:
        """A draft: no school has it yet."""
        return self.scene.campaign is not None and self.scene.campaign.school is None

    def aiming(self, _: EventData) -> bool:
        """Somebody who may set a goal for the school of the campaign."""
        campaign = self.scene.campaign
        mine = self.scene.member_of(campaign.school.id) if campaign and campaign.school else None
        return mine is not None and mine.role in {Role.PILOT, Role.MEMBER}

    def with_goal(self, _: EventData) -> bool:
        return self.scene.goal is not None

    def amending(self, _: EventData) -> bool:
        """Somebody who may change the goal shown."""
        goal = self.scene.goal
        return goal is not None and may_amend(goal, self.scene.member_of(goal.school))

    def together(self, _: EventData) -> bool:
        return self.scene.campaign is not None and self.scene.campaign.collegial

    def correcting(self, _: EventData) -> bool:
        return self.scene.session.correcting

    def completes(self, _: EventData) -> bool:
        """The answer was the last one that a domain waited for."""
        return self._completed

    @cached_property
    def _completed(self) -> bool:
        """Several rows ask."""
        return completed(self.before, self.scene)

    def more_here(self, _: EventData) -> bool:
        """The domain still has an open question."""
        return bool(self.scene.the().open_in(self.scene.domain))

    def in_stages(self, _: EventData) -> bool:
        return self.scene.question.staged

    def school_wanted(self, _: EventData) -> bool:
        return self.scene.the().school is None and self.scene.signup and not self.scene.session.later

    def has_school(self, _: EventData) -> bool:
        return self.scene.the().school is not None

    def comparable(self, _: EventData) -> bool:
        campaign = self.scene.campaign
        return campaign is not None and campaign.position.answered > 0 and self.scene.previous is not None

    def with_uai(self, _: EventData) -> bool:
        return bool(self.scene.session.sought.uai)
