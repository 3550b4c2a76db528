"""From a result to a goal, and back to its question: how few taps it takes, and what is kept at each."""

from __future__ import annotations

from pathlib import Path

from dialogs.events import Tapped
from dialogs.replies import Screen
from tests.chat import Chat, chatting
from tests.spoken import spoken

FOUNDED = ("/etablissement", "0750655E", "Collège Jean Lurçat")


async def results(chat: Chat) -> None:
    """A school's campaign with its first domain answered."""
    await chat.say("/start")
    await chat.tap("Commencer")
    for text in FOUNDED:
        await chat.say(text)
    for label in ("C'est bien cela", "Formation", "Niveau 1", "Niveau 2"):
        await chat.tap(label)


async def kept(chat: Chat) -> list[tuple[object, ...]]:
    assert chat.database
    return await chat.database.transaction(
        lambda it: it.execute(
            "select wording, measure, due, pilot is not null, maker is not null from goals"
        ).fetchall()
    )


async def test_from_a_result_to_a_whole_goal_in_six_taps_typing_apart(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await results(chat)
        taps = 0
        for step in ("[En faire un objectif]", "[1]", "Un plan à nous", "20 enseignants sur 35", "En un an", "À deux"):
            taps += step.startswith("[")
            await (chat.tap(step[1:-1]) if step.startswith("[") else chat.say(step))
        await chat.tap("Dans 3 mois")
        read = await chat.tap("Moi")
        assert taps + 2 <= 6
        assert await kept(chat) == [("Un plan à nous", "20 enseignants sur 35", "2027-02-23", 1, 1)]
        assert not any("Il manque" in line for line in read), "nothing lacks"


async def test_two_taps_keep_it_and_nothing_said_later_is_needed(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await results(chat)
        await chat.tap("En faire un objectif")
        await chat.tap("1")
        assert await kept(chat) == [("", "", None, 0, 1)]
        await chat.reopen()
        read = await chat.tap("Terminer")
        assert "Il manque : un chiffre, un pilote et une échéance." in [line.replace("\xa0", " ") for line in read]
        await chat.tap("Objectifs")
        assert isinstance(chat.screen, Screen)
        assert any("Formation au numérique" in line for line in spoken(chat.screen))


async def test_a_goal_begun_by_mistake_is_taken_back_while_nothing_was_said_of_it(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await results(chat)
        await chat.tap("En faire un objectif")
        await chat.tap("1")
        await chat.tap("Annuler")
        assert await kept(chat) == []
        await chat.tap("Résultats")
        await chat.tap("En faire un objectif")
        await chat.tap("1")
        await chat.say("Des mots")
        assert "Annuler" not in [button.label for row in chat.screen.rows for button in row]
        assert len(await kept(chat)) == 1


async def test_a_goal_is_a_schools_so_a_draft_is_asked_for_its_school_first(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await chat.say("/start")
        for label in ("Commencer", "Formation", "Niveau 1", "Niveau 2"):
            await chat.tap(label)
        if "Plus tard" in [button.label for row in chat.screen.rows for button in row]:
            await chat.tap("Plus tard")
        read = await chat.tap("En faire un objectif")
        assert "Un objectif est celui d'un établissement : dites d'abord lequel." in " ".join(read).replace("\xa0", " ")
        for text in FOUNDED[1:]:
            await chat.say(text)
        await chat.tap("C'est bien cela")
        await chat.tap("En faire un objectif")
        await chat.tap("1")
        assert len(await kept(chat)) == 1


async def test_a_button_tapped_twice_does_once(tmp_path: Path) -> None:
    async with chatting(tmp_path / "palier.db") as chat:
        await results(chat)
        for label in ("En faire un objectif", "1", "Terminer"):
            await chat.tap(label)
        reach = Tapped(chat.button("Atteint").press)
        await chat.event(reach)
        await chat.event(reach)
        assert chat.database
        changes = await chat.database.transaction(
            lambda it: it.execute("select field from goal_changes order by id").fetchall()
        )
        assert changes == [("made",), ("reached",)]
