"""What can't be done, as a sentence; and the way to try again without losing what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from locales.words import N_


@dataclass(frozen=True, slots=True)
class Again:
    """The form to send once more: its path, its hidden fields, and the text that was typed (None: a button)."""

    path: str
    hidden: tuple[tuple[str, str], ...]
    text: str | None = None


class Refused(Exception):
    """Answered by a page with ``sentence``, a msgid, and ``status``."""

    def __init__(self, status: int, sentence: str, again: Again | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.again = again


SENTENCES = {
    400: N_("Cette demande n'est pas lisible."),
    404: N_("Cette page n'existe pas."),
    405: N_("Cette adresse ne s'utilise pas ainsi."),
    408: N_("La demande n'est pas arrivée en entier : rien n'a été enregistré. Réessayez."),
    413: N_("C'est trop long pour être envoyé d'un coup : raccourcissez votre texte."),
    415: N_("Seuls les formulaires de Palier sont acceptés ici."),
    429: N_("C'est trop rapide : rien n'a été enregistré. Attendez un instant, revenez en arrière et renvoyez."),
    500: N_("Quelque chose n'a pas marché ici ; ce qui a été enregistré l'est toujours. Rechargez la page."),
}
"""By status, where nobody says more; another one is told as the 400 or 500 of its hundred."""


def sentence(status: int) -> str:
    return SENTENCES.get(status) or SENTENCES[500 if status >= 500 else 400]
