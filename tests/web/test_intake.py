"""What is sent is read with care, comes back whole or as words, and reaches nobody else."""

from __future__ import annotations

import asyncio
import gzip
import html
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.arrivals import NotKept
from bot.channels.web.guard import ALONE
from bot.pace import Pace
from tests.web.house import House, Sketches, house
from tests.web.probes import event, raw, sealed
from tests.web.visitor import Answer, visitor

# ---------------------------------------------------------------- forms


async def test_only_small_plain_forms_are_read(home: House) -> None:
    async with visitor(home.url) as somebody:
        origin = {"Origin": home.url}
        big = await somebody.post("/say", {"text": "x" * 66_000})
        assert (big.status, bool(big.sentence)) == (413, True)
        json = await somebody.ask("POST", "/say", json={"text": "x"}, headers=origin)
        assert (json.status, bool(json.sentence)) == (415, True)
        broken = {**origin, "Content-Type": "application/x-www-form-urlencoded; charset=klingon"}
        assert (await somebody.ask("POST", "/say", data=b"text=x", headers=broken)).status == 415
        plain = {**origin, "Content-Type": "application/x-www-form-urlencoded"}
        for body in (b"text=\xff\xfe", b"\x00\x01", b"", b"&&&=", b"text=%zz%ed%a0%80%00", b"press=" + b"a:" * 900):
            assert (await somebody.ask("POST", "/tap", data=body, headers=plain)).status in (303, 400)
            assert (await somebody.ask("POST", "/say", data=body, headers=plain)).status in (303, 400)
    assert await home.rows("select * from campaigns") == []


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "utf-16", "latin-1", "idna", "base64", "klingon", "\xff"]
)
async def test_a_form_is_utf_8(home: House, charset: str, caplog: pytest.LogCaptureFixture) -> None:
    """Others could bring half of a surrogate pair in, which no database takes."""
    head = f"application/x-www-form-urlencoded; charset={charset}"
    async with visitor(home.url) as somebody:
        headers = {"Origin": home.url, "Content-Type": head}
        answer = await somebody.ask("POST", "/say", data=b"text=+2AA-\\ud800\xff\xfe", headers=headers)
        assert (answer.status, bool(answer.sentence)) == (415, True)
        for name in ("utf-8", "UTF8", '"utf-8"'):
            headers["Content-Type"] = f"application/x-www-form-urlencoded; charset={name}"
            assert (await somebody.ask("POST", "/say", data="text=é".encode(), headers=headers)).status == 303
    assert not caplog.records


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity, gzip", "klingon"])
async def test_a_packed_form_is_not_unpacked(home: House, encoding: str, caplog: pytest.LogCaptureFixture) -> None:
    bomb, plain = gzip.compress(b"text=" + b"x" * 10_000_000), {"Content-Type": "application/x-www-form-urlencoded"}
    async with visitor(home.url) as somebody:
        for body in (bomb, b"text=x", b""):
            headers = {"Origin": home.url, "Content-Encoding": encoding, **plain}
            answer = await somebody.ask("POST", "/say", data=body, headers=headers)
            assert (answer.status, bool(answer.sentence)) == (415, True)
        headers = {"Origin": home.url, "Content-Encoding": "identity", **plain}
        assert (await somebody.ask("POST", "/say", data=b"text=x", headers=headers)).status == 303
    assert not caplog.records


def form(home: House, rest: str) -> bytes:
    head = (
        f"POST /say HTTP/1.1\r\nHost: 127.0.0.1:{home.port}\r\nOrigin: {home.url}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{rest}"
    )
    return head.encode()


@pytest.mark.parametrize("chunk", ["zz\r\n", "5\r\ntext=WRONG", "-1\r\n\r\n"])
async def test_a_body_in_broken_pieces_is_not_readable(
    home: House, chunk: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, headers, _ = await raw(home.port, form(home, f"Transfer-Encoding: chunked\r\n\r\n{chunk}"))
    assert status == 400
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert not caplog.records


async def test_who_leaves_in_the_middle_of_a_body_is_no_failure(home: House, caplog: pytest.LogCaptureFixture) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", home.port)
    writer.write(form(home, "Content-Length: 100\r\n\r\ntext="))
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.transport.abort()
    await asyncio.sleep(0.1)
    assert not caplog.records


async def test_a_body_that_does_not_come_is_not_waited_for(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.forms.PATIENCE", 0.2)
    status, headers, body = await raw(home.port, form(home, "Content-Length: 100\r\n\r\ntext="))
    assert status == 408
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "rien n'a été enregistré" in html.unescape(body.decode())


@pytest.mark.parametrize("letter", ["é", "😀", "\r\n"])
async def test_every_text_of_the_longest_length_is_read(home: House, letter: str) -> None:
    """An emoji is twelve bytes in a form."""
    async with visitor(home.url) as somebody:
        await somebody.tap("Commencer")
        answer = await somebody.post("/say", {"text": letter * 4000, "event": event()})
        assert answer.status == 303
        longer = await somebody.post("/say", {"text": letter * 4001, "event": event()})
        kept = longer.html.select_one("textarea")
        assert longer.status == 422
        assert kept is not None
        assert kept.get_text().removeprefix("\n") == letter.replace("\r", "") * 4001


# ---------------------------------------------------------------- pace


async def test_who_sends_too_fast_is_asked_to_wait_and_loses_nothing(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("bot.pace.monotonic", lambda: clock[0])
    async with visitor(home.url) as hasty, visitor(home.url) as other:
        await hasty.tap("Commencer")
        await other.tap("Commencer")
        for _ in range(60):
            assert (await hasty.post("/say", {"text": "/aide", "event": event()})).status == 303
        late = {"text": "/reprendre", "event": event()}
        refused = await hasty.post("/say", late)
        assert refused.status == 429
        assert "rien n'a été enregistré" in refused.sentence
        sealed(refused)
        assert (await hasty.get()).status == 200
        assert (await other.post("/say", late)).status == 303
        clock[0] += 0.21
        assert (await hasty.post("/say", late)).status == 303
        assert (await hasty.post("/say", late)).status == 429


async def test_a_form_sent_too_fast_is_not_even_read(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pace.monotonic", lambda: 1000.0)
    async with visitor(home.url) as hasty:
        await hasty.tap("Commencer")
        for _ in range(60):
            await hasty.post("/tap", {"press": "", "event": event()})
        monkeypatch.setattr(web.Request, "read", None)
        assert (await hasty.post("/tap", {"press": "", "event": event()})).status == 429


def test_the_people_whose_pace_is_remembered_are_not_without_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pace.KNOWN", 100)
    pace = Pace()
    for number in range(1000):
        assert pace.admits(str(number))
    assert len(pace) == 100


# ---------------------------------------------------------------- refusals


async def test_an_endless_body_is_cut_off(home: House) -> None:
    head = (
        f"POST /say HTTP/1.1\r\nHost: 127.0.0.1:{home.port}\r\nOrigin: {home.url}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999\r\n\r\ntext="
    )
    status, headers, _ = await raw(home.port, head.encode() + b"x" * 40_000)
    assert status == 413
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_text_too_long_comes_back_whole(home: House) -> None:
    async with visitor(home.url) as somebody:
        text = "<b>é & 'ù\n" + "a" * 4000
        answer = await somebody.post("/say", {"text": text.replace("\n", "\r\n"), "event": event()})
        assert answer.status == 422
        assert "4 000" in answer.sentence
        kept = answer.html.select_one("textarea")
        assert kept is not None
        assert kept.get_text().removeprefix("\n") == text


async def test_what_could_not_be_kept_is_offered_again_under_its_key(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(arrival: object) -> None:
        raise NotKept

    async with visitor(home.url) as somebody:
        first = {"text": "/domaines", "event": event(), "first": event()}
        with monkeypatch.context() as patch:
            patch.setattr(home.engine, "submit", failing)
            answer = await somebody.post("/say", first)
        assert answer.status == 503
        assert "Rien n'a été enregistré" in answer.sentence
        assert not answer.cookies
        sealed(answer)
        form = answer.html.select_one("form")
        assert form is not None
        again = {
            str(field["name"]): str(field.get("value") or field.get_text()).strip() for field in form.select("[name]")
        }
        assert again == first
        assert (await somebody.post(str(form["action"]), again)).status == 303


async def test_a_failure_of_ours_says_so_and_nothing_else(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(language: str) -> Any:
        raise RuntimeError("a secret of somebody's")

    monkeypatch.setattr(home.engine, "greeting", failing)
    async with visitor(home.url) as somebody:
        answer = await somebody.get()
    assert answer.status == 500
    assert answer.sentence
    sealed(answer)
    assert "secret" not in answer.text + caplog.text
    assert "RuntimeError at" in caplog.text


async def test_errors_speak_the_readers_language(home: House) -> None:
    async with visitor(home.url, language="en-GB,en;q=0.9") as somebody:
        assert (await somebody.get("/nowhere")).html.select_one("html[lang=en]")
    async with visitor(home.url, language="x" * 5000 + ",;;=%,zz-ZZ") as somebody:
        assert (await somebody.get("/nowhere")).html.select_one("html[lang=fr]")
        await somebody.tap("English")
        assert (await somebody.get("/nowhere")).html.select_one("html[lang=en]")
    async with visitor(home.url) as somebody:
        wrong = await somebody.ask("PUT", "/tap", headers={"Origin": home.url})
        assert (wrong.status, wrong.headers["Allow"]) == (405, "POST")
        assert wrong.sentence


# ---------------------------------------------------------------- injection

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'-alert(1)-'",
    "</textarea><script>alert(1)</script>",
    "</p></div></li><form action=//evil.example><input name=event>",
    "javascript:alert(1)//",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "{text.__class__} {0} {} %s %(x)s",
    '<!--<a href="--><a href=javascript:alert(1)>',
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "&lt;script&gt;&#60;b&#62;",
    "\u202etxt.exe\u202c \u2066x\u2069",
    "Z\u0351\u036b\u0343\u036aalgo 👩‍👩‍👧‍👦 \u0000 \ufffe",
    "<x/onclick=alert(1) style=position:fixed;inset:0>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "]]><![CDATA[<script>alert(1)</script>",
    "Robert'); drop table people;--",
]


def inert(answer: Answer, text: str) -> None:
    page = answer.html
    assert answer.status == 200
    allowed = {"form", "input", "script", "svg", "base", "meta", "iframe", "img", "a"}
    inside = [tag for tag in page.select(".bubble *") if tag.name in allowed - {"svg"}]
    assert not inside
    assert not page.select("[onerror], [onload], [onclick], [style], base, iframe, a[href^=javascript]")
    assert {str(form["action"]) for form in page.select("form")} <= {"/tap", "/say"}
    clean = "".join(letter for letter in text if letter not in "\0\ufffe")
    whole = "".join(letter for letter in page.get_text() if letter not in "\0\ufffe\ufffd")
    assert " ".join(clean.split()) in " ".join(whole.split())


async def test_hostile_texts_are_words(home: House) -> None:
    async with visitor(home.url) as somebody:
        await somebody.tap("Commencer")
        await somebody.tap("Pilotage")
        for text in HOSTILE:
            inert(await somebody.say(text), text)
            inert(await somebody.tap("Garder"), text)
            await somebody.say("/reprendre")


async def test_a_hostile_school_name_is_a_name(home: House) -> None:
    for text in HOSTILE[:6]:
        name = text[:70]
        async with visitor(home.url) as somebody:
            await somebody.tap("Commencer")
            await somebody.say("/etablissement")
            await somebody.say("0750655E" if text is HOSTILE[0] else "UAI inconnu")
            answer = await somebody.say(name)
            if text is not HOSTILE[0]:
                answer = await somebody.say("93")
            inert(answer, name)
            title = answer.html.select_one(".live h2")
            assert title is not None
            assert title.get_text() == " ".join(name.split())


async def test_forged_buttons_and_paths_do_nothing(home: House) -> None:
    async with visitor(home.url) as owner, visitor(home.url) as thief:
        page = await owner.tap("Commencer")
        await thief.tap("Commencer")
        stolen = [str(button["value"]) for button in page.html.select(".rows button")]
        before = await home.rows("select * from opinions")
        for press in [*stolen, "answer:x:y:2", "go:founded", "forget:1", ":" * 60, "", "\n", "mark:" + "x" * 600]:
            assert (await thief.post("/tap", {"press": press, "event": event()})).status == 303
        assert await home.rows("select * from opinions") == before


# ---------------------------------------------------------------- pictures


async def radar_of(somebody: Any) -> str:
    await somebody.tap("Commencer")
    await somebody.tap("Formation")
    await somebody.tap("Niveau 1")
    page = (await somebody.tap("Niveau 2")).html
    image = page.select_one("img.radar")
    assert image is not None
    assert image["alt"] and image["width"] and image["height"]
    return str(image["src"])


async def test_a_radar_is_shown_to_whom_it_belongs(home: House) -> None:
    async with visitor(home.url) as owner, visitor(home.url) as other:
        path = await radar_of(owner)
        answer = await owner.get(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
        assert answer.headers["Cache-Control"] == "no-store"
        sealed(answer, ALONE)
        assert (await other.get(path)).status == 404
        await other.tap("Commencer")
        assert (await other.get(path)).status == 404
        for wrong in ("/image/0.png", "/image/999999999999999999.png", "/image/-1.png", "/image/x.png", path + "/.."):
            assert (await owner.get(wrong)).status == 404


async def test_without_a_picture_the_words_are_still_there(tmp_path: Path) -> None:
    async with house(tmp_path, pictures=Sketches(broken=True)) as home, visitor(home.url) as owner:
        path = await radar_of(owner)
        failed = await owner.get(path)
        assert failed.status == 503
        sealed(failed)
        assert (await owner.get()).html.select("table.figures td")
