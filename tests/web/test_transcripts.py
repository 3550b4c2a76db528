"""The web chat tells the same conversation, read from its pages without JavaScript."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.palier import under_way
from tests.telling import Transcript, all_transcripts, replay
from tests.web.tab import AtTheBrowser, as_on_a_page
from tests.web.visitor import visitor


@pytest.mark.parametrize("transcript", all_transcripts(), ids=lambda it: it.name)
async def test_the_web_chat_tells_the_transcript(transcript: Transcript, tmp_path: Path) -> None:
    told = replace(transcript, turns=tuple(map(as_on_a_page, transcript.turns)))
    async with under_way(tmp_path / "palier.db") as palier, visitor(palier.url, transcript.language) as browser:
        assert await replay(AtTheBrowser(palier, browser), told) == []
