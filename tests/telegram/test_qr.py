"""An invitation's QR code on Telegram: a photo over its words, withdrawn when one goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.telegram import markup
from dialogs.replies import QrCode
from dialogs.scene import Reach
from dialogs.session import State
from locales import LANGUAGES
from tests.botapi.client import Message, Telegram, User, botapi
from tests.cameras import scanned
from tests.chat import secrets
from tests.dialogs.test_screens import GRIDS, screens
from tests.telegram.house import house

WEB = Reach("https://palier.exemple.fr", bot="palier_bot")
BOT = Reach(bot="palier_bot")
LINK = "https://palier.exemple.fr/rejoindre/jeton-{:016d}"


async def does(telegram: Telegram, user: User, *taps: str) -> Message:
    """The newest message after all of it: commands, texts, labels of buttons."""
    for it in taps:
        shown = (await user.last()).labels if it != "/start" else []
        await (user.taps(it) if it in shown else user.sends(it))
        await telegram.settled()
    return await user.last()


async def inviting(telegram: Telegram) -> User:
    pilot = await telegram.user("Dominique", "fr")
    await does(telegram, pilot, "/start", "Commencer", "/etablissement", "0750655E", "Collège Un", "C'est bien cela")
    await does(telegram, pilot, "/equipe", "Dominique", "Inviter")
    return pilot


async def photo(telegram: Telegram, message: Message) -> bytes:
    """What a phone would show."""
    assert message.photo is not None, message.text
    address = f"{telegram.url}/file/bot{telegram.token}/files/{message.photo['file_id']}"
    async with telegram.session.get(address) as response:
        return await response.read()


@pytest.mark.parametrize(
    ("reach", "read"), [(WEB, LINK.format(1)), (BOT, "https://t.me/palier_bot?start=jeton-0000000000000001")]
)
async def test_the_living_message_becomes_a_photo_that_a_camera_reads(tmp_path: Path, reach: Reach, read: str) -> None:
    async with (
        botapi() as telegram,
        house(tmp_path / "palier.db", telegram, tokens=secrets(), reach=lambda: reach),
    ):
        pilot = await inviting(telegram)
        before = await pilot.last()
        shown = await does(telegram, pilot, "Lien, membre")
        assert shown.id == before.id
        assert scanned(await photo(telegram, shown)) == [read]
        assert read in shown.text
        assert "QR code du lien" in shown.text
        assert shown.labels == ["Autre invitation", "L'équipe"]


async def test_no_phone_no_photo(tmp_path: Path) -> None:
    async with botapi() as telegram, house(tmp_path / "palier.db", telegram):
        shown = await does(telegram, await inviting(telegram), "Lien, membre")
        assert shown.photo is None
        assert "Pas de lien web ni de QR code" in shown.text


async def test_whoever_goes_on_leaves_no_photo_and_one_message(tmp_path: Path) -> None:
    path, tokens = tmp_path / "palier.db", secrets()
    async with botapi() as telegram:
        async with house(path, telegram, tokens=tokens, reach=lambda: WEB):
            pilot = await inviting(telegram)
            first = await does(telegram, pilot, "Lien, membre")
        messages = len(await pilot.sees())
        async with house(path, telegram, tokens=tokens, reach=lambda: WEB):
            after = await does(telegram, pilot, "Autre invitation")
            assert after.photo is None
            assert after.labels[0] == "Lien, membre"
            assert len(await pilot.sees()) == messages
            assert first.id not in [message.id for message in await pilot.sees()]
            second = await does(telegram, pilot, "Lien, lecteur")
            assert second.id == after.id
            assert scanned(await photo(telegram, second)) == [LINK.format(2)]


async def test_a_photo_too_old_to_be_withdrawn_stays_and_the_chat_goes_on(tmp_path: Path) -> None:
    async with (
        botapi() as telegram,
        house(tmp_path / "palier.db", telegram, tokens=secrets(), reach=lambda: WEB),
    ):
        pilot = await inviting(telegram)
        old = await does(telegram, pilot, "Lien, membre")
        await telegram.advance(days=3)
        after = await does(telegram, pilot, "L'équipe")
        assert "L'équipe de" in after.text
        assert old.id in [message.id for message in await pilot.sees()]
        assert (await does(telegram, pilot, "1")).id == after.id


async def test_a_screen_after_a_photo_that_may_have_arrived_is_sent_once_more_and_no_oftener(tmp_path: Path) -> None:
    async with (
        botapi() as telegram,
        house(tmp_path / "palier.db", telegram, tokens=secrets(), reach=lambda: WEB),
    ):
        pilot = await inviting(telegram)
        await does(telegram, pilot, "Lien, membre")
        since = len(await telegram.calls("sendMessage"))
        await telegram.faults({"method": "sendMessage", "kind": "reset", "delivered": True, "count": 9})
        await does(telegram, pilot, "L'équipe")
        await telegram.settled(calm_for=3.0)
        assert len(await telegram.calls("sendMessage")) - since == 2


async def test_a_photo_that_can_t_be_made_of_a_text_is_a_new_message(tmp_path: Path) -> None:
    async with (
        botapi() as telegram,
        house(tmp_path / "palier.db", telegram, tokens=secrets(), reach=lambda: WEB),
    ):
        pilot = await inviting(telegram)
        before = await pilot.last()
        refusal = {"status": 400, "description": "Bad Request: message can't be edited", "count": 1}
        await telegram.faults({"method": "editMessageMedia", "kind": "status", **refusal})
        shown = await does(telegram, pilot, "Lien, membre")
        assert shown.id > before.id
        assert scanned(await photo(telegram, shown)) == [LINK.format(1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_qr_code_fit_under_it(language: str) -> None:
    seen = 0
    for state in (State.INVITED,):
        for _, screen in screens(next(iter(GRIDS.values())), language, state):
            codes = [block for block in screen.blocks if isinstance(block, QrCode)]
            assert len(codes) <= 1
            seen += len(codes)
            assert not codes or markup.units(markup.text(screen)) <= markup.CAPTION
    assert seen
