"""The transcripts, told by the engine itself; the other channels replay them in their own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chat import chatting
from tests.telling import Transcript, all_transcripts, of_several, on_one_channel, parsed, replay

TWO = """# Deux personnes
# Anne: web
# Jean-Loup : telegram
# {titre}: « … » : 0 réponse sur 19.

Anne > /start
    « Un titre » : 0 réponse sur 19.

Jean-Loup > (ouvrir) {titre}
    > ce qu'il lit
"""


@pytest.mark.parametrize("transcript", [*all_transcripts(), *of_several()], ids=lambda it: it.name)
async def test_the_engine_tells_the_transcript(transcript: Transcript, tmp_path: Path) -> None:
    assert transcript.turns
    path = tmp_path / "palier.db"
    async with chatting(path, language=transcript.language, reach=transcript.reach, channels=transcript.people) as chat:
        assert await replay(on_one_channel(chat, transcript), transcript) == []


def test_a_turn_is_somebodys() -> None:
    transcript = parsed("two", TWO)
    assert transcript.people == {"Anne": "web", "Jean-Loup": "telegram"}
    assert [(turn.who, turn.does) for turn in transcript.turns] == [
        ("Anne", "/start"),
        ("Jean-Loup", "(ouvrir) {titre}"),
    ]
    assert transcript.turns[1].reads == ("> ce qu'il lit",)
    for stranger in ("Paul > /start", "Anne dit : > bonjour"):
        with pytest.raises(ValueError, match="whose turn"):
            parsed("two", f"{TWO}\n{stranger}\n")


async def test_what_nobody_has_read_cannot_be_typed(tmp_path: Path) -> None:
    transcript = parsed("two", "# Anne: web\n# {code}: Code : …\n\nAnne > /rejoindre {code}\n")
    async with chatting(tmp_path / "palier.db") as chat:
        with pytest.raises(AssertionError, match="nobody has read"):
            await replay(on_one_channel(chat, transcript), transcript)


async def test_what_differs_says_whose_turn_it_is(tmp_path: Path) -> None:
    transcript = parsed("two", "# Anne: web\n\nAnne > /start\n    Autre chose\n")
    async with chatting(tmp_path / "palier.db") as chat:
        (difference,) = await replay(on_one_channel(chat, transcript), transcript)
    assert difference.startswith("turn 1 Anne > /start\n")
