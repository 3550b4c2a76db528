"""The README's figures are those of the run that is kept, and the benchmarks can be read by Python."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

import benchmarks.figures
from benchmarks import readme

ROOT = Path(__file__).parents[1]


def test_the_table_of_the_readme_is_made_of_the_figures_that_a_run_kept() -> None:
    text = readme.README.read_text("utf-8")
    assert readme.written(text, json.loads(readme.KEPT.read_text("utf-8"))) == text


def test_every_goal_of_a_benchmark_has_its_sentence_and_a_figure_in_the_run_that_is_kept() -> None:
    kept = {name for name, figure in json.loads(readme.KEPT.read_text("utf-8")).items() if figure["goal"]}
    assert kept == set(readme.SAID)


def test_a_goal_that_is_missed_is_said() -> None:
    told = readme.table({"start": {"value": 2.5, "unit": "×", "against": "ptb", "goal": "≤ 2"}})
    assert re.search(r"\| 2,50 \| ≤ 2 \| \*\*non\*\* \|$", told)


def test_a_readme_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="bench"):
        readme.written("# Palier", {})


def test_every_benchmark_can_be_imported() -> None:
    found = [one.name for one in pkgutil.walk_packages(benchmarks.figures.__path__, "benchmarks.figures.")]
    assert len(found) == len(benchmarks.figures.FIGURES)
    for name in found:
        assert importlib.import_module(name).measure
