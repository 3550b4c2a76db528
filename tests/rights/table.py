"""Who may have the effect of what, as one table; what the code really does is computed beside it and must be equal.

A letter is a person of ``school.py``: ``p`` a pilot, ``h`` the member who opened the school's campaign, ``m`` another
member, ``w`` one to whom no domain is given, ``r`` a reader, ``x`` somebody removed, ``o`` a pilot of another school,
``n`` somebody of no school. Whoever is outside has campaigns of their own, and does there as they like; the buttons
that name something name the school's.

A row that says no more than its button is about a campaign filled alone, or none. The others name how theirs is filled:
``shared`` (and whose the domain is), ``visible`` and ``secret`` opinions, ``closed``, ``waiting`` for its opening date.

An effect is a write's name, ``goes`` (one leads on), ``reads`` (a letter or a file comes) or ``sees`` (somebody
outside is shown a word of the school's).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Effects = Mapping[str, str]

ANYBODY = "phmwrxon"
INSIDE = "phmwr"
OUTSIDE = "xon"
WITH_TWO = "phmwron"
"""Campaigns of a grid; whoever was removed has one draft."""

FILLING = "phon"
"""Whoever fills the campaign under way: of the school's, those who pilot or hold it."""

OURS = "ph"
IN_A_TEAM = "phmwro"
PILOTING = "po"
OPINING = "phmw"
"""Whoever is asked for an opinion: everybody but readers, pilots as well."""

SHARED = {"shared, h's": "ph", "shared, h and m's": "phm", "shared, nobody's": "p"}
"""Who fills a domain: those to whom it is given, and pilots."""

FILLED: Mapping[str, str] = {"": OURS, **SHARED, "visible": OPINING, "secret": OPINING, "closed": "", "waiting": ""}
"""Who answers, by how the campaign is filled: nobody before it opens, and after it is closed."""

KINDS = ("shared", "visible", "secret", "closed", "waiting")
DECIDED = ("visible", "secret", "closed", "waiting")
"""What is decided together, now, once or later."""

EVERYBODY: Effects = {"goes": ANYBODY}
COMPARED: Effects = {"goes": WITH_TWO}
FILLERS: Effects = {"goes": FILLING}
TEAMS: Effects = {"goes": IN_A_TEAM}
READERS: Effects = {"goes": INSIDE}
NOBODY: Effects = {}


def by_kind(name: str, who: Mapping[str, str], *effects: str) -> dict[str, Effects]:
    """A row a kind of campaign; its effects are all had by the same people."""
    return {f"{name} {kind}".strip(): dict.fromkeys(effects, may) if may else NOBODY for kind, may in who.items()}


def of(name: str, kinds: Iterable[str], effects: Effects) -> dict[str, Effects]:
    return {f"{name} {kind}".strip(): effects for kind in kinds}


def piloted(name: str, *effects: str, where: Iterable[str]) -> dict[str, Effects]:
    """What a pilot does, and only where it has a sense."""
    return by_kind(name, {kind: "p" if kind in where else "" for kind in KINDS}, *effects)


def at_table(name: str, *effects: str, where: str = "") -> dict[str, Effects]:
    """What a pilot does at a commission's table: ``visible`` has a vote under way, ``secret`` one that is closed."""
    return {name: NOBODY, **piloted(name, *effects, where=(where,))}


VOTING: Mapping[str, Effects] = {
    "convene": {"OpenSitting": "p"},
    **of("convene", KINDS, NOBODY),
    **at_table("count", "ClosePulse", where="visible"),
    **at_table("minute", "TimePulse", where="visible"),
    **at_table("again", "OpenPulse", where="secret"),
    **at_table("adopt", "RecordDecision", where="secret"),
    **at_table("secret", "SettleSitting", where="secret"),
    **at_table("adjourn", "EndSitting", "reads", where="secret"),
    "guests": NOBODY,
    **piloted("guests", "SettleSitting", where=("visible", "secret")),
    "members": NOBODY,
    **piloted("members", "SettleSitting", where=("visible", "secret")),
    **by_kind("ballot", {"": "", **dict.fromkeys(SHARED, ""), "secret": "p", "closed": "", "waiting": ""}, "OpenPulse"),
    **by_kind("poll", {"": "", **dict.fromkeys(SHARED, ""), "visible": "p", "closed": "", "waiting": ""}, "goes"),
    "poll secret": {"OpenPulse": "p", "goes": "p"},
    # Whoever forges it is led to the vote that is under way, where everybody inside is asked.
    **by_kind("polls", {"": "", "shared": "", "visible": INSIDE, "secret": "p", "closed": "", "waiting": ""}, "goes"),
    # Everybody in the team votes, readers as well, and only while a vote is open.
    **by_kind("booth", {"": "", "shared": "", "visible": INSIDE, "secret": "", "closed": "", "waiting": ""}, "goes"),
    **by_kind("vote", {"": "", "shared": "", "visible": INSIDE, "secret": "", "closed": "", "waiting": ""}, "CastVote"),
}

AMENDING = "phm"
"""Who changes a goal: the school's pilot, the member who set it, and the one who leads it."""

AMENDED: Effects = {"KeepGoal": AMENDING, "goes": AMENDING}
AIMED = ("KeepGoal", "goes")

GOALS: Mapping[str, Effects] = {
    # Set by whoever fills something for the school, from a campaign of any kind that has answers.
    "aim": dict.fromkeys(AIMED, OPINING),
    **by_kind("aim", {"shared": OPINING, "visible": OPINING, "secret": "", "closed": OPINING, "waiting": ""}, *AIMED),
    # Read by everybody inside.
    **dict.fromkeys(("goal", "trace"), READERS),
    "goals": TEAMS,
    # Changed by whoever may.
    **dict.fromkeys(("stand", "reach", "revive", "drop", "hush", "unhush", "blank", "led"), AMENDED),
    "due": {**AMENDED, "Snooze": AMENDING},
    "field": {"goes": AMENDING},
    "month": {"goes": AMENDING},
    "snooze": {"Snooze": AMENDING, "goes": AMENDING},
    # Nothing was said of it yet, and nobody leads it.
    "takeback": {"TakeBackGoal": "ph", "goes": "ph"},
    "hours": {"SetHours": ANYBODY},
}

VERBS: Mapping[str, Effects] = {
    **VOTING,
    **GOALS,
    # A campaign, by who fills it; reading it is for everybody inside.
    **by_kind("answer", FILLED, "SaveAnswer", "goes"),
    **by_kind("clear", FILLED, "RemoveAnswer", "goes"),
    **by_kind("ask", FILLED, "goes"),
    **by_kind("before", FILLED, "goes"),
    **by_kind("pass", FILLED, "goes"),
    "pass": {"goes": AMENDING},
    **by_kind("keep", FILLED, "SaveNote", "goes"),
    **by_kind("unnote", FILLED, "SaveNote", "goes"),
    **by_kind("settle", {"": OURS, "visible": OPINING}, "SaveAnswer", "goes"),
    "mark": {"SaveAnswer": OURS, "SaveDraft": OURS},
    "mark visible": {"SaveAnswer": OPINING},
    "same": {"SaveAnswer": OURS, **AMENDED},
    # Of the others no earlier campaign has an answer to confirm.
    **by_kind("same", {"shared, h's": OURS}, "SaveAnswer", "goes"),
    **of("same", ("shared, h and m's", "shared, nobody's", "secret", "closed", "waiting"), NOBODY),
    **of("domain", FILLED, READERS),
    **of("enter", ("", *KINDS), READERS),
    # To what waits for the person, or else to the domains.
    **of("resume", ("", *KINDS), READERS),
    # Whoever reads a campaign compares it to another of its grid, to what was decided there.
    **of("compare", ("", "shared", "secret", "closed", "waiting"), READERS),
    "compare visible": NOBODY,
    **of("show", ("", *KINDS), READERS),
    "page": EVERYBODY,
    # A new campaign of the school is not for readers; of one's own, it is for whoever has no school.
    "grid": {"OpenCampaign": OPINING, "goes": ANYBODY},
    "give": {"GiveCampaign": OPINING, "goes": OPINING},
    # What a pilot sets of a campaign, and of no other than theirs. What was closed keeps how it was filled.
    "mode": {"SetMode": "p"},
    **piloted("mode", "SetMode", where=("shared", "visible", "secret", "waiting")),
    # What was asked in secret stays so, to pilots as well.
    "mode secret to visible": NOBODY,
    "remind": {"RemindFillers": "p"},
    **piloted("remind", "RemindFillers", where=("shared", "visible", "secret")),
    "date": {"goes": "p"},
    **piloted("date", "goes", where=KINDS),
    "on": {"SetDates": "p", "goes": "p"},
    **piloted("on", "SetDates", "goes", where=KINDS),
    "close": {"CloseCampaign": "p", "goes": "p"},
    **piloted("close", "CloseCampaign", "goes", where=("shared", "visible", "secret", "waiting")),
    # Filled alone, nothing is decided together, and what was never closed is not reopened.
    **dict.fromkeys(("reopen", "archive", "weigh", "retain", "withdraw", "put"), NOBODY),
    **piloted("reopen", "ReopenCampaign", where=("closed",)),
    **piloted("archive", "ArchiveCampaign", where=("closed",)),
    **by_kind("give", dict.fromkeys(SHARED, "p"), "ShareDomain"),
    **by_kind("take", dict.fromkeys(SHARED, "p"), "ShareDomain"),
    **of("give", DECIDED, NOBODY),
    **of("take", ("", *DECIDED), NOBODY),
    # Deciding together: everybody inside reads what may be shown, a pilot records what was decided.
    **of("weigh", DECIDED, READERS),
    **of("weigh", SHARED, NOBODY),
    **by_kind("retain", {"visible": "p", "secret": "p", "closed": "", "waiting": ""}, "RecordDecision", "goes"),
    **by_kind("withdraw", {"visible": "p", "secret": "p", "closed": "", "waiting": ""}, "RecordDecision", "goes"),
    **of("retain", SHARED, NOBODY),
    **of("withdraw", SHARED, NOBODY),
    "put visible": {"goes": "p"},
    # The school described: of a draft by its owner (nothing is written before "founded").
    "name": EVERYBODY,
    "no_uai": EVERYBODY,
    "place": EVERYBODY,
    "zone": EVERYBODY,
    # The team.
    "team": READERS,
    "admit": {"Admit": "p"},
    "decline": {"Decline": "p"},
    "make": {"Invite": "p", "goes": "p"},
    "revoke": {"Revoke": "p"},
    "role": {"SetRole": "p"},
    "role oneself": {"SetRole": "p"},
    "hand": {"HandOver": "p"},
    "member": READERS,
    "member oneself": READERS,
    "part": {"goes": "p"},
    "part oneself": READERS,
    "gone": {"RemoveMember": "p", "goes": "p"},
    "gone oneself": {"LeaveSchool": INSIDE, "goes": INSIDE},
    "hand oneself": NOBODY,
    # "For another school" names none.
    "for": TEAMS,
    "knock": {"AskToJoin": OUTSIDE, "goes": OUTSIDE},
    # A file of the school's goals is for everybody inside; the private address is one's own, and of the rights test's
    # people three have one.
    "diary": {"reads": INSIDE, "goes": INSIDE},
    "diaries": {"reads": INSIDE},
    "feed": {"MakeFeed": IN_A_TEAM, "RevokeFeed": "pmr", "goes": IN_A_TEAM},
    # One's own name, language and erasure. A name outside is that of a request, if there is one.
    "named": TEAMS,
    "nameless": {"CallMyself": "phmwrx", "goes": ANYBODY},
    "lang": {"SpeakLanguage": ANYBODY, "goes": ANYBODY},
    "forget": {"Forget": ANYBODY, "goes": ANYBODY},
    # One's own address.
    "mail": {"AskMailbox": ANYBODY, "ForgetMailbox": ANYBODY},
}

WAYS: Mapping[str, Effects] = {
    "goals": EVERYBODY,
    "aim": EVERYBODY,
    "tally": TEAMS,
    "reminders": EVERYBODY,
    # They need a goal, which a button of its own names.
    **dict.fromkeys(("goal", "word", "schedule", "entrust", "trace"), NOBODY),
    **dict.fromkeys(("framed", "booth"), NOBODY),
    "sitting": {"goes": PILOTING},
    "frame": {"goes": PILOTING},
    # What only a write leads to is no button of its own.
    **dict.fromkeys(("ask", "answer", "pass", "leave", "noted", "uai", "no_uai", "named", "placed", "renamed"), NOBODY),
    **dict.fromkeys(("described", "given", "titled", "called", "look", "part", "parted", "invited"), NOBODY),
    **dict.fromkeys(("joined", "knock", "knocked", "chosen", "offer", "erased"), NOBODY),
    **dict.fromkeys(("date", "set", "weigh", "decided"), NOBODY),
    **{row: NOBODY for it in ("ask", "date", "set", "weigh", "decided") for row in of(it, KINDS, NOBODY)},
    **dict.fromkeys(("start", "resume", "campaigns", "catalogue", "anew", "join", "back", "cancel"), EVERYBODY),
    **dict.fromkeys(("help", "language", "privacy", "mailbox", "erase", "again", "later"), EVERYBODY),
    **dict.fromkeys(("menu", "results", "actions", "recap", "school", "pause", "about"), EVERYBODY),
    "compare": COMPARED,
    "agenda": TEAMS,
    "fed": NOBODY,
    # Whoever is no pilot is led to the question by a forged button, and refused what they write there.
    **dict.fromkeys(("rename", "relocate"), TEAMS),
    **dict.fromkeys(("unfold", "fold", "more", "meaning", "note", "ask_again", "title"), FILLERS),
    **dict.fromkeys(("team", "call", "stay", "choose"), TEAMS),
    "invite": {"goes": PILOTING},
    # How a school's campaign stands is for everybody inside; what is set of it for its pilots.
    "campaign": TEAMS,
    **of("campaign", KINDS, READERS),
    **of("resume", KINDS, READERS),
    "mode": {"goes": PILOTING},
    "close": {"goes": PILOTING},
    **piloted("mode", "goes", where=("shared", "visible", "secret", "waiting")),
    **piloted("close", "goes", where=("shared", "visible", "secret", "waiting")),
    # Domains are given, and questions decided, where the campaign is filled so.
    "share": NOBODY,
    **piloted("share", "goes", where=("shared",)),
    "council": NOBODY,
    **of("council", DECIDED, READERS),
    "council shared": NOBODY,
    # A campaign that several fill has its title from its pilots.
    **piloted("title", "goes", where=("shared", "visible", "secret")),
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
    "sondage": {"goes": PILOTING},
    "equipe": TEAMS,
    "objectifs": EVERYBODY,
    "rappels": EVERYBODY,
    "start": {"JoinSchool": OUTSIDE, "goes": ANYBODY, "sees": OUTSIDE},
    "rejoindre": INVITED,
}

TOGETHER = {kind: may for kind, may in FILLED.items() if kind and may}

TEXTS: Mapping[str, Effects] = {
    "framing secret": {"OpenPulse": "p", "goes": "p"},
    "sitting secret": {"SettleSitting": "p"},
    **dict.fromkeys(("wording", "scheduling", "entrusting"), AMENDED),
    "asking": {"SaveAnswer": OURS, **FILLERS},
    "ticking": {"SaveAnswer": OURS, **FILLERS},
    "more": {"SaveAnswer": OURS, **FILLERS},
    "noting": {"SaveNote": OURS, **FILLERS},
    "titling": {"Retitle": OURS, **FILLERS},
    **by_kind("asking", TOGETHER, "SaveAnswer", "goes"),
    **by_kind("more", TOGETHER, "SaveAnswer", "goes"),
    **by_kind("noting", TOGETHER, "SaveNote", "goes"),
    **by_kind("titling", {"shared": "p", "visible": "p"}, "Retitle", "goes"),
    **by_kind("dating", dict.fromkeys(KINDS, "p"), "SetDates", "goes"),
    "naming": {"RenameSchool": "p", "goes": ANYBODY},
    "departement": EVERYBODY,
    "school": {"goes": ANYBODY, "sees": OUTSIDE},
    "called": {"CallMyself": "phmwrx", "goes": ANYBODY},
    "welcome": {**INVITED, "goes": "phxon"},
    "joining": INVITED,
    "erasing": NOBODY,
    "mailbox": {"AskMailbox": ANYBODY},
}
"""Anywhere else a text is offered as a note to whoever fills the campaign under way."""

STRANGE: Mapping[str, Effects] = {"edited": NOBODY, "media": NOBODY}

TOLD: Mapping[str, Effects] = {
    # A reminder is read by whoever has something left to fill, and by nobody else, were it sent to them.
    **by_kind("reminded", {"": OURS, "shared": "phm", "visible": OPINING, "secret": OPINING}, "reads"),
    **of("reminded", ("closed", "waiting"), NOBODY),
    # That a vote is open is told to whoever fills something of the school's, in whatever campaign it is.
    **by_kind("summoned", dict.fromkeys(("", *KINDS), "phmw"), "reads"),
    # What is due is told to whoever leads the goal.
    "rang": {"reads": "m"},
    # A request is the pilots' to read.
    "knocked": {"reads": "p"},
    # What becomes of an address is told to whose it is.
    "mailed": {"reads": ANYBODY},
}
"""What somebody else's event makes happen to a person: it writes nothing of theirs, and leads them nowhere."""
