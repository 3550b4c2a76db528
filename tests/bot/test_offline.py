"""Hostile files on the command line: a sentence for each, exit 2, and nothing that a terminal would obey."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.offline import MOST_FAULTS, WRONG, check_framework, score_file
from frameworks.answers import LARGEST
from frameworks.load import CATALOGUE
from locales import words

FR = words("fr")
ENDLESS = Path("/dev/zero")
ESCAPES = "\x1b[31m\x9b31m\x7f\u202e"


def checked(folder: Path, content: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    path = folder / "grid.toml"
    path.write_text(content, encoding="utf-8")
    return faulted(check_framework(FR, path), capsys)


def scored(folder: Path, content: str, capsys: pytest.CaptureFixture[str], grid: str = "numea") -> list[str]:
    path = folder / "answers.json"
    path.write_text(content, encoding="utf-8")
    return faulted(score_file(FR, grid, path), capsys)


def faulted(code: int, capsys: pytest.CaptureFixture[str]) -> list[str]:
    told = capsys.readouterr()
    assert (code, told.out) == (WRONG, "")
    # The no-break spaces of French are the translator's.
    return told.err.replace("\u00a0", " ").splitlines()


def test_numbers_that_python_does_not_write_are_faults_with_their_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = "0x" + "f" * 6000
    said = checked(tmp_path, f"levels = [{{level = 1}}]\nguidance = [{{id = {huge}}}, {{id = {huge}}}]", capsys)
    assert f"guidance[1].id : Déjà employé plus haut : {huge[:59]}…." in said
    said = checked(tmp_path, f"levels = [{{level = 1}}]\ndomains = [{{definitions = [{{level = {huge}}}]}}]", capsys)
    assert f"domains[0].definitions[0].level : Ce niveau n'existe pas : {huge[:59]}…." in said


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000])
def test_a_number_that_python_does_not_read_is_no_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    document = f'{{"size": {number}, "answers": {{"ent": {number}}}}}'
    assert scored(tmp_path, document, capsys, "paliers-etablissement") == [
        "answers.ent : Un niveau de 0 à 3 est attendu."
    ]


def test_nothing_of_a_file_reaches_the_terminal_that_it_would_obey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = checked(tmp_path, f"{json.dumps(ESCAPES)} = 1\nlaw = {json.dumps(ESCAPES)}", capsys)
    said += scored(tmp_path, json.dumps({"answers": {ESCAPES: [ESCAPES], "\ud800": 1}}), capsys)
    said += scored(tmp_path, json.dumps({"answers": {"gouvernance": [ESCAPES, ESCAPES]}}), capsys)
    assert said
    assert all(line.isprintable() for line in said)


def test_neither_does_what_a_sound_file_and_its_name_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (CATALOGUE / "numea.toml").read_text(encoding="utf-8")
    path = tmp_path / "a\x1b[31m.toml"
    path.write_text(text.replace('\ntitle = "', '\ntitle = "\x9b31m', 1), encoding="utf-8")
    assert check_framework(FR, path) == 0
    assert capsys.readouterr().out.replace("\u00a0", " ").rstrip("\n").isprintable()


def test_a_file_of_answers_is_read_up_to_its_greatest_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.json").write_text('{"answers": {}}'.ljust(LARGEST), encoding="utf-8")
    assert score_file(FR, "numea", tmp_path / "answers.json") == 0
    capsys.readouterr()
    (line,) = scored(tmp_path, '{"answers": {}}'.ljust(LARGEST + 1), capsys)
    assert line == f"{tmp_path / 'answers.json'} : Ce fichier dépasse 1024 Kio."


@pytest.mark.skipif(not ENDLESS.exists(), reason="no endless file on this system")
def test_an_endless_file_of_answers_is_not_read_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert faulted(score_file(FR, "numea", ENDLESS), capsys) == [f"{ENDLESS} : Ce fichier dépasse 1024 Kio."]


@pytest.mark.parametrize(("more", "said"), [(0, None), (1, "Et 1 autre faute."), (2, "Et 2 autres fautes.")])
def test_the_first_faults_are_said_and_the_others_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: int, said: str | None
) -> None:
    answers = {f"zut-{n}": 1 for n in range(MOST_FAULTS + more)}
    lines = scored(tmp_path, json.dumps({"answers": answers}), capsys)
    assert lines[MOST_FAULTS:] == ([said] if said else [])
    assert lines[0] == "answers.zut-0 : Cette question n'existe pas."


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            '{"answers": {"ent": 1, "ent": 1, "zut": 1}}',
            ["answers.ent : Cette clé est répétée.", "answers.zut : Cette question n'existe pas."],
        ),
        ('{"answers": {"ent": 1}, "answers": {"ent": 2}}', ["answers : Cette clé est répétée."]),
        ('{"answers": {"ent": {"na": [], "na": ["x"]}}}', ["answers.ent.na : Cette clé est répétée."]),
    ],
)
def test_a_repeated_key_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: str, said: list[str]
) -> None:
    assert scored(tmp_path, document, capsys, "paliers-etablissement") == said


def test_a_repeated_key_of_somebody_else_is_theirs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.json").write_text('{"note": 1, "note": {"x": 1, "x": 2}, "answers": {}}', encoding="utf-8")
    assert score_file(FR, "numea", tmp_path / "answers.json") == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{\n\n", "Ce fichier n'est pas du JSON : voyez la ligne 3."),
        (b"[" * 100_000, "Ce fichier n'est pas du JSON : voyez la ligne 1."),
        (b'"\xe9"', "Ce fichier n'est pas en UTF-8."),
    ],
)
def test_what_is_no_json_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    (tmp_path / "answers.json").write_bytes(content)
    assert faulted(score_file(FR, "numea", tmp_path / "answers.json"), capsys) == [
        f"{tmp_path / 'answers.json'} : {said}"
    ]


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = faulted(score_file(FR, "numea", tmp_path), capsys)
    assert line == f"{tmp_path} : Ce fichier ne peut pas être lu : c'est un dossier."


def test_the_output_of_answers_says_that_one_campaign_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = scored(tmp_path, '{"school": "0750655E", "campaigns": [{"answers": {}}]}', capsys)
    assert line.endswith("Ce fichier a plusieurs campagnes : donnez-en une seule.")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.json").write_bytes(b"\xef\xbb\xbf" + b'{"answers": {}}')
    assert score_file(FR, "numea", tmp_path / "answers.json") == 0
    capsys.readouterr()
