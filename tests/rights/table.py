"""Who may have the effect of what, as one table; what the code really does is computed beside it and must be equal.

A letter is a person of ``school.py``: ``p`` a pilot, ``h`` the member who opened the school's campaign, ``m`` another
member, ``r`` a reader, ``x`` somebody removed, ``o`` a pilot of another school, ``n`` somebody of no school. Whoever is
outside has campaigns of their own, and does there as they like; the buttons that name something name the school's.

An effect is a write's name, ``goes`` (one leads on) or ``sees`` (somebody outside is shown a word of the school's).
"""

from __future__ import annotations

from collections.abc import Mapping

Effects = Mapping[str, str]

ANYBODY = "phmrxon"
INSIDE = "phmr"
OUTSIDE = "xon"
WITH_TWO = "phmron"
"""Campaigns of a grid; whoever was removed has one draft."""

FILLING = "phon"
"""Whoever fills the campaign under way: of the school's, those who pilot or hold it."""

OURS = "ph"
IN_A_TEAM = "phmro"
PILOTING = "po"

EVERYBODY: Effects = {"goes": ANYBODY}
COMPARED: Effects = {"goes": WITH_TWO}
FILLERS: Effects = {"goes": FILLING}
TEAMS: Effects = {"goes": IN_A_TEAM}
NOBODY: Effects = {}

VERBS: Mapping[str, Effects] = {
    # A campaign, by who fills it; reading it is for everybody inside.
    "answer": {"SaveAnswer": OURS, "goes": OURS},
    "same": {"SaveAnswer": OURS, "goes": OURS},
    "settle": {"SaveAnswer": OURS, "goes": OURS},
    "mark": {"SaveAnswer": OURS, "SaveDraft": OURS},
    "clear": {"RemoveAnswer": OURS, "goes": OURS},
    "keep": {"SaveNote": OURS, "goes": OURS},
    "unnote": {"SaveNote": OURS, "goes": OURS},
    "ask": {"goes": OURS},
    "before": {"goes": OURS},
    "pass": {"goes": OURS},
    "domain": {"goes": INSIDE},
    "enter": {"goes": INSIDE},
    "compare": {"goes": INSIDE},
    "page": COMPARED,
    # A new campaign of the school is not for readers; of one's own, it is for whoever has no school.
    "grid": {"OpenCampaign": "phm", "goes": "phmxon"},
    "give": {"GiveCampaign": "phm", "goes": "phm"},
    # The school described: of a draft by its owner (nothing is written before "founded").
    "name": EVERYBODY,
    "no_uai": EVERYBODY,
    "place": EVERYBODY,
    "zone": EVERYBODY,
    # The team.
    "admit": {"Admit": "p"},
    "decline": {"Decline": "p"},
    "make": {"Invite": "p", "goes": "p"},
    "revoke": {"Revoke": "p"},
    "role": {"SetRole": "p"},
    "role oneself": {"SetRole": "p"},
    "hand": {"HandOver": "p"},
    "member": {"goes": INSIDE},
    "member oneself": {"goes": INSIDE},
    "part": {"goes": "p"},
    "part oneself": {"goes": INSIDE},
    "gone": {"RemoveMember": "p", "goes": "p"},
    "gone oneself": {"LeaveSchool": INSIDE, "goes": INSIDE},
    "hand oneself": NOBODY,
    # "For another school" names none.
    "for": TEAMS,
    "knock": {"AskToJoin": OUTSIDE, "goes": OUTSIDE},
    # One's own name, language and erasure. A name outside is that of a request, if there is one.
    "named": TEAMS,
    "nameless": {"CallMyself": "phmrx", "goes": ANYBODY},
    "lang": {"SpeakLanguage": ANYBODY, "goes": ANYBODY},
    "forget": {"Forget": ANYBODY, "goes": ANYBODY},
}

WAYS: Mapping[str, Effects] = {
    # What only a write leads to is no button of its own.
    **dict.fromkeys(("ask", "answer", "pass", "leave", "noted", "uai", "no_uai", "named", "placed", "renamed"), NOBODY),
    **dict.fromkeys(("described", "given", "titled", "called", "look", "part", "parted", "invited"), NOBODY),
    **dict.fromkeys(("joined", "knock", "knocked", "chosen", "offer", "erased"), NOBODY),
    **dict.fromkeys(("start", "resume", "campaigns", "catalogue", "anew", "join", "back", "cancel"), EVERYBODY),
    **dict.fromkeys(("help", "language", "privacy", "erase", "again", "later"), EVERYBODY),
    **dict.fromkeys(("menu", "results", "actions", "recap", "school", "pause", "about"), EVERYBODY),
    "compare": COMPARED,
    # Whoever is no pilot is led to the question by a forged button, and refused what they write there.
    **dict.fromkeys(("rename", "relocate"), TEAMS),
    **dict.fromkeys(("unfold", "fold", "more", "meaning", "note", "ask_again", "title"), FILLERS),
    **dict.fromkeys(("team", "call", "stay", "choose"), TEAMS),
    "invite": {"goes": PILOTING},
    # Of a draft, by its owner; somebody who describes a school that is here learns that it is, and its name.
    "founded": {"FoundSchool": ANYBODY, "DescribeSchool": "p", "goes": ANYBODY, "sees": OUTSIDE},
}

INVITED: Effects = {
    "JoinSchool": OUTSIDE,
    "AskToJoin": OUTSIDE,
    "MissCode": ANYBODY,
    "goes": ANYBODY,
    "sees": OUTSIDE,
}
"""With an invitation's secret: whoever has one is told whose it is."""

COMMANDS: Mapping[str, Effects] = {
    **dict.fromkeys(("reprendre", "campagnes", "langue", "mesdonnees", "effacer", "annuler", "aide"), EVERYBODY),
    **dict.fromkeys(("resultats", "recap", "domaines", "etablissement", "pause"), EVERYBODY),
    "comparer": COMPARED,
    "equipe": TEAMS,
    "start": {"JoinSchool": OUTSIDE, "goes": ANYBODY, "sees": OUTSIDE},
    "rejoindre": INVITED,
}

TEXTS: Mapping[str, Effects] = {
    "asking": {"SaveAnswer": OURS, **FILLERS},
    "ticking": {"SaveAnswer": OURS, **FILLERS},
    "more": {"SaveAnswer": OURS, **FILLERS},
    "noting": {"SaveNote": OURS, **FILLERS},
    "titling": {"Retitle": OURS, **FILLERS},
    "naming": {"RenameSchool": "p", "goes": ANYBODY},
    "departement": EVERYBODY,
    "school": {"goes": ANYBODY, "sees": OUTSIDE},
    "called": {"CallMyself": "phmrx", "goes": ANYBODY},
    "welcome": {**INVITED, "goes": "phxon"},
    "joining": INVITED,
    "erasing": NOBODY,
}
"""Anywhere else a text is offered as a note to whoever fills the campaign under way."""

STRANGE: Mapping[str, Effects] = {"edited": NOBODY, "media": NOBODY}
