"""The room's door, the stream that tells other tabs, the beginning and the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from pathlib import Path

import pytest

from bot.channels.web import AddressInUse, WebChat, connections
from bot.channels.web.entrance import lan_address
from bot.channels.web.stream import STREAMS
from dialogs.chart import Chart
from tests.web.house import House, Sketches, house
from tests.web.probes import event, raw, routes, sealed
from tests.web.visitor import Visitor, visitor

# ---------------------------------------------------------------- the room


async def test_strangers_in_the_room_need_the_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.entrance.loopback", lambda _: False)
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone, visitor(home.url) as neighbour:
        link = "/" + home.chat.invitation.split("/", 3)[3]
        for method, path in routes(home, lan=True):
            answer = await phone.ask(method, path, headers={"Origin": home.url})
            open_to_all = path.startswith(("/static/", "/favicon.ico", "/sante", "/entrer/", "/v", "/mur/", "/agenda/"))
            keyed = path.startswith(("/entrer/", "/v/", "/mur/", "/agenda/"))
            expected = (404 if keyed else 200) if open_to_all else 403
            if path.startswith(("/courriel/", "/desabonnement/")):  # a mail's link is its own key; this one is guessed
                expected = 404 if (method, path[:10]) == ("POST", "/courriel/") else 200
            assert answer.status == expected, path
            sealed(answer)
        assert "lien" in (await phone.get()).sentence
        for _ in range(2):  # a messenger's preview looks first
            looked = await phone.get(link)
            assert (looked.status, looked.cookies) == (200, ())
        assert (await phone.ask("POST", link)).status == 403
        entered = await phone.post(link, {})
        assert (entered.status, entered.headers["Location"]) == (303, "/")
        assert "HttpOnly" in entered.cookies[0] and "SameSite=Lax" in entered.cookies[0]
        assert (await phone.get()).status == 200
        assert "Par où commencer" in (await phone.tap("Commencer")).text
        assert (await neighbour.get()).status == 403
        assert (await neighbour.post(link, {})).status == 303
        for _ in range(200):
            assert (await neighbour.get(f"/entrer/{event()}")).status == 404
        assert (await neighbour.get("/entrer/%C3%A9")).status == 404


@pytest.mark.parametrize("junk", [b"\xff", b"\xc3\xa9", b"\xed\xa0\x80", b'"\\377"'])
async def test_a_key_that_is_no_text_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, junk: bytes
) -> None:
    monkeypatch.setattr("bot.channels.web.entrance.loopback", lambda _: False)
    async with house(tmp_path, lan=True) as home:
        host = f"Host: 127.0.0.1:{home.port}\r\n".encode()
        status, _, _ = await raw(home.port, b"GET / HTTP/1.1\r\n" + host + b"Cookie: entree=" + junk + b"\r\n\r\n")
        assert status == 403
        status, _, _ = await raw(home.port, b"GET /entrer/" + junk + b" HTTP/1.1\r\n" + host + b"\r\n")
        assert status in (400, 404)
    assert not caplog.records


async def test_a_restart_closes_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.entrance.loopback", lambda _: False)
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone:
        entered = await phone.post("/" + home.chat.invitation.split("/", 3)[3], {})
    cookie = entered.cookies[0].partition(";")[0]
    async with house(tmp_path, lan=True) as home, visitor(home.url) as phone:
        assert (await phone.get(headers={"Cookie": cookie})).status == 403


async def test_a_phone_reaches_the_address_that_is_printed(tmp_path: Path) -> None:
    """Over the network's own address, where there is one; there the peer is no loopback."""
    if lan_address().startswith("127."):
        pytest.skip("this machine has no network")
    async with house(tmp_path, lan=True) as home:
        origin, _, link = home.chat.invitation.partition("/entrer/")
        async with visitor(origin) as phone:
            assert (await phone.get()).status == 403
            assert (await phone.get(headers={"Host": f"palier.local:{home.port}"})).status == 421
            assert (await phone.post(f"/entrer/{link}", {})).status == 303
            assert (await phone.get()).status == 200
        async with visitor(home.url) as here:
            assert (await here.get()).status == 200


async def test_there_is_no_entrance_without_the_room(home: House) -> None:
    assert home.chat.invitation == ""
    async with visitor(home.url) as somebody:
        assert (await somebody.get(f"/entrer/{event()}")).status == 404


# ---------------------------------------------------------------- the stream, and the end


async def test_another_tab_hears_of_a_change(home: House) -> None:
    async with visitor(home.url) as somebody:
        assert (await somebody.get("/flux")).status == 204
        page = await somebody.tap("Commencer")
        body = page.html.body
        assert body is not None
        async with somebody.session.get(f"{home.url}/flux?depuis={body['data-revision']}") as stream:
            assert stream.headers["Content-Type"] == "text/event-stream"
            assert stream.headers["X-Content-Type-Options"] == "nosniff"
            await somebody.tap("Formation")
            told = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 3)
            assert b"retry" in told
            told = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 3)
            shown = (await somebody.get()).html.body
            assert shown is not None
            assert told.decode().split() == ["id:", shown["data-revision"], "data:", shown["data-revision"]]


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 50, "٣"])
async def test_a_forged_place_in_the_stream_is_the_beginning(home: House, since: str) -> None:
    async with visitor(home.url) as somebody:
        await somebody.tap("Commencer")
        async with somebody.session.get(f"{home.url}/flux", headers={"Last-Event-ID": since}) as stream:
            await stream.content.readuntil(b"\n\n")
            assert (await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 3)).startswith(b"id: ")


async def test_one_stream_too_many_ends_the_oldest(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.stream.MOST", 3)
    async with visitor(home.url) as somebody, visitor(home.url) as other:
        await somebody.tap("Commencer")
        await other.tap("Commencer")
        address = f"{home.url}/flux?depuis=99"
        async with contextlib.AsyncExitStack() as stack:
            theirs = await stack.enter_async_context(other.session.get(address))
            mine = [await stack.enter_async_context(somebody.session.get(address)) for _ in range(5)]
            for ended in mine[:2]:
                assert b"retry" in await asyncio.wait_for(ended.content.read(), 3)
            await somebody.tap("Formation")
            for open_still in mine[2:]:
                told = await asyncio.wait_for(open_still.content.readuntil(b"\n\n"), 3)
                assert b"retry" in told
                assert b"data" in await asyncio.wait_for(open_still.content.readuntil(b"\n\n"), 3)
            assert not theirs.content.at_eof()


# ---------------------------------------------------------------- slow ones, and many


async def opened(port: int, sent: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET /sante HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\nGET"])
async def test_a_request_that_does_not_come_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr("bot.channels.web.connections.UNHURRIED", 0.5)
    async with house(tmp_path) as home:
        reader, writer = await opened(home.port, sent.replace(b"{port}", str(home.port).encode()))
        reading = asyncio.create_task(reader.read())
        for _ in range(5):  # a drop now and then gains no time
            await asyncio.sleep(0.2)
            writer.write(b"X")
        await asyncio.wait_for(asyncio.wait({reading}), 3)
        writer.close()


async def test_who_reads_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.connections.STUCK", 0.5)
    async with house(tmp_path) as home:
        ask = f"GET /static/chat.js HTTP/1.1\r\nHost: 127.0.0.1:{home.port}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", home.port)) as deaf:
            deaf.setblocking(False)
            with pytest.raises(ConnectionError):
                for _ in range(200):
                    await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(deaf, ask * 100), 5)
                    await asyncio.sleep(0.05)


async def test_connections_that_ask_nothing_make_room_for_those_that_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.connections.MOST", 20)
    async with house(tmp_path) as home, visitor(home.url) as somebody:
        slow = [await opened(home.port, b"GET / HT") for _ in range(60)]
        await somebody.tap("Commencer")
        assert (await somebody.get()).status == 200
        for reader, _ in slow[:40]:
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 3) == b""
        assert not slow[-1][0].at_eof()
        for _, writer in slow:
            writer.close()


async def test_where_all_are_being_answered_one_more_is_closed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.connections.MOST", 5)
    pictures = Slow()
    async with house(tmp_path, pictures=pictures) as home, visitor(home.url) as somebody:
        for label in ("Commencer", "Formation", "Niveau 1", "Niveau 2"):
            await somebody.tap(label)
        image = (await somebody.get()).html.select_one("img.radar")
        assert image is not None
        drawing = []
        for number in range(5):
            drawing.append(asyncio.create_task(somebody.get(str(image["src"]))))
            await asyncio.wait_for(pictures.begun.get(), 10)
            assert len(pictures.asked) == number + 1
        reader, writer = await opened(home.port)
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 3) == b""
        writer.close()
        pictures.drawn.set()
        assert {answer.status for answer in await asyncio.gather(*drawing)} == {200}
        assert (await somebody.get()).status == 200


class Slow(Sketches):
    """Pictures that take until they are told to be drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = asyncio.Event()
        self.begun: asyncio.Queue[Chart] = asyncio.Queue()

    async def picture(self, chart: Chart) -> bytes:
        png = await super().picture(chart)
        await self.begun.put(chart)
        await self.drawn.wait()
        return png


async def listening(home: House, person: Visitor) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """One more stream of somebody's, on a connection of its own."""
    if not len(person.session.cookie_jar):
        await person.tap("Commencer")
    (cookie,) = person.session.cookie_jar
    head = f"Host: 127.0.0.1:{home.port}\r\nCookie: palier={cookie.value}"
    reader, writer = await opened(home.port, f"GET /flux?depuis=1 HTTP/1.1\r\n{head}\r\n\r\n".encode())
    await asyncio.wait_for(reader.readuntil(b"\n\n\r\n"), 3)
    return reader, writer


async def test_streams_leave_places_for_pages_and_the_oldest_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.connections.MOST", 10)
    async with house(tmp_path) as home, visitor(home.url) as one, visitor(home.url) as two:
        streams = [await listening(home, person) for person in (one, two) for _ in range(8)]
        for reader, _ in streams[:8]:
            await asyncio.wait_for(reader.read(), 3)
        assert not any(reader.at_eof() for reader, _ in streams[8:])
        async with visitor(home.url) as other:
            assert (await other.get()).status == 200
        assert not any(reader.at_eof() for reader, _ in streams[8:])
        runner = home.chat._runner
        assert runner is not None
        assert len(runner.app[STREAMS]) == 8, "one that lost its place is over at once"
        for _, writer in streams:
            writer.close()


async def test_where_all_places_are_taken_a_stream_leaves_then_half_a_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.channels.web.connections.MOST", 5)
    begun = "POST /say HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Length: 600\r\n"
    begun += "Content-Type: application/x-www-form-urlencoded\r\n\r\ntext="
    async with house(tmp_path) as home, visitor(home.url) as somebody, visitor(home.url) as other:
        half = begun.format(host=f"127.0.0.1:{home.port}").encode()
        there = [await listening(home, somebody)]
        there += [await opened(home.port, half) for _ in range(4)]
        for left in (1, 2):
            await asyncio.sleep(0.1)
            assert (await asyncio.wait_for(other.get(), 3)).status == 200
            assert [reader.at_eof() for reader, _ in there] == [True] * left + [False] * (len(there) - left)
            there.append(await opened(home.port, half))
        for _, writer in there:
            writer.close()
    assert not caplog.records


async def test_two_hundred_honest_streams_are_welcome(home: House) -> None:
    async with contextlib.AsyncExitStack() as stack:
        people = [await stack.enter_async_context(visitor(home.url)) for _ in range(25)]
        streams = []
        for one in people:
            await one.tap("Commencer")
            address = f"{home.url}/flux?depuis=99"
            streams += [await stack.enter_async_context(one.session.get(address)) for _ in range(8)]
        assert {stream.status for stream in streams} == {200}
        for one in people:
            await one.tap("Formation")
        for stream in streams:
            await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 3)
            assert b"data" in await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 3)


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX")
@pytest.mark.parametrize(
    ("soft", "hard", "raised", "room"),
    [(256, -1, 1000, 500), (256, 256, 256, 128), (1024, 4096, 1024, 500), (-1, -1, -1, 500)],
)
def test_there_are_descriptors_for_every_connection(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, raised: int, room: int
) -> None:
    import resource

    limits = [(soft, hard)]
    monkeypatch.setattr(resource, "RLIM_INFINITY", -1)
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: limits.append(pair))
    assert connections.room() == room
    assert limits[-1] == (raised, hard)


async def test_it_stops_at_once_whatever_is_open(tmp_path: Path) -> None:
    async with house(tmp_path) as home, visitor(home.url) as somebody:
        await somebody.tap("Commencer")
        streams = [await somebody.session.get(f"{home.url}/flux?depuis=1") for _ in range(5)]
        _, idle = await asyncio.open_connection("127.0.0.1", home.port)
        _, slow = await asyncio.open_connection("127.0.0.1", home.port)
        slow.write(b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nte")
        await slow.drain()
        begun = time.monotonic()
        await home.chat.stop()
        assert time.monotonic() - begun < 3
        for stream in streams:
            stream.close()
        for writer in (idle, slow):
            writer.close()


async def test_a_taken_port_is_said_so(home: House) -> None:
    second = WebChat(home.engine, home.pictures, home.hall, port=home.port)
    with pytest.raises(AddressInUse) as refused:
        await second.start()
    assert (refused.value.host, refused.value.port) == ("127.0.0.1", home.port)
    async with visitor(home.url) as somebody:
        assert (await somebody.get("/sante")).body == b'{"status": "ok"}'
