"""A typed answer: read as its question's form writes it, checked against what is known, read back."""

from __future__ import annotations

from dialogs import figures
from dialogs.clash import too_many
from dialogs.lengths import units
from dialogs.saying import answer_in_words
from dialogs.scene import Scene
from dialogs.writes import SaveAnswer, SaveDraft
from frameworks.asking import Excess, counted
from frameworks.forms import LONGEST, MOST, Answer, Gap, Split
from frameworks.model import Form, Question

TYPED = frozenset({Form.SPLIT, Form.COUNT, Form.PERCENT, Form.DATE, Form.TEXT})
"""The forms that are answered by writing."""

Kept = tuple[SaveAnswer | SaveDraft | None, str]
"""What to keep, if anything can be kept of it, and what to say of it."""


def heard(scene: Scene, text: str) -> Kept:
    """What a text says to the question shown."""
    question, campaign, say = scene.question, scene.the(), scene.words.say
    match question.form:
        case Form.SPLIT:
            return _split(scene, text)
        case Form.COUNT:
            number = figures.count(text)
            if number is None or number > MOST:
                return None, say("Un nombre entier est attendu, par exemple 35 ou 1 250.")
            return kept(scene, number)
        case Form.PERCENT:
            percent = figures.percent(text)
            if percent is None:
                return None, say("Un pourcentage de 0 à 100 est attendu, par exemple 80 ou 12,5.")
            return kept(scene, percent)
        case Form.DATE:
            day = figures.day(text, scene.today.date())
            if day is None:
                return None, say("Une date est attendue, par exemple 15/11/2026 ou 15 novembre.")
            return kept(scene, day)
        case _:
            words = text.strip()
            if not words:
                return None, say("Votre message est vide.")
            if words in set(Gap):
                return None, say("Pour dire « sans objet » ou « je ne sais pas », touchez « Autre… ».")
            if units(words) > LONGEST:
                return None, say(
                    "Cette réponse fait {length} caractères, pour {longest} au plus : raccourcissez-la.",
                    length=scene.words.number(units(words)),
                    longest=scene.words.number(LONGEST),
                )
            return SaveAnswer(campaign.id, question.id, words), say("Réponse enregistrée.")


def _split(scene: Scene, text: str) -> Kept:
    """Three counts in one message, or one by one; what was given so far is kept."""
    question, campaign, say = scene.question, scene.the(), scene.words.say
    given = figures.counts(text)
    begun = given if len(given) == 3 else (*campaign.figures(question.id), *given)
    if not given or len(begun) > 3 or any(number > MOST for number in given):
        return None, say("Trois nombres sont attendus, par exemple 12 5 20, ou un seul à la fois.")
    whole = _whole(scene, question)
    if whole is not None and sum(begun) > whole:
        of = campaign.framework.question[question.of or question.id]
        return None, too_many(scene.words, Excess(question, sum(begun), of, whole))
    if len(begun) < 3:
        return SaveDraft(campaign.id, question.id, begun), ""
    return kept(scene, Split(*begun))


def kept(scene: Scene, answer: Answer) -> Kept:
    """The answer, read back as it was understood."""
    return SaveAnswer(scene.the().id, scene.question.id, answer), _read_back(scene, answer)


def _read_back(scene: Scene, answer: Answer) -> str:
    """The figure as it was understood, and a remark where a split leaves people out."""
    say, words, question = scene.words.say, scene.words, scene.question
    said = answer_in_words(words, scene.the().framework, question, answer)
    whole, part = _whole(scene, question), counted(answer)
    if isinstance(answer, Split) and whole is not None and part is not None and part < whole:
        return say(
            "« {question} » : {answer}. Enregistré ; {missing} sur {whole} n'y sont pas comptés.",
            question=question.title,
            answer=said,
            missing=words.number(whole - part),
            whole=words.number(whole),
        )
    return say("« {question} » : {answer}. Enregistré.", question=question.title, answer=said)


def _whole(scene: Scene, question: Question) -> int | None:
    """The figure that this question's is a part of, where it is known."""
    known = scene.the().answers.get(question.of) if question.of else None
    return known if isinstance(known, int) else None


def split_names(scene: Scene) -> tuple[str, str, str]:
    say = scene.words.say
    return say("Jamais"), say("Occasionnellement"), say("Régulièrement")
