"""Somebody leaves the team, or is taken out of it: asked twice."""

from __future__ import annotations

from dataclasses import replace

from dialogs.events import Event, Tapped
from dialogs.replies import Button, Heading, Paragraph, Screen
from dialogs.scene import Move, Scene
from dialogs.steps.member import last_pilot, the_member
from dialogs.steps.parts import go
from dialogs.steps.people import called, the_team
from dialogs.team_writes import LeaveSchool, RemoveMember


def show(scene: Scene) -> Screen:
    say, member, me = scene.words.say, the_member(scene), scene.membership
    assert me is not None
    mine, school = member.number == me.number, me.school.name
    asked = (
        say("Quitter l'équipe de « {school} » ?", school=school)
        if mine
        else say("Retirer {name} de l'équipe ?", name=called(scene.words, member))
    )
    kept = say("Les campagnes remplies pour l'établissement restent à l'établissement : un pilote les reprend.")
    seen = say("L'établissement et ses campagnes ne se voient plus d'ailleurs que de l'équipe.")
    links = () if mine else (Paragraph(say("Les liens d'invitation qui valent encore sont révoqués aussi.")),)
    yes = Button(say("Oui, quitter") if mine else say("Oui, retirer"), f"gone:{the_team(scene).school}:{member.number}")
    return Screen((Heading(asked), Paragraph(kept), Paragraph(seen), *links), ((yes, go(say("Non"), "stay")),))


def hear(scene: Scene, event: Event) -> Move | None:
    say, team, me, number = scene.words.say, the_team(scene), scene.membership, scene.session.member
    assert me is not None
    if not isinstance(event, Tapped) or event.verb != "gone" or event.words != (team.school, str(number)):
        return None
    if team.needs(number):
        return Move("stay", notice=last_pilot(scene.words))
    if number == me.number:
        left = replace(scene.session, member=0, school="", campaign=_left_open(scene, team.school))
        return Move("parted", (LeaveSchool(team.school),), left, say("Vous avez quitté l'équipe."))
    name = called(scene.words, the_member(scene))
    gone = replace(scene.session, member=0)
    return Move(
        "parted", (RemoveMember(team.school, number),), gone, say("{name} n'est plus dans l'équipe.", name=name)
    )


def _left_open(scene: Scene, school: str) -> str:
    """The campaign under way, unless it stays with the school."""
    campaign = scene.campaign
    return campaign.id if campaign and (campaign.school is None or campaign.school.id != school) else ""
