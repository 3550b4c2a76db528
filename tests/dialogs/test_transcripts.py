"""The transcripts, told by the engine itself; the other channels replay them in their own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chat import chatting
from tests.telling import Transcript, all_transcripts, replay


@pytest.mark.parametrize("transcript", all_transcripts(), ids=lambda it: it.name)
async def test_the_engine_tells_the_transcript(transcript: Transcript, tmp_path: Path) -> None:
    assert transcript.turns
    async with chatting(tmp_path / "palier.db", language=transcript.language) as chat:
        assert await replay(chat, transcript) == []
