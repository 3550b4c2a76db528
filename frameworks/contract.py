"""The JSON that other programs read: ``show`` and ``score`` of the command line. Keys are kept for ever."""

from __future__ import annotations

from collections.abc import Sequence

from frameworks.advice import actions
from frameworks.forms import Answers, Json
from frameworks.model import Domain, Framework, Level, Question
from frameworks.scoring import Share, score


def show(framework: Framework) -> Json:
    titles = {level.level: level.title for level in framework.levels}
    return {
        "id": framework.id,
        "title": framework.title,
        "law": framework.law.value,
        "source": framework.source,
        "levels": [{"level": level.level, "title": whole_title(level)} for level in framework.levels],
        "domains": [show_domain(domain, titles) for domain in framework.domains],
    }


def whole_title(level: Level) -> str:
    return f"{level.title} : {level.text}" if level.text else level.title


def show_domain(domain: Domain, titles: dict[int, str]) -> Json:
    defined = [f"{titles[each.level]} : {each.text}" for each in domain.definitions]
    guidance = "\n".join([domain.guidance, *defined] if domain.guidance else defined)
    shown: dict[str, Json] = {"id": domain.id, "title": domain.title}
    if domain.part:
        shown["part"] = domain.part
    if guidance:
        shown["guidance"] = guidance
    shown["questions"] = [show_question(question) for question in domain.questions]
    return shown


def show_question(question: Question) -> Json:
    return {
        "id": question.id,
        "title": question.title,
        "form": question.form.value,
        "statements": [{"id": each.id, "level": each.level, "text": each.text} for each in question.statements],
    }


def score_json(framework: Framework, answers: Answers) -> Json:
    """Numbers unrounded, null where there is none; all the actions, the first to do first."""
    profile = score(framework, answers)
    return {
        "domains": [
            {"id": each.domain, "value": each.value, "shares": numbers(each.shares)} for each in profile.domains
        ],
        "shares": numbers(profile.shares),
        "actions": [
            {
                "statement": action.statement.id,
                "domain": action.domain.id,
                "question": action.question.id,
                "level": action.level,
                "text": action.statement.text,
            }
            for action in actions(framework, answers)
        ],
    }


def numbers(shares: Sequence[Share]) -> list[Json]:
    return [share.value for share in shares]
