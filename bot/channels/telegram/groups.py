"""In a group the bot speaks of pulses only: it says what it is for, is bound to a sitting there, and takes votes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.assembly import Assembly
from bot.ballots import Counted, Refusal, Vote
from bot.channels.telegram.boards import SPARE, Boards
from bot.channels.telegram.door import seconds
from bot.channels.telegram.intake import CHANNEL, Convened
from bot.limits import Limits
from locales import Words, language_of, words
from storage.groups import Binding, Unbound

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Toast:
    """What is shown to whoever taps; ``refused`` where they must not miss it."""

    text: str = ""
    refused: bool = False


class Groups:
    def __init__(self, bot: Bot, limits: Limits, assembly: Assembly, boards: Boards) -> None:
        self._bot = bot
        self._limits = limits
        self._assembly = assembly
        self.boards = boards
        self._asked: set[tuple[int, str]] = set()

    async def vote(self, votes: Sequence[Vote]) -> list[Counted]:
        """In their order; one that the disk refuses fails them all."""
        return await asyncio.gather(*map(self._assembly.hall.vote, votes))

    async def bind(self, asked: Convened) -> str:
        """The group votes from now on, or not; the sentence that says so. "" where another bot was spoken to."""
        if asked.named and asked.named.casefold() != (self._bot.username or "").casefold():
            return ""
        if asked.anonymous:
            return words(language_of(asked.language)).say(
                "Je ne peux pas savoir qui vous êtes : quittez l'anonymat d'administrateur, puis écrivez /sondage."
            )
        binding = await self._assembly.bind(str(asked.group), CHANNEL, asked.address)
        if binding.refusal is None:
            self.boards.watch([binding.sitting], str(asked.group))
            return bound(binding)
        return self._unbound(words(language_of(asked.language)), binding.refusal)

    def _unbound(self, said: Words, refusal: Unbound) -> str:
        name = self._bot.username
        match refusal:
            case Unbound.NO_PILOT:
                return said.say(
                    "Seul un pilote d'un établissement fait voter un groupe : écrivez-moi en privé, @{name}.", name=name
                )
            case Unbound.NO_SITTING:
                return said.say(
                    "Ouvrez d'abord une séance de vote : écrivez /sondage en privé à @{name}, puis ici.", name=name
                )
            case Unbound.TAKEN:
                return said.say(
                    "Ce groupe vote déjà dans la séance d'un autre établissement : qu'elle se termine d'abord."
                )

    async def introduce(self, group: int, language: str) -> None:
        await self.say(group, self._introduction(language))

    async def say(self, group: int, text: str) -> None:
        """Best effort: a sentence that is lost is asked for again by the next command. Whoever asks while one is
        on its way reads that one; the places of boards are left to them.
        """
        if (group, text) in self._asked:
            return
        self._asked.add((group, text))
        try:
            # A board may take a place meanwhile.
            while rest := self._limits.rest(str(group), asyncio.get_running_loop().time(), SPARE):  # noqa: ASYNC110
                await asyncio.sleep(rest)
            await self._limits.turn(str(group))
            await self._bot.send_message(group, text)
        except ChatMigrated as moved:
            await self.say(moved.new_chat_id, text)
        except RetryAfter as later:
            self._limits.refused(str(group), seconds(later), asyncio.get_running_loop().time())
        except TelegramError as error:
            log.info("a group was not told something: %s", type(error).__name__)
        finally:
            self._asked.discard((group, text))

    def _introduction(self, language: str) -> str:
        return words(language_of(language)).say(
            "Palier aide un établissement à faire le point sur son numérique. Écrivez-moi en privé : @{name}.",
            name=self._bot.username,
        )


def bound(binding: Binding) -> str:
    return words(language_of(binding.language)).say(
        "Ce groupe vote maintenant dans la séance de « {campaign} » : chaque vote ouvert s'affiche ici.",
        campaign=binding.title,
    )


def toast(counted: Counted, language: str) -> Toast:
    """Never what was voted: phones are read over shoulders."""
    said = words(language_of(language))
    match counted.refusal:
        case None:
            return Toast(said.say("Vote enregistré."))
        case Refusal.CLOSED:
            text = said.say("Ce vote est clos : rien n'a été changé.")
        case Refusal.ELSEWHERE:
            text = said.say("Ce vote ne se fait pas dans ce groupe : rien n'a été enregistré.")
        case Refusal.NO_MEMBER:
            text = said.say("Ce vote est réservé à l'équipe de l'établissement : rien n'a été enregistré.")
        case _:
            text = said.say("Ce bouton ne sert plus : rien n'a été enregistré.")
    return Toast(text, refused=True)


def faceless(language: str) -> Toast:
    """To an administrator who taps as the group."""
    return Toast(
        words(language_of(language)).say(
            "Un administrateur anonyme ne vote pas : quittez l'anonymat, puis votez. Rien n'a été enregistré."
        ),
        refused=True,
    )
