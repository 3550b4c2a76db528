"""Telegram tells the same conversation: the real client, real HTTP, what a phone would show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.botapi.client import botapi
from tests.palier import under_way
from tests.telegram.phone import OnThePhone, as_on_a_phone
from tests.telling import Transcript, all_transcripts, pictures, replay


@pytest.mark.parametrize("transcript", all_transcripts(), ids=lambda it: it.name)
async def test_telegram_tells_the_transcript(transcript: Transcript, tmp_path: Path) -> None:
    told = replace(transcript, turns=tuple(map(as_on_a_phone, transcript.turns)))
    async with botapi() as telegram, under_way(tmp_path / "palier.db", telegram) as palier:
        phone = OnThePhone(palier, await telegram.user("Ana", transcript.language))
        assert await replay(phone, told) == []
        assert await phone.pictures() == pictures(transcript)
