"""Several people in one conversation, each on the channel of their choice, in one process."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.botapi.client import botapi
from tests.palier import under_way
from tests.telegram.phone import OnThePhone, as_on_a_phone
from tests.telling import Person, Transcript, of_several, pictures, replay
from tests.web.tab import AtTheBrowser, as_on_a_page
from tests.web.visitor import visitor

AS_READ = {"web": as_on_a_page, "telegram": as_on_a_phone}


@pytest.mark.parametrize("transcript", of_several(), ids=lambda it: it.name)
async def test_the_channels_tell_the_transcript_together(transcript: Transcript, tmp_path: Path) -> None:
    channels = {name: AS_READ[channel] for name, channel in transcript.people.items()}
    told = replace(transcript, turns=tuple(turn.as_read(channels) for turn in transcript.turns))
    people = dict[str, Person]()
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(botapi())
        palier = await stack.enter_async_context(under_way(tmp_path / "palier.db", telegram, transcript.reach))
        for name, channel in transcript.people.items():
            if channel == "web":
                browser = await stack.enter_async_context(visitor(palier.url, transcript.language))
                people[name] = AtTheBrowser(palier, browser)
            else:
                people[name] = OnThePhone(palier, await telegram.user(name, transcript.language))
        assert await replay(people, told) == []
        for name, person in people.items():
            if isinstance(person, OnThePhone):
                assert await person.pictures() == pictures(transcript, name)
