"""How a team is said: names, roles, and the buttons that name one of its people."""

from __future__ import annotations

from dialogs.roles import Role
from dialogs.scene import Scene
from dialogs.team import Kind, Member, Request, Team
from locales import Words


def the_team(scene: Scene) -> Team:
    if scene.team is None:
        raise LookupError(f"no team in state {scene.session.state}")
    return scene.team


def called(words: Words, member: Member) -> str:
    return member.name or words.say("membre {number}", number=member.number)


def signed(words: Words, name: str, number: int) -> str:
    """Who did something in the team once, though they may have left it."""
    if not number:
        return words.say("quelqu'un qui n'est plus dans l'équipe")
    return name or words.say("membre {number}", number=number)


def asking(words: Words, request: Request) -> str:
    return request.name or words.say("Quelqu'un")


def role_name(words: Words, role: Role) -> str:
    say = words.say
    names = {Role.PILOT: say("pilote"), Role.MEMBER: say("membre"), Role.READER: say("lecteur")}
    return names[role]


def what_it_may(words: Words, role: Role) -> str:
    say = words.say
    texts = {
        Role.PILOT: say("Un pilote fait tout : inviter, changer les rôles, remplir et corriger chaque campagne."),
        Role.MEMBER: say("Un membre ouvre et remplit ses campagnes, et lit celles des autres."),
        Role.READER: say("Un lecteur lit les campagnes, sans rien y changer."),
    }
    return texts[role]


def kind_name(words: Words, kind: Kind) -> str:
    return words.say("Lien") if kind is Kind.LINK else words.say("Code")
