"""``palier holidays``, with nothing running and asked of the process that runs."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.holiday_commands import TITLES, described, outcome
from bot.holiday_files import Found
from bot.holiday_import import heard, keep, told
from dialogs.calendar import Period
from dialogs.school_years import ZONES, by_year
from locales import words
from storage.database import connect
from storage.holidays import of_zone, version
from tests.bot.test_command_line import palier, running

FR = words("fr")
AT = datetime(2026, 6, 3, 8, tzinfo=UTC).isoformat()
LATER = datetime(2026, 7, 4, 8, tzinfo=UTC).isoformat()
CSV = """début;fin;nom
2090-10-14;2090-10-29;Vacances de la Toussaint
16/12/2090;01/01/2091;Vacances de Noël
2091-06-30;2091-08-31;Grandes vacances
2090-09-01;2090-09-01;Rentrée scolaire des élèves
"""
ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20901021
DTEND;VALUE=DATE:20901106
SUMMARY:Toussaint corrigée
END:VEVENT
END:VCALENDAR
"""


def plain(text: str) -> list[str]:
    """Lines, without the no-break spaces that are the translator's."""
    return re.sub("[\u00a0\u202f]", " ", text).splitlines()


def holidays(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return palier(folder, "holidays", *arguments, **settings)


def spans(folder: Path) -> dict[str, list[str]]:
    """What ``list`` says of each zone, by its first word."""
    ended = holidays(folder, "list")
    assert ended.returncode == 0, ended.stderr
    found: dict[str, list[str]] = {}
    for line in plain(ended.stdout):
        zone, said = line.split(" : ", 1)
        found.setdefault(zone.split()[0], []).append(said)
    return found


@pytest.mark.parametrize("runs", [False, True], ids=["nothing runs", "running"])
def test_a_calendar_is_imported_corrected_and_listed(tmp_path: Path, runs: bool) -> None:
    (tmp_path / "guyane.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "corrige.ics").write_text(ICS, encoding="utf-8")
    today = FR.day(datetime.now(UTC))
    with running(tmp_path) if runs else nullcontext():
        assert spans(tmp_path)["973"] == ["vacances inconnues ; importez un calendrier"]
        first = holidays(tmp_path, "import", "973", "guyane.csv")
        assert (first.returncode, first.stderr) == (0, "")
        assert plain(first.stdout) == [
            "Calendrier de la Guyane : 3 périodes, du 14 octobre 2090 au 31 août 2091.",
            "Laissé de côté, ce ne sont pas des vacances : Rentrée scolaire des élèves.",
        ]
        (said,) = spans(tmp_path)["973"]
        assert "septembre 2090 au 31 août 2091 (calendrier importé le " in said
        assert said.endswith(f"{today} pour 2090-2091)")
        second = holidays(tmp_path, "import", "973", "corrige.ics")
        assert plain(second.stdout) == [
            "Calendrier de la Guyane : 1 période, du 21 octobre 2090 au 5 novembre 2090 ; "
            f"il remplace celui du {today}.",
        ]
        assert "au 5 novembre 2090" in spans(tmp_path)["973"][0]
        assert set(spans(tmp_path)) == set(ZONES)


@pytest.mark.parametrize("runs", [False, True], ids=["nothing runs", "running"])
def test_a_faulty_file_changes_nothing_and_each_fault_is_a_line(tmp_path: Path, runs: bool) -> None:
    (tmp_path / "good.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(CSV + "2091-10-14;zut;x\n2091-10-14;2091-10-01;y\n", encoding="utf-8")
    with running(tmp_path) if runs else nullcontext():
        assert holidays(tmp_path, "import", "corse", "good.csv").returncode == 0
        before = spans(tmp_path)
        ended = holidays(tmp_path, "import", "Corse", "bad.csv")
        assert (ended.returncode, ended.stdout) == (2, "")
        assert plain(ended.stderr) == [
            "bad.csv : ligne 6 : cette date n'est pas lisible : « zut ».",
            "bad.csv : ligne 7 : la fin de « y » est avant son début.",
        ]
        assert spans(tmp_path) == before


def test_what_is_wrong_is_said_before_any_database_is_made(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "large.csv").write_bytes(b" " * (1024 * 1024 + 1))
    wrong = {
        ("D", "good.csv"): "La zone « D » n'existe pas ; il y a A, B, C, Corse, 971, 972, 973, 974, 975, 976, 977, "
        "978, 986, 987 et 988.",
        ("A", "nowhere.csv"): "nowhere.csv : Ce fichier ne peut pas être lu : ce fichier ou ce dossier n'existe pas.",
        ("A", "folder.csv"): "folder.csv : Ce fichier ne peut pas être lu : c'est un dossier.",
        ("A", "large.csv"): "large.csv : Ce fichier dépasse 1024 Kio.",
    }
    for arguments, said in wrong.items():
        ended = holidays(tmp_path, "import", *arguments)
        assert (ended.returncode, ended.stdout, plain(ended.stderr)) == (2, "", [said])
    assert holidays(tmp_path, "import", "A").returncode == 2
    assert holidays(tmp_path).returncode == 2
    assert len(spans(tmp_path)) == len(ZONES)
    assert not (tmp_path / "palier.db").exists()


def test_the_same_in_english(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    ended = holidays(tmp_path, "import", "974", "a.csv", LANG="en_GB.UTF-8")
    assert ended.stdout.startswith("Calendar of La Réunion: 3 periods, from 14 October 2090 to 31 August 2091.")
    ended = holidays(tmp_path, "import", "974", "a.csv", LANG="en_GB.UTF-8", PALIER_DATABASE="other.db")
    assert "replaces" not in ended.stdout


def test_the_route_is_behind_the_token_and_takes_what_a_file_could_hold_only(tmp_path: Path) -> None:
    with running(tmp_path):
        left = json.loads((tmp_path / "palier.db.admin").read_text())
        good = [["2090-10-14", "2090-10-29", "Toussaint"]]

        def asked(route: str, body: object, token: str) -> int:
            content = None if body is None else json.dumps(body).encode()
            request = urllib.request.Request(left["url"] + route, content, {"Authorization": f"Bearer {token}"})
            try:
                with urllib.request.urlopen(request) as answer:
                    return int(answer.status)
            except urllib.error.HTTPError as refused:
                refused.close()
                return refused.code

        for route, body in (("/holidays", None), ("/holidays/973", good)):
            assert asked(route, body, "wrong") == 404
        overlapping = [*good, ["2090-10-20", "2090-10-30", "b"]]
        bodies: list[object] = [[], {}, 5, "x", [[]], [5], [["2090-10-14", "x", "y"]], overlapping]
        bodies.append([["2090-10-29", "2090-10-14", "x"]])
        for wrong in bodies:
            assert asked("/holidays/973", wrong, left["token"]) == 400
        assert asked("/holidays/zut", good, left["token"]) == 400
        assert asked("/holidays", None, left["token"]) == 200
        assert spans(tmp_path)["973"] == ["vacances inconnues ; importez un calendrier"]
        assert asked("/holidays/973", good, left["token"]) == 200


async def test_every_import_is_a_new_version_for_those_who_plan(tmp_path: Path) -> None:
    database = await connect(tmp_path / "palier.db")
    try:
        for number in (1, 2):
            await keep(database, "973", [["2090-10-14", "2090-10-29", "Toussaint"]])
            assert await database.transaction(version) == number
        with pytest.raises(ValueError, match="973"):
            await keep(database, "973", [])
        assert await database.transaction(version) == 2
        found = await database.transaction(lambda it: of_zone(it, "973"))
    finally:
        await database.close()
    assert [it.periods for it in found] == [(Period(date(2090, 10, 14), date(2090, 10, 29), "Toussaint"),)]


def test_what_is_told_is_heard() -> None:
    periods = (Period(date(2026, 10, 17), date(2026, 11, 1), "Toussaint"),)
    assert heard(json.loads(json.dumps(told(periods)))) == periods


def test_every_zone_has_its_title() -> None:
    assert set(TITLES) == set(ZONES)


TOUSSAINT = [Period(date(autumn, 10, 17), date(autumn, 11, 1), "Toussaint") for autumn in (2026, 2027, 2028)]


def test_an_import_over_decreed_dates_and_over_imports_says_both() -> None:
    starts = [date(2026, 9, 1), date(2027, 9, 1)]
    said = list(outcome(FR, "A", Found(tuple(TOUSSAINT)), {starts[0]: AT}))
    assert plain("\n".join(said)) == [
        "Calendrier de la zone A : 3 périodes, du 17 octobre 2026 au 1 novembre 2028 ; "
        "il remplace celui du 3 juin 2026.",
        "Pour 2027-2028, il remplace les dates des arrêtés que Palier connaissait.",
    ]
    said = list(outcome(FR, "973", Found(tuple(TOUSSAINT)), {starts[0]: LATER, starts[1]: AT}))
    assert plain(said[0])[0].endswith("il remplace ceux du 3 juin 2026 et 4 juillet 2026.")


def test_until_when_and_by_whom() -> None:
    summers = [Period(date(it.first.year + 1, 7, 3), date(it.first.year + 1, 8, 31), "Été") for it in TOUSSAINT]
    years = by_year("A", [*TOUSSAINT, *summers])
    today = date(2026, 11, 26)

    def said(zone: str, *given: int, on: date = today) -> list[str]:
        return plain("\n".join(described(FR, zone, [(years[it], AT) for it in given], on)))

    ministry = "arrêtés du ministère, par le paquet « holidays »"
    assert said("A") == [f"A : vacances connues jusqu'au 31 août 2028 ({ministry})"]
    assert said("A", 1) == [
        f"A : vacances connues jusqu'au 31 août 2028 ({ministry} ; calendrier importé le 3 juin 2026 pour 2027-2028)"
    ]
    assert said("A", 2)[0].startswith("A : vacances connues jusqu'au 31 août 2029")
    assert said("A", on=date(2028, 9, 1)) == ["A : vacances inconnues ; importez un calendrier"]
    assert said("973", 0, 2) == [
        "973 Guyane : vacances connues jusqu'au 31 août 2027 (calendrier importé le 3 juin 2026 pour 2026-2027)",
        "973 Guyane : vacances connues du 1 septembre 2028 au 31 août 2029 "
        "(calendrier importé le 3 juin 2026 pour 2028-2029)",
    ]
    assert said("973", 0, on=date(2027, 9, 1)) == ["973 Guyane : vacances inconnues ; importez un calendrier"]
