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
FILLERS_ALL = "phm"
KINDS = ("shared", "council", "closed")
"""How a campaign of several is filled: as in ``school.py``."""

IN_A_TEAM = "phmro"
PILOTING = "po"

EVERYBODY: Effects = {"goes": ANYBODY}
COMPARED: Effects = {"goes": WITH_TWO}
FILLERS: Effects = {"goes": FILLING}
READERS: Effects = {"goes": INSIDE}
TOGETHER: Effects = {"goes": "phmon"}
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
    "show": {"goes": INSIDE},
    # Shared out: by a pilot, and by whom the domain is given to.
    "answer shared": {"SaveAnswer": OURS, "goes": OURS},
    "clear shared": {"RemoveAnswer": OURS, "goes": OURS},
    "keep shared": {"SaveNote": OURS, "goes": OURS},
    "ask shared": {"goes": OURS},
    "before shared": {"goes": OURS},
    "pass shared": {"goes": OURS},
    # Together: everybody's own opinion, readers apart.
    "answer council": {"SaveAnswer": FILLERS_ALL, "goes": FILLERS_ALL},
    "settle council": {"SaveAnswer": FILLERS_ALL, "goes": FILLERS_ALL},
    "mark council": {"SaveDraft": FILLERS_ALL},
    "clear council": {"RemoveAnswer": FILLERS_ALL, "goes": FILLERS_ALL},
    "keep council": {"SaveNote": FILLERS_ALL, "goes": FILLERS_ALL},
    "ask council": {"goes": FILLERS_ALL},
    "before council": {"goes": FILLERS_ALL},
    "pass council": {"goes": FILLERS_ALL},
    # However it is filled, everybody inside reads it; a reminder's button leads there.
    **dict.fromkeys((f"{verb} {kind}" for verb in ("domain", "enter", "show") for kind in KINDS), READERS),
    **dict.fromkeys(("compare shared", "compare closed", "resume shared", "weigh council", "team"), READERS),
    # How a campaign is filled, when, by whom, and what is decided of it: a pilot's. Reminded once a day.
    "mode": {"SetMode": "p"},
    "give shared": {"ShareDomain": "p"},
    "take shared": {"ShareDomain": "p"},
    "date": {"goes": "p"},
    "on": {"SetDates": "p", "goes": "p"},
    "remind": {"RemindFillers": "p"},
    "remind shared": NOBODY,
    "remind council": {"RemindFillers": "p"},
    "close": {"CloseCampaign": "p", "goes": "p"},
    "reopen closed": {"ReopenCampaign": "p"},
    "archive closed": {"ArchiveCampaign": "p"},
    "put council": {"goes": "p"},
    "retain council": {"RecordDecision": "p", "goes": "p"},
    "withdraw council": {"RecordDecision": "p", "goes": "p"},
    **{f"date {kind}": {"goes": "p"} for kind in KINDS},
    **{f"on {kind}": {"SetDates": "p", "goes": "p"} for kind in KINDS},
    **{f"mode {kind}": {"SetMode": "p"} for kind in KINDS[:2]},
    **{f"close {kind}": {"CloseCampaign": "p", "goes": "p"} for kind in KINDS[:2]},
    # A new campaign of the school is not for readers: theirs is for no school, as that of whoever has none.
    "grid": {"OpenCampaign": "phm", "goes": ANYBODY},
    # A draft given to the school; a domain of a campaign given to somebody.
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
    **dict.fromkeys(("date", "set", "weigh", "decided"), NOBODY),
    **dict.fromkeys(("start", "resume", "campaigns", "catalogue", "anew", "join", "back", "cancel"), EVERYBODY),
    **dict.fromkeys(("help", "language", "privacy", "erase", "again", "later"), EVERYBODY),
    **dict.fromkeys(("menu", "results", "actions", "recap", "school", "pause", "about"), EVERYBODY),
    "compare": COMPARED,
    # Whoever is no pilot is led to the question by a forged button, and refused what they write there.
    **dict.fromkeys(("rename", "relocate"), TEAMS),
    **dict.fromkeys(("unfold", "fold", "more", "meaning", "note", "ask_again"), TOGETHER),
    "title": FILLERS,
    # A campaign of the school; how it is filled, by who pilots it.
    "campaign": TEAMS,
    "council": {"goes": INSIDE},
    "share": {"goes": "p"},
    "mode": {"goes": PILOTING},
    "close": {"goes": PILOTING},
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
    "asking shared": {"SaveAnswer": OURS, "goes": OURS},
    "asking council": {"SaveAnswer": FILLERS_ALL, "goes": FILLERS_ALL},
    "ticking": {"SaveAnswer": OURS, **FILLERS},
    "ticking council": {"SaveAnswer": FILLERS_ALL, "goes": FILLERS_ALL},
    "more": {"SaveAnswer": OURS, **FILLERS},
    "more shared": {"SaveAnswer": OURS, "goes": OURS},
    "more council": {"SaveAnswer": FILLERS_ALL, "goes": FILLERS_ALL},
    "noting": {"SaveNote": OURS, **FILLERS},
    "noting shared": {"SaveNote": OURS, "goes": OURS},
    "noting council": {"SaveNote": FILLERS_ALL, "goes": FILLERS_ALL},
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

OTHERS: Mapping[str, Effects] = dict.fromkeys(("edited", "media", "Knocked", "Reminded"), NOBODY)
