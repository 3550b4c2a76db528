"""Two grids small enough to reckon by hand, and answers to any grid for Hypothesis."""

from typing import Any

from hypothesis import strategies as st

from frameworks.forms import Answer, Answers, Gap, Progress, Split, Ticks
from frameworks.load import catalogue
from frameworks.model import Form, Framework, Law, Question
from frameworks.reading import read


def question(name: str, form: str) -> dict[str, Any]:
    statements = [{"id": f"{name}-{n}", "level": n, "text": f"{name} au niveau {n}."} for n in (1, 2, 3)]
    return {"id": name, "title": name.capitalize(), "form": form, "statements": statements}


def document(law: str, form: str, **domains: str) -> dict[str, Any]:
    """A framework file as TOML would give it: ``document("ladder", "level", nord="a b", sud="c")``."""
    return {
        "id": "petite-grille",
        "title": "Petite grille",
        "short": "Petite",
        "law": law,
        "version": 1,
        "source": "Un document",
        "document": "essai.txt",
        "audience": "Écoles",
        "levels": [{"level": n, "title": f"Niveau {n}"} for n in (1, 2, 3)],
        "domains": [
            {
                "id": name,
                "title": name.capitalize(),
                "short": name.capitalize(),
                "part": "Tout",
                "questions": [question(each, form) for each in questions.split()],
            }
            for name, questions in domains.items()
        ],
    }


LADDER = read(Framework, document("ladder", "level", nord="a b c d", sud="e f"))
STAGES = read(Framework, document("stages", "ticks", nord="a b c d", sud="e f"))

frameworks = st.sampled_from([LADDER, STAGES, *catalogue().values()])


@st.composite
def ticks(draw: st.DrawFn, asked: Question) -> Ticks:
    states = {each.id: draw(st.sampled_from(["ticked", "na", ""])) for each in asked.statements}
    ticked, na = (frozenset(each for each in states if states[each] == state) for state in ("ticked", "na"))
    return Ticks(ticked, na)


SMALL, LARGE = st.integers(0, 30), st.integers(100, 1000)
"""A part, and a whole that no part exceeds."""


def values(asked: Question) -> st.SearchStrategy[Answer]:
    """What a person may mean by an answer that counts."""
    match asked.form:
        case Form.LEVEL:
            return st.integers(0, len(asked.statements))
        case Form.TICKS:
            return ticks(asked)
        case Form.SPLIT:
            return st.builds(Split, SMALL, SMALL, SMALL)
        case Form.COUNT:
            return SMALL if asked.of else LARGE
        case Form.PERCENT:
            return st.integers(0, 100) | st.floats(0, 100, allow_nan=False)
        case Form.DATE:
            return st.dates()
        case Form.TEXT:
            return st.text(min_size=1, max_size=20).filter(lambda it: bool(it.strip()) and it not in set(Gap))
        case Form.PROGRESS:
            return st.sampled_from(Progress)


@st.composite
def answers_to(draw: st.DrawFn, framework: Framework) -> Answers:
    said = {asked.id: draw(values(asked) | st.sampled_from(Gap) | st.none()) for asked in framework.questions}
    return {name: answer for name, answer in said.items() if answer is not None}


@st.composite
def assessments(draw: st.DrawFn, laws: frozenset[Law] = frozenset(Law)) -> tuple[Framework, Answers]:
    framework = draw(frameworks.filter(lambda it: it.law in laws))
    return framework, draw(answers_to(framework))
