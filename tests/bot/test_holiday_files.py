"""Files of school holidays: what is read of good ones, what is said of bad ones, and that nothing crashes."""

from __future__ import annotations

import csv
import io
import re
import textwrap
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.holiday_files import LARGEST, MOST, NO_HOLIDAY, FaultyHolidays, Found, read
from dialogs.calendar import Period

TOUSSAINT = Period(date(2026, 10, 17), date(2026, 11, 1), "Vacances de la Toussaint")
SUMMER = Period(date(2027, 7, 3), date(2027, 8, 31), "Grandes vacances")
DAY = timedelta(days=1)


def ics(*events: str) -> bytes:
    """A calendar with the events, each given by its lines; the first BEGIN:VEVENT is on line 3."""
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


def days(first: str, end: str, name: str = "x") -> str:
    return f"DTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{name}"


def faults(name: str, content: bytes) -> list[str]:
    with pytest.raises(FaultyHolidays) as refused:
        read(name, content)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        "début;fin;nom\n2026-10-17;2026-11-01;Vacances de la Toussaint\n03/07/2027;31/08/2027;Grandes vacances\n",
        "start,end,name\r\n2026-10-17,2026-11-01,Vacances de la Toussaint\r\n2027-07-03,2027-08-31,Grandes vacances",
        "\ufeffNom;Debut;FIN\n Vacances de la Toussaint ;17/10/2026;1/11/2026\n\n;;\n"
        "Grandes vacances;3/7/2027;31/8/2027\n",
        'start,end,name\n2027-07-03,2027-08-31,"Grandes vacances"\n2026-10-17,2026-11-01,Vacances de la Toussaint\n',
        "début;fin;nom\r2026-10-17;2026-11-01;Vacances de la Toussaint\r2027-07-03;2027-08-31;Grandes vacances\r",
    ],
)
def test_a_csv_by_either_names_marks_and_dates(text: str) -> None:
    assert read("vacances.csv", text.encode()) == Found((TOUSSAINT, SUMMER))


def test_what_excel_writes_in_france() -> None:
    content = "début;fin;nom\r\n17/10/2026;01/11/2026;Été\r\n".encode("cp1252")
    assert read("vacances.csv", content).periods[0].name == "Été"


def test_the_end_of_an_event_is_the_day_after_as_rfc_5545_has_it() -> None:
    content = ics(
        days("20261017", "20261102", "Vacances de la\r\n  Toussaint"),
        "DTSTART:20270703\r\nDURATION:P60D\r\nSUMMARY:Grandes vacances",
        "DTSTART;VALUE=DATE:20270507\r\nSUMMARY:Pont\\, de l'Ascension",
    )
    bridge = Period(date(2027, 5, 7), date(2027, 5, 7), "Pont, de l'Ascension")
    assert read("a.ics", content).periods == (TOUSSAINT, bridge, SUMMER)
    assert read("no suffix", content).periods == (TOUSSAINT, bridge, SUMMER)


def test_days_of_classes_and_cancelled_events_are_left_aside() -> None:
    content = ics(
        days("20261017", "20261102"),
        days("20260901", "20260902", "Rentrée scolaire des élèves"),
        days("20260831", "20260901", "Prérentrée des enseignants"),
        days("20270703", "20270704", "Début des vacances d'été"),
        days("20270703", "20270901") + "\r\nSTATUS:CANCELLED",
    )
    found = read("a.ics", content)
    assert [it.name for it in found.periods] == ["x"]
    assert set(found.aside) == {
        *("Rentrée scolaire des élèves", "Prérentrée des enseignants", "Début des vacances d'été"),
    }
    assert faults("a.ics", ics(days("20260901", "20260902", "Rentrée"))) == [
        "Ce fichier n'a aucune période de vacances."
    ]


def test_a_long_holiday_is_one_whatever_its_name() -> None:
    assert read("a.ics", ics(days("20270703", "20270901", "Début des vacances"))).aside == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["ligne 1 : les colonnes doivent être « début;fin;nom » (ou « start;end;name »)."]),
        ("a;b;c\n", ["ligne 1 : les colonnes doivent être « début;fin;nom » (ou « start;end;name »)."]),
        ("début;fin\n", ["ligne 1 : les colonnes doivent être « début;fin;nom » (ou « start;end;name »)."]),
        ("début;fin;nom;nom\n", ["ligne 1 : les colonnes doivent être « début;fin;nom » (ou « start;end;name »)."]),
        ("début;fin;nom\n", ["Ce fichier n'a aucune période de vacances."]),
        ("début;fin;nom\n2026-10-17;2026-11-01\n", ["ligne 2 : trois valeurs sont attendues : début, fin et nom."]),
        ("début;fin;nom\n17-10-2026;2026-11-01;x\n", ["ligne 2 : cette date n'est pas lisible : « 17-10-2026 »."]),
        ("début;fin;nom\n2026-02-30;2026-03-01;x\n", ["ligne 2 : cette date n'est pas lisible : « 2026-02-30 »."]),
        ("début;fin;nom\n20261017;2026-11-01;x\n", ["ligne 2 : cette date n'est pas lisible : « 20261017 »."]),
        ("début;fin;nom\n２026-10-17;2026-11-01;x\n", ["ligne 2 : cette date n'est pas lisible : « ２026-10-17 »."]),
        ("début;fin;nom\n;2026-11-01;x\n", ["ligne 2 : cette date n'est pas lisible : «  »."]),
        ("début;fin;nom\n2026-11-01;2026-10-17;x\n", ["ligne 2 : la fin de « x » est avant son début."]),
        ("début;fin;nom\n2026-06-01;2026-09-09;x\n", ["ligne 2 : « x » dure plus de 100 jours."]),
        ("début;fin;nom\n1999-12-18;2000-01-03;x\n", ["ligne 2 : les dates doivent être entre 2000 et 2100."]),
        ("début;fin;nom\n2100-12-18;2101-01-03;x\n", ["ligne 2 : les dates doivent être entre 2000 et 2100."]),
        ("début;fin;nom\n2026-10-17;2026-11-01;\n", ["ligne 2 : le nom doit avoir de 1 à 80 caractères lisibles."]),
        (
            "début;fin;nom\n2026-10-17;2026-11-01;\x1b[2J\n",
            ["ligne 2 : le nom doit avoir de 1 à 80 caractères lisibles."],
        ),
        (
            "début;fin;nom\n2026-10-17;2026-11-01;a\n2026-10-31;2026-11-09;b\n2026-11-01;2026-11-01;c\n",
            [
                "ligne 3 : « b » chevauche la période de la ligne 2.",
                "ligne 4 : « c » chevauche la période de la ligne 3.",
            ],
        ),
        (
            'début;fin;nom\n\n2026-10-17;2026-11-01;"a\nb"\nzut;zut;x\n2026-12-01;2026-11-01;c\n',
            [
                "ligne 3 : le nom doit avoir de 1 à 80 caractères lisibles.",
                "ligne 5 : cette date n'est pas lisible : « zut ».",
                "ligne 5 : cette date n'est pas lisible : « zut ».",
                "ligne 6 : la fin de « c » est avant son début.",
            ],
        ),
    ],
)
def test_every_fault_of_a_csv_is_said_with_its_line(text: str, said: list[str]) -> None:
    assert faults("vacances.csv", text.encode()) == said


def test_a_hundred_days_are_still_a_holiday() -> None:
    assert read("a.csv", b"start;end;name\n2026-06-01;2026-09-08;x\n").periods[0].last == date(2026, 9, 8)


NO_DAYS = "ligne {line} : DTSTART et DTEND doivent être des jours, sans heure (VALUE=DATE)."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ics(), ["Ce fichier n'a aucune période de vacances."]),
        (b"", ["Ce fichier n'a aucune période de vacances."]),
        (ics(days("20261017", "20261102"))[:-20], ["Ce fichier n'a aucune période de vacances."]),  # cut short
        (b"hello\r\nworld", ["Ce fichier n'est pas un calendrier .ics lisible."]),
        (b"END:VCALENDAR", ["Ce fichier n'est pas un calendrier .ics lisible."]),
        (ics("SUMMARY:x"), [NO_DAYS.format(line=3)]),
        (ics(days("20261017", "20261102"), days("zut", "20261202")), [NO_DAYS.format(line=8)]),
        (ics(days("20261017", "zut")), [NO_DAYS.format(line=3)]),
        (ics("DTSTART:20261017T000000Z\r\nDTEND:20261102T000000Z\r\nSUMMARY:x"), [NO_DAYS.format(line=3)]),
        (ics("DTSTART:20261017\r\nDTSTART:20261018\r\nSUMMARY:x"), [NO_DAYS.format(line=3)]),
        (ics("DTSTART:20261017\r\nDURATION:PT1H\r\nSUMMARY:x"), [NO_DAYS.format(line=3)]),
        (ics("DTSTART:99991231\r\nDURATION:P999999D\r\nSUMMARY:x"), [NO_DAYS.format(line=3)]),
        (ics(days("00010101", "00010101")), [NO_DAYS.format(line=3)]),
        (ics(days("20261017", "20261017")), ["ligne 3 : la fin de « x » est avant son début."]),
        (ics(days("99991201", "99991231")), ["ligne 3 : les dates doivent être entre 2000 et 2100."]),
        (
            ics(days("20261017", "20261102") + "\r\nRRULE:FREQ=YEARLY"),
            ["ligne 3 : cet événement se répète ; donnez chaque période."],
        ),
        (ics("DTSTART:20261017"), ["ligne 3 : le nom doit avoir de 1 à 80 caractères lisibles."]),
        (
            ics(days("20261017", "20261102", "a"), days("20261101", "20261110", "b")),
            ["ligne 8 : « b » chevauche la période de la ligne 3."],
        ),
    ],
)
def test_every_fault_of_an_ics_is_said_with_the_line_of_its_event(content: bytes, said: list[str]) -> None:
    assert faults("a.ics", content) == said


@pytest.mark.parametrize("name", ["a.csv", "a.ics"])
def test_too_large_too_many_and_no_text(name: str) -> None:
    assert faults(name, b" " * (LARGEST + 1)) == ["Ce fichier dépasse 1024 Kio."]
    assert faults(name, b"\x00\xff\xfe" * 9) == ["Ce fichier n'est pas du texte."]
    many = [date(2001, 1, 1) + 2 * n * DAY for n in range(MOST + 1)]
    if name == "a.csv":
        content = b"start;end;name\n" + b"".join(f"{it};{it};x\n".encode() for it in many)
    else:
        content = ics(*(f"DTSTART:{it:%Y%m%d}\r\nSUMMARY:x" for it in many))
    assert faults(name, content) == ["Ce fichier a plus de 500 périodes."]


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\n" * 60_000,
        b"BEGIN:VCALENDAR\n" * 30_000 + b"END:VCALENDAR\n" * 30_000,
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 30_000 + b"END:VEVENT\n" * 30_000 + b"END:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nX" + b';A="b"' * 100_000 + b":1\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nX:1" + b"\n a" * 300_000 + b"\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nX" + b";" * 900_000 + b"\nEND:VCALENDAR\n",
        ics(f"DTSTART;TZID={'../' * 99}etc/passwd:20261017T000000\r\nSUMMARY:x"),
        ics(f"DTSTART;VALUE=DATE:{'9' * 5000}\r\nSUMMARY:x"),
        ics(f"DTSTART;VALUE=DATE:20261017\r\nDURATION:P{'9' * 5000}D\r\nSUMMARY:x"),
        b"start;end;name\n" + b'"' * 1_000_000,
        b"start;end;name\n" + b"x;y;z\n" * 170_000,
        b"start;end;name\n" + b"2026-10-17;2026-10-17;z\n" * 40_000,
        b"start;end;name\n" + b"\n" * 1_000_000,
        b"start;end;name\n" + b";" * 1_000_000,
        b";" * 1_000_000,
    ],
    ids=range(15),
)
def test_a_file_made_to_hurt_is_refused_within_seconds(content: bytes) -> None:
    begun = time.process_time()
    for name in ("a.csv", "a.ics"):
        assert faults(name, content)
    assert time.process_time() - begun < 10


PIECES = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:X", "END:X", "\r\n", "\n", " ", ";"),
        *("DTSTART", "DTEND", "DURATION", "SUMMARY", "RRULE", "STATUS", ":", "=", ",", '"', "VALUE=DATE", "TZID=Z"),
        *("20261017", "20261102", "P1D", "PT1H", "-P9W", "FREQ=DAILY", "zut", "début", "fin", "nom", "2026-10-17"),
        *("\u2028", "\x0b", "é", "\ufeff", "17/10/2026", "CANCELLED"),
    ]
)


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(PIECES, max_size=60).map(lambda it: "".join(it).encode()),
        st.lists(PIECES, max_size=12).map(lambda it: ics("".join(it))),
        st.lists(PIECES, max_size=40).map(lambda it: ("début;fin;nom\n" + "".join(it)).encode()),
    )
)
def test_whatever_is_in_a_file_it_is_read_or_refused(content: bytes) -> None:
    for name in ("a.ics", "a.csv", "a"):
        try:
            found = read(name, content)
        except FaultyHolidays as refused:
            assert refused.faults
        else:
            assert found.periods
            assert all(one.last < other.first for one, other in zip(found.periods, found.periods[1:], strict=False))


@st.composite
def holidays(draw: st.DrawFn) -> tuple[Period, ...]:
    """Periods that a file may hold, in order."""
    name = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=80)
    made, day = [], date(2001, 1, 1)
    for before, length in draw(st.lists(st.tuples(st.integers(1, 200), st.integers(0, 99)), min_size=1, max_size=30)):
        first = day + before * DAY
        day = first + length * DAY
        made.append(Period(first, day, draw(name.filter(lambda it: not it.lower().startswith(STARTS)))))
    return tuple(made)


STARTS = ("pre", "pré", "ren", "rep", "deb", "déb", "fin")


@given(holidays(), st.sampled_from(";,"), st.booleans())
def test_what_is_written_as_csv_is_read_as_it_was(periods: tuple[Period, ...], mark: str, french: bool) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(["début", "fin", "nom"])
    form = "%d/%m/%Y" if french else "%Y-%m-%d"
    writer.writerows([it.first.strftime(form), it.last.strftime(form), it.name] for it in periods)
    assert read("a.csv", text.getvalue().encode()) == Found(periods)


@given(holidays())
def test_what_is_written_as_ics_is_read_as_it_was(periods: tuple[Period, ...]) -> None:
    calendar = Calendar()
    for period in periods:
        event = Event()
        event.add("DTSTART", period.first)
        event.add("DTEND", period.last + DAY)
        event.add("SUMMARY", period.name)
        calendar.add_component(event)
    assert read("a.ics", calendar.to_ical()) == Found(periods)


def test_no_name_of_a_holiday_is_one_of_a_day_of_classes() -> None:
    names = ("vacances de la toussaint", "vacances d'ete", "fetes", "finale", "pont", "grandes vacances", "repos")
    assert not any(NO_HOLIDAY.match(name) for name in names)


def test_the_example_of_the_documentation_is_read() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "reminders.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```\n(  début;fin;nom\n.*?)  ```", page, re.DOTALL)
    found = read("guyane.csv", textwrap.dedent(example).encode())
    assert [it.name for it in found.periods] == ["Vacances de la Toussaint", "Vacances de Noël", "Grandes vacances"]
