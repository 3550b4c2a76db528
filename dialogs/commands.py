"""The commands, by their French names, with their English aliases and what a list of them says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from dialogs.events import Asked, Event, Said
from locales.words import N_


@dataclass(frozen=True, slots=True)
class Command:
    """``trigger`` is the table's way; ``says`` the line in a list of commands, a sentence of the catalogues."""

    name: str
    english: str
    trigger: str
    says: str


COMMANDS: tuple[Command, ...] = (
    Command("start", "start", "start", N_("Accueil")),
    Command("reprendre", "resume", "resume", N_("Reprendre où vous en étiez")),
    Command("resultats", "results", "results", N_("Le radar et les prochaines étapes")),
    Command("recap", "review", "recap", N_("Voir et corriger les réponses")),
    Command("comparer", "compare", "compare", N_("Comparer à la campagne d'avant")),
    Command("domaines", "domains", "menu", N_("Choisir un domaine")),
    Command("campagnes", "campaigns", "campaigns", N_("Mes campagnes et les grilles")),
    Command("objectifs", "goals", "goals", N_("Les objectifs SMART")),
    Command("rappels", "reminders", "reminders", N_("Quand et comment être rappelé")),
    Command("etablissement", "school", "school", N_("L'établissement")),
    Command("sondage", "pulse", "sitting", N_("Voter, ou faire voter la commission")),
    Command("equipe", "team", "team", N_("L'équipe et les invitations")),
    Command("rejoindre", "join", "join", N_("Rejoindre une équipe avec un code")),
    Command("langue", "language", "language", N_("Changer de langue")),
    Command("mesdonnees", "mydata", "privacy", N_("Voir mes données")),
    Command("effacer", "erase", "erase", N_("Effacer mes données")),
    Command("pause", "break", "pause", N_("Faire une pause")),
    Command("annuler", "cancel", "cancel", N_("Annuler ce qui est en cours")),
    Command("aide", "help", "help", N_("L'aide")),
)
BY_NAME = {name: command for command in COMMANDS for name in (command.name, command.english)}


def _bare(name: str) -> str:
    """``Résultats`` is ``resultats``: a French keyboard writes its accents."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def heard(text: str) -> Event:
    """A typed line as an event: ``/resultats``, ``/results@palier_bot`` or a text."""
    line = text.strip()
    if not line.startswith("/"):
        return Said(text)
    head, _, payload = line[1:].partition(" ")
    name = _bare(head.partition("@")[0])
    command = BY_NAME.get(name)
    return Asked(command.name if command else name, payload.strip())
