"""Who may ask, and what every answer carries (S9 of the catalogue): raw HTTP against a real server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.channels.web.guard import HEADERS
from tests.web.house import House, house
from tests.web.probes import BEGIN, event, raw, routes, sealed
from tests.web.visitor import visitor

PAGES = ("/", "/donnees")
EVIL = "http://evil.example"

# ---------------------------------------------------------------- headers


async def test_every_route_and_every_error_carries_the_headers(home: House) -> None:
    async with visitor(home.url) as somebody:
        for method, path in [*routes(home), ("GET", "/nowhere"), ("DELETE", "/"), ("PUT", "/tap"), ("OPTIONS", "/say")]:
            sealed(await somebody.ask(method, path))
            sealed(await somebody.ask(method, path, headers={"Origin": home.url}))
            sealed(await somebody.ask(method, path, headers={"Host": "evil.example"}))


async def test_what_is_no_http_is_answered_with_the_headers_too(home: House) -> None:
    for nonsense in (
        b"\x16\x03\x01\x02 hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /%zz HTTP/1.1\r\nHo st: x\r\n\r\n",
    ):
        status, headers, _ = await raw(home.port, nonsense)
        assert status >= 400
        assert {name: headers.get(name) for name in HEADERS} == HEADERS


async def test_pages_are_stored_nowhere_and_assets_by_their_content(home: House) -> None:
    async with visitor(home.url) as somebody:
        for path in (*PAGES, "/nowhere"):
            assert (await somebody.get(path)).headers["Cache-Control"] == "no-store"
        sheet = (await somebody.get()).html.select_one("link[rel=stylesheet]")
        assert sheet is not None
        assert "immutable" in (await somebody.get(str(sheet["href"]))).headers["Cache-Control"]
        assert (await somebody.get("/static/chat.css?v=other")).headers["Cache-Control"] == "no-cache"


async def test_no_page_holds_a_script_or_a_style_of_its_own(home: House) -> None:
    async with visitor(home.url) as somebody:
        await somebody.tap("Commencer")
        for path in (*PAGES, "/nowhere"):
            page = (await somebody.get(path)).html
            assert not page.select("style, [style], script:not([src])")
            assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]


async def test_a_browser_finds_the_icon_where_it_looks_by_itself(home: House) -> None:
    async with visitor(home.url) as somebody:
        icon = await somebody.get("/favicon.ico")
        assert (icon.status, icon.cookies) == (200, ())
        assert icon.headers["Content-Type"].startswith("image/svg+xml")


async def test_static_files_are_those_that_there_are(home: House) -> None:
    async with visitor(home.url) as somebody:
        for name in ("..%2f..%2fengine.py", "../web/app.py", "%2e%2e/app.py", "chat.css%00", "nothing.css"):
            assert (await somebody.get(f"/static/{name}")).status == 404


# ---------------------------------------------------------------- Host


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example",
        "127.0.0.1:{port}.evil",
        "",
        "169.254.169.254",
    ],
)
async def test_a_foreign_host_is_refused_on_every_route(home: House, host: str) -> None:
    async with visitor(home.url) as somebody:
        for method, path in routes(home):
            headers = {"Host": host.format(port=home.port), "Origin": home.url, "Sec-Fetch-Site": "same-origin"}
            answer = await somebody.ask(method, path, headers=headers)
            assert answer.status == 421, (method, path)
            assert method == "HEAD" or answer.sentence


async def test_a_missing_or_doubled_host_is_refused(home: House) -> None:
    assert (await raw(home.port, b"GET / HTTP/1.0\r\n\r\n"))[0] in (400, 421)
    doubled = f"GET / HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1:{home.port}\r\n\r\n"
    assert (await raw(home.port, doubled.encode()))[0] in (400, 421)


async def test_its_own_names_are_welcome(home: House) -> None:
    async with visitor(home.url) as somebody:
        for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
            assert (await somebody.get(headers={"Host": f"{name}:{home.port}"})).status == 200


async def test_the_public_address_is_welcome_behind_a_proxy(tmp_path: Path) -> None:
    async with house(tmp_path, public_url="https://palier.example.fr:443") as home, visitor(home.url) as somebody:
        headers = {"Host": "palier.example.fr", "Origin": "https://palier.example.fr"}
        assert (await somebody.get(headers=headers)).status == 200
        fields = {"press": BEGIN, "event": event()}
        answer = await somebody.ask("POST", "/tap", data=fields, headers=headers)
        assert answer.status == 303
        assert "Secure" in answer.cookies[0]
        headers["Origin"] = "http://palier.example.fr"
        assert (await somebody.ask("POST", "/tap", data=fields, headers=headers)).status == 403


# ---------------------------------------------------------------- Origin

FOREIGN: list[dict[str, str]] = [
    {},
    {"Origin": EVIL},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "{url}.evil.example"},
    {"Origin": "https://127.0.0.1:{port}"},
    {"Origin": "{url}", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "{url}", "Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": EVIL, "Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Referer": "{url}/"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_from_elsewhere_is_refused_and_changes_nothing(home: House, headers: dict[str, str]) -> None:
    sent = {name: value.format(url=home.url, port=home.port) for name, value in headers.items()}
    async with visitor(home.url) as somebody:
        for path in ("/tap", "/say"):
            answer = await somebody.ask("POST", path, data={"press": BEGIN, "text": "/start"}, headers=sent)
            assert answer.status == 403
            assert answer.sentence
            assert not answer.cookies
    assert await home.rows("select * from people") == []


async def test_an_origin_may_lack_where_the_browser_vouches(home: House) -> None:
    async with visitor(home.url) as somebody:
        for site in ("same-origin", "none"):
            answer = await somebody.ask("POST", "/tap", data={"press": BEGIN}, headers={"Sec-Fetch-Site": site})
            assert answer.status == 303


async def test_a_websocket_from_elsewhere_finds_nothing(home: House) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Origin": EVIL, "Sec-WebSocket-Key": "x" * 22 + "=="}
    async with visitor(home.url) as somebody:
        for path in ("/", "/flux", "/ws"):
            assert (await somebody.get(path, headers=headers)).status != 101


# ---------------------------------------------------------------- cookies


async def test_looking_creates_nothing(home: House) -> None:
    async with visitor(home.url) as somebody:
        for method, path in routes(home):
            if method in ("GET", "HEAD"):
                assert not (await somebody.ask(method, path)).cookies
    for table in ("people", "conversations", "campaigns", "replies"):
        assert await home.rows(f"select * from {table}") == []


async def test_the_first_form_makes_the_cookie(home: House) -> None:
    async with visitor(home.url) as somebody:
        answer = await somebody.post("/tap", {"press": BEGIN, "event": event()})
        assert answer.status == 303
        assert answer.headers["Location"] == "/?nouveau#ici"
        name, _, rest = answer.cookies[0].partition("=")
        value, *flags = rest.split("; ")
        assert (name, len(value)) == ("palier", 22)
        assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34128000"} <= set(flags)
        assert "Secure" not in flags
        assert (await somebody.get("/?nouveau")).headers["Location"] == "/#ici"
        # Nobody reads the cookie in the database: only its hash goes there.
        assert value not in str(await home.rows("select * from conversations"))


async def test_who_refuses_cookies_is_told(home: House) -> None:
    async with visitor(home.url) as somebody:
        assert "refuse les cookies" in (await somebody.get("/?nouveau")).text
        assert "refuse les cookies" not in (await somebody.get("/")).text


async def test_the_first_form_sent_twice_makes_one_person(home: House) -> None:
    """A double click without script: both requests leave without a cookie."""
    async with visitor(home.url) as first, visitor(home.url) as second:
        fields = {"press": BEGIN, "event": event(), "first": event()}
        answers = [await one.post("/tap", fields) for one in (first, second)]
        assert answers[0].cookies == answers[1].cookies
    assert len(await home.rows("select * from people")) == 1
    assert len(await home.rows("select * from campaigns")) == 1


async def test_a_first_form_sent_again_after_a_restart_makes_one_person(tmp_path: Path) -> None:
    """The answer to the first one was lost with the server; whoever passes the secret on finds the person again."""
    fields = {"press": BEGIN, "event": event(), "first": event()}
    cookies = []
    for secret in (b"kept", b"kept", b""):
        async with house(tmp_path, secret=secret) as home, visitor(home.url) as somebody:
            cookies.append((await somebody.post("/tap", fields)).cookies)
            people = len(await home.rows("select * from people"))
            assert people == len(set(cookies))
    assert len(set(cookies)) == 2


@pytest.mark.parametrize("planted", ["A" * 22, "short", "x" * 4000, "é", "' or 1=1 --", "../../etc"])
async def test_a_planted_cookie_gains_no_person(home: House, planted: str) -> None:
    async with visitor(home.url) as somebody:
        headers = {"Cookie": f"palier={planted}", "Origin": home.url}
        assert (await somebody.get(headers=headers)).status == 200
        answer = await somebody.ask("POST", "/tap", data={"press": BEGIN, "event": event()}, headers=headers)
        assert f"palier={planted};" not in answer.cookies[0]


async def test_guessed_cookies_find_nobody(home: House) -> None:
    async with visitor(home.url) as owner, visitor(home.url) as thief:
        await owner.tap("Commencer")
        for _ in range(500):
            answer = await thief.get("/flux", headers={"Cookie": f"palier={event()}"})
            assert answer.status == 204


async def test_two_browsers_are_two_people(home: House) -> None:
    async with visitor(home.url) as one, visitor(home.url) as other:
        await one.tap("Commencer")
        assert "Commencer" in (await other.get()).text
        assert "Par où commencer" in (await one.get()).text


async def test_the_same_form_twice_is_one_event_and_two_buttons_are_two(home: House) -> None:
    async with visitor(home.url) as somebody:
        await somebody.tap("Commencer")
        question = (await somebody.tap("Pilotage")).html
        button = next(it for it in question.select(".rows button") if it.get_text() == "Niveau 2")
        same = {"press": str(button["value"]), "event": event()}
        answers = await asyncio.gather(*(somebody.post("/tap", same) for _ in range(5)))
        assert {answer.status for answer in answers} == {303}
        assert await home.rows("select answer from opinions") == [("2",)]
        assert "2/5" in (await somebody.get()).text
        await somebody.post("/tap", {**same, "press": same["press"][:-1] + "1"})
        assert await home.rows("select answer from opinions") == [("1",)]
        assert "2/5" in (await somebody.get()).text


# ---------------------------------------------------------------- what a browser heeds there, and only there


@pytest.mark.parametrize(
    ("public", "host", "opener"),
    [
        ("", "127.0.0.1:{port}", "same-origin"),
        ("", "localhost:{port}", "same-origin"),
        ("https://palier.example.fr", "palier.example.fr", "same-origin"),
        ("http://palier.example.fr", "palier.example.fr", None),
        ("", "192.168.1.7:{port}", None),
    ],
)
async def test_the_opener_policy_goes_where_a_browser_heeds_it(
    tmp_path: Path, public: str, host: str, opener: str | None
) -> None:
    async with house(tmp_path, public_url=public) as home, visitor(home.url) as somebody:
        answer = await somebody.get(headers={"Host": host.format(port=home.port)})
        assert answer.headers.get("Cross-Origin-Opener-Policy") == opener
