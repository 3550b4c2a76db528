"""A compiled catalogue is kept, never stale, and never needed."""

from __future__ import annotations

import gettext
import sys
from io import BytesIO
from pathlib import Path

import pytest

from locales import compiled

SOURCE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Bonjour"\nmsgstr "{said}"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the English catalogue lies; Python may keep what it compiles."""
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    write(folder, "Hello")
    return folder


def write(folder: Path, said: str) -> None:
    (folder / "palier.po").write_text(SOURCE.replace("{said}", said), encoding="utf-8")


def said() -> str:
    return gettext.GNUTranslations(BytesIO(compiled.catalogue("en"))).gettext("Bonjour")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("__pycache__/*"))


def test_it_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said() == "Hello"
    assert len(kept(folder)) == 1
    monkeypatch.setattr(compiled, "compiled", None)
    assert said() == "Hello"


def test_another_source_is_another_catalogue_and_the_former_goes(folder: Path) -> None:
    said()
    former = kept(folder)
    write(folder, "Good morning")
    assert said() == "Good morning"
    assert len(kept(folder)) == 1
    assert kept(folder) != former


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert said() == "Hello"
    assert kept(folder) == []


def test_a_folder_that_takes_no_file_is_no_hindrance(folder: Path) -> None:
    (folder / "__pycache__").write_text("in the way", encoding="utf-8")
    assert said() == "Hello"
    assert said() == "Hello"
