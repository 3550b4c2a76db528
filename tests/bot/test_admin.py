"""The card that the running process leaves beside the database."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import socket
import threading
from pathlib import Path

import pytest

from bot.admin import Admin, AdminUnavailable, NobodyAnswers, ask, card
from storage.database import connect


async def test_what_stands_where_the_card_goes_is_named_and_nothing_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    card(path).mkdir()
    database = await connect(path)
    try:
        route = Admin(database, path)
        with pytest.raises(AdminUnavailable) as refused:
            await route.start()
        assert refused.value.path == card(path)
        assert not route._runner.sites
    finally:
        await database.close()


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX")
async def test_a_disk_that_refuses_the_card_is_named_and_no_half_of_it_stays(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "palier.db"
    database = await connect(path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # as good as full
        with pytest.raises(AdminUnavailable) as refused:
            await Admin(database, path).start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        await database.close()
    assert isinstance(refused.value.__cause__, OSError)
    assert refused.value.__cause__.errno == errno.EFBIG
    assert not card(path).exists()


def test_a_database_has_one_card_by_whatever_name_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to("palier.db")
    assert card(tmp_path / "link.db") == card(tmp_path / "palier.db")


@pytest.mark.parametrize("text", ["", "x", '["x"]', "5", "{}", '{"url": 5, "token": ""}', '{"url": "x", "token": ""}'])
def test_a_card_that_is_none_is_nobody(tmp_path: Path, text: str) -> None:
    path = tmp_path / "palier.db"
    card(path).write_text(text, encoding="utf-8")
    with pytest.raises(NobodyAnswers):
        ask(path, "/answers/0750655E")


def test_an_old_card_may_name_a_port_that_speaks_no_http(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        card(path).write_text(json.dumps({"url": address, "token": "x"}), encoding="utf-8")

        def speak() -> None:
            caller, _ = taken.accept()
            with caller:
                caller.recv(1000)
                caller.sendall(b"SSH-2.0-x\r\n")

        speaking = threading.Thread(target=speak)
        speaking.start()
        with pytest.raises(NobodyAnswers):
            ask(path, "/answers/0750655E")
        speaking.join()


async def test_a_card_that_cannot_be_removed_stops_no_end(tmp_path: Path) -> None:
    path = tmp_path / "palier.db"
    database = await connect(path)
    try:
        route = Admin(database, path)
        await route.start()
        (host, port), *_ = route._runner.addresses
        card(path).unlink()
        card(path).mkdir()
        await route.stop()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(host, port)
    finally:
        await database.close()
