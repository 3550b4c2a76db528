"""The command line as a person runs it: real processes, real signals, a real file."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from frameworks.load import catalogue

ROOT = Path(__file__).parent.parent.parent
UAI = "0750655E"


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PALIER_")}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "fr_FR.UTF-8", "LC_ALL": "", "HOME": str(folder), **settings}


def palier(folder: Path, *arguments: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder, **settings),
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextlib.contextmanager
def running(folder: Path, *arguments: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Palier on a port of the system's choice; yields the process and the address it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *arguments],
        cwd=folder,
        env=environment(folder, PALIER_WEB_PORT="0", **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, line + (process.stderr.read() if process.stderr and process.poll() is not None else "")
        yield process, address[0]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def founded(folder: Path) -> None:
    """A school with one answered domain, said in the terminal."""
    said = ["/start", "Commencer", "Ressources", "Niveau 2", "Pas encore", UAI, "Lycée d'essai", "C'est bien cela"]
    ended = palier(folder, "console", said="\n".join(said) + "\n")
    assert ended.returncode == 0, ended.stderr
    assert "Établissement enregistré." in ended.stdout


def test_the_terminal_plays_the_conversation_and_takes_it_up_again(tmp_path: Path) -> None:
    founded(tmp_path)
    again = palier(tmp_path, "console", said="/resultats\n")
    assert "Prochaines étapes" in again.stdout
    assert re.search(r"Lycée d'essai\s· Positionnement", again.stdout)
    assert again.stderr == ""


def test_answers_are_read_of_the_file_and_scored_as_they_are(tmp_path: Path) -> None:
    founded(tmp_path)
    ended = palier(tmp_path, "answers", UAI, "--json")
    found = json.loads(ended.stdout)
    assert found["school"] == UAI
    campaign = found["campaigns"][0]
    assert set(campaign) == {
        *("id", "title", "framework", "opened", "closed", "mode", "answers", "decisions", "opinions"),
    }
    assert (campaign["mode"], campaign["decisions"]) == ("solo", {})
    assert campaign["framework"] == "paliers-etablissement"
    assert sorted(campaign["answers"].values()) == [0, 2]
    (tmp_path / "answers.json").write_text(json.dumps({"answers": campaign["answers"]}), encoding="utf-8")
    scored = json.loads(palier(tmp_path, "score", campaign["framework"], "answers.json").stdout)
    assert [domain["value"] for domain in scored["domains"] if domain["id"] == "ressources"] == [1.0]


def test_answers_are_asked_of_the_running_process(tmp_path: Path) -> None:
    founded(tmp_path)
    alone = json.loads(palier(tmp_path, "answers", UAI, "--json").stdout)
    (tmp_path / "link.db").symlink_to("palier.db")
    with running(tmp_path):
        assert json.loads(palier(tmp_path, "answers", UAI, "--json").stdout) == alone
        assert json.loads(palier(tmp_path, "answers", UAI, "--json", PALIER_DATABASE="link.db").stdout) == alone
        card = tmp_path / "palier.db.admin"
        assert card.stat().st_mode & 0o777 == 0o600
        told = json.loads(card.read_text())
        for header in ({}, {"Authorization": "Bearer wrong"}):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(f"{told['url']}/answers/{UAI}", headers=header))
            assert refused.value.code == 404
            refused.value.close()


def test_a_second_palier_on_the_file_is_refused_within_two_seconds_of_its_start(tmp_path: Path) -> None:
    begun = time.monotonic()
    palier(tmp_path, "help")
    starting = time.monotonic() - begun
    with running(tmp_path) as (first, _):
        begun = time.monotonic()
        second = palier(tmp_path, "run")
        assert time.monotonic() - begun < 2 + 3 * starting
        assert second.returncode == 1
        assert "Un autre Palier se sert déjà de palier.db" in second.stderr
        assert first.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_exit_0_within_ten_seconds_whatever_is_open(tmp_path: Path, number: int) -> None:
    with running(tmp_path) as (process, address):
        host, port = re.fullmatch(r"http://(.+):(\d+)", address).groups()  # type: ignore[union-attr]
        import socket

        stream = socket.create_connection((host, int(port)))
        stream.sendall(f"GET /flux HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: palier=x\r\n\r\n".encode())
        half = socket.create_connection((host, int(port)))
        half.sendall(b"POST /tap HTTP/1.1\r\nHost: ")
        time.sleep(0.3)
        process.send_signal(number)
        assert process.wait(10) == 0
        stream.close()
        half.close()
    assert not (tmp_path / "palier.db.admin").exists()
    assert "Traceback" not in (process.stderr.read() if process.stderr and not process.stderr.closed else "")


@pytest.mark.skipif(os.name != "posix", reason="signals are a POSIX matter")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("moment", ["bot.config", "dotenv", "aiosqlite", "bot.serve"])
def test_a_signal_during_the_start_ends_it_in_peace(tmp_path: Path, number: int, moment: str) -> None:
    """It comes just when a module is imported."""
    start = (
        "import os, runpy, sys\n"
        "class Signal:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {moment!r}: os.kill(os.getpid(), {int(number)})\n"
        "sys.meta_path.insert(0, Signal())\n"
        "sys.argv = ['palier', 'run']\n"
        "runpy.run_module('bot', run_name='__main__')\n"
    )
    settings = environment(tmp_path, PALIER_WEB_PORT="0")
    ended = subprocess.run([sys.executable, "-c", start], cwd=tmp_path, env=settings, capture_output=True, timeout=20)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_a_wrong_setting_is_one_line_and_exit_2(tmp_path: Path) -> None:
    ended = palier(tmp_path, "run", PALIER_WEB_PORT="http")
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "PALIER_WEB_PORT" in ended.stderr


def test_the_same_in_english(tmp_path: Path) -> None:
    ended = palier(tmp_path, "run", PALIER_WEB_PORT="http", LANG="en_GB.UTF-8")
    assert "PALIER_WEB_PORT" in ended.stderr
    assert "indiquez" not in ended.stderr


def test_a_newer_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    import sqlite3

    founded(tmp_path)
    connection = sqlite3.connect(tmp_path / "palier.db")
    connection.execute("insert into migrations values (999, 'later')")
    connection.commit()
    connection.close()
    ended = palier(tmp_path, "run")
    assert ended.returncode == 1
    assert "999" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("arguments", [["run"], ["console"], ["answers", UAI, "--json"]], ids=" ".join)
def test_what_is_no_database_of_ours_is_refused_with_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    import sqlite3

    theirs = sqlite3.connect(tmp_path / "theirs.db")
    theirs.execute("create table people (x)")
    theirs.close()
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    refusals = {
        "theirs": "n'est pas une base de Palier",
        "damaged": "ne peut pas servir de base",
        "x" * 300: "ne peut pas servir de base",
    }
    for name, reason in refusals.items():
        ended = palier(tmp_path, *arguments, PALIER_DATABASE=f"{name}.db")
        assert ended.returncode == 1
        assert f"{name}.db {reason}" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_page_that_turns_out_to_be_damaged_is_said(tmp_path: Path) -> None:
    """The opening goes well; the answers are what can't be read."""
    import sqlite3

    founded(tmp_path)
    path = tmp_path / "palier.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        query = "select (rootpage - 1) * (select page_size from pragma_page_size) from sqlite_master where name = ?"
        (offset,) = database.execute(query, ("opinions",)).fetchone()
    content = path.read_bytes()
    path.write_bytes(content[:offset] + b"\xff" * 4096 + content[offset + 4096 :])
    ended = palier(tmp_path, "answers", UAI, "--json")
    assert ended.returncode == 1
    assert "palier.db ne peut pas servir de base" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments", [["help"], ["frameworks", "list"], ["frameworks", "show", "paliers-etablissement"]], ids=" ".join
)
def test_an_output_that_lacks_letters_says_the_rest(tmp_path: Path, arguments: list[str]) -> None:
    ended = palier(tmp_path, *arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == 0, ended.stderr
    assert "?" in ended.stdout


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = palier(tmp_path, "run", PALIER_WEB_PORT=str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert "PALIER_WEB_PORT" in ended.stderr


@pytest.mark.parametrize("arguments", [["zut"], ["score"], ["frameworks"], ["frameworks", "show"], ["run", "--zut"]])
def test_a_wrong_command_line_gets_the_list_of_commands_and_exit_2(tmp_path: Path, arguments: list[str]) -> None:
    ended = palier(tmp_path, *arguments)
    assert ended.returncode == 2
    assert "score ID FICHIER" in ended.stderr


def test_the_grids_need_no_database_token_or_network(tmp_path: Path) -> None:
    listed = palier(tmp_path, "frameworks", "list")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(catalogue())
    shown = json.loads(palier(tmp_path, "frameworks", "show", "numea", "--json").stdout)
    assert shown["law"] == "stages"
    assert list(tmp_path.iterdir()) == []
    modules = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, bot.__main__ as palier; palier.main(['frameworks', 'list']);"
            "print('matplotlib' in sys.modules, file=sys.stderr)",
        ],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert modules.stderr.split() == ["False"]


def test_every_fault_of_a_file_of_answers_is_said_with_its_path_and_exit_2(tmp_path: Path) -> None:
    answers: dict[str, Any] = {"instance-numerique": 9, "charte-usage": True, "zut": 1, "ent": "na"}
    (tmp_path / "answers.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
    ended = palier(tmp_path, "score", "paliers-etablissement", "answers.json")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert [re.split(r"\s: ", line)[0] for line in ended.stderr.splitlines()] == [
        "answers.instance-numerique",
        "answers.charte-usage",
        "answers.zut",
    ]


@pytest.mark.parametrize("content", ["{", "[]", '{"answers": []}', "\x00", "", "9" * 5000], ids=range(6))
def test_a_file_that_is_no_answers_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.json").write_text(content, encoding="utf-8")
    ended = palier(tmp_path, "score", "numea", "answers.json")
    assert ended.returncode == 2
    assert ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_grid_file_is_checked_and_all_its_faults_are_said(tmp_path: Path) -> None:
    good = ROOT / "frameworks" / "catalogue" / "numea.toml"
    assert palier(tmp_path, "frameworks", "check", str(good)).returncode == 0
    text = (
        good.read_text(encoding="utf-8").replace('law = "stages"', 'law = "zut"').replace("version = 1", "version = 0")
    )
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    ended = palier(tmp_path, "frameworks", "check", "bad.toml")
    assert ended.returncode == 2
    assert {re.split(r"\s: ", line)[0] for line in ended.stderr.splitlines()} >= {"law", "version"}


@pytest.mark.parametrize(("uai", "code"), [("0750001A", 2), ("zut", 2), ("0750652B", 1)])
def test_answers_of_a_school_that_is_not_here_are_refused_with_a_sentence(tmp_path: Path, uai: str, code: int) -> None:
    ended = palier(tmp_path, "answers", uai, "--json")
    assert ended.returncode == code
    assert ended.stderr.strip()
    assert not (tmp_path / "palier.db").exists()


def test_a_school_is_transferred_by_an_invitation(tmp_path: Path) -> None:
    """Asked of the file, then of the running process: each says what to send, and no more changes than that."""
    founded(tmp_path)
    alone = palier(tmp_path, "school", "transfer", UAI, PALIER_PUBLIC_URL="https://palier.exemple.fr")
    assert alone.returncode == 0, alone.stderr
    token = re.search(r"/rejoindre ([A-Za-z0-9_-]{22})\n", alone.stdout)
    assert token
    assert f"https://palier.exemple.fr/rejoindre/{token[1]}" in alone.stdout
    with running(tmp_path):
        asked = palier(tmp_path, "school", "transfer", UAI)
        told = json.loads((tmp_path / "palier.db.admin").read_text())
        request = urllib.request.Request(f"{told['url']}/transfer/{UAI}", method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == 404
        refused.value.close()
    newest = re.search(r"/rejoindre ([A-Za-z0-9_-]{22})\n", asked.stdout)
    assert newest
    ended = palier(tmp_path, "console", said=f"/rejoindre {token[1]}\n/rejoindre {newest[1]}\n")
    assert "n'existe pas" in ended.stdout, "the earlier one is void"
    assert "Vous êtes dans l'équipe de « Lycée d'essai »" in " ".join(ended.stdout.replace("\xa0", " ").split())


@pytest.mark.parametrize(("uai", "code"), [("0750001A", 2), ("zut", 2), ("0750652B", 1)])
def test_a_school_that_is_not_here_is_transferred_to_nobody(tmp_path: Path, uai: str, code: int) -> None:
    ended = palier(tmp_path, "school", "transfer", uai)
    assert ended.returncode == code
    assert ended.stderr.strip()
    assert not (tmp_path / "palier.db").exists()
