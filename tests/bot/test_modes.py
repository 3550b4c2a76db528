"""A campaign alone, shared out, or decided together, several people at once in front of the real engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogs.events import Tapped
from dialogs.replies import Letter, Screen
from frameworks.load import catalogue
from storage import schools
from tests.bot.test_team import UAI, campaign_of, founded, joined, rows, say, secret, tap
from tests.chat import Chat, chatting
from tests.spoken import spoken

PEOPLE = ("anne", "karim", "lea", "paul", "rose")
QUESTION = "formation-numerique"


@asynccontextmanager
async def a_school(tmp_path: Path, *people: str) -> AsyncIterator[tuple[Chat, str]]:
    """Its pilot and members, and the id of its campaign."""
    async with chatting(tmp_path / "palier.db") as chat:
        await founded(chat)
        for who in people:
            await joined(chat, who)
        yield chat, await campaign_of(chat)


async def press(chat: Chat, who: str, *presses: str) -> list[str]:
    reads: list[str] = []
    for each in presses:
        reads = await chat.event(Tapped(each), address=who)
    return reads


async def set_mode(chat: Chat, key: str, mode: str) -> list[str]:
    return await press(chat, "pilot", f"enter:{key}", "go:campaign", "go:mode", f"mode:{key}:{mode}")


async def opine(chat: Chat, key: str, levels: dict[str, int], question: str = QUESTION) -> None:
    for who, level in levels.items():
        await press(chat, who, f"enter:{key}", f"answer:{key}:{question}:{level}")


async def position(chat: Chat) -> Any:
    assert chat.database
    found = await chat.database.transaction(lambda it: schools.position(it, UAI, catalogue()))
    assert found
    return found["campaigns"][0]


def letters(chat: Chat, who: str) -> list[list[str]]:
    return [spoken(it) for it in chat.listener.heard.get(who, []) if isinstance(it, Letter)]


# ---------------------------------------------------------------- shared out


async def test_each_fills_the_domains_given_to_them_and_reads_the_others(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne", "karim") as (chat, key):
        await set_mode(chat, key, "shared")
        assert "Aucun domaine ne vous est confié : un pilote les répartit." in await press(chat, "anne", f"enter:{key}")
        await tap(chat, "pilot", "Répartir", "›", "›")
        reads = await tap(chat, "pilot", "☐ 2")
        assert "Formation" in reads
        assert "Confié à Anne." in reads
        reads = await press(chat, "anne", f"enter:{key}")
        assert "○ Formation : 0 sur 2 · à vous" in reads
        assert (await press(chat, "anne", f"domain:{key}:formation"))[1] == "Formation au numérique"
        await tap(chat, "anne", "Niveau 2")
        kept = await rows(chat, "select * from opinions")
        reads = await press(chat, "anne", f"answer:{key}:charte-usage:1")
        assert reads[0] == "» Ce domaine ne vous est pas confié. Rien n'a été changé."
        assert "aucun domaine" not in " ".join(await press(chat, "karim", f"answer:{key}:{QUESTION}:1"))
        assert await rows(chat, "select * from opinions") == kept
        assert (await position(chat))["answers"] == {"instance-numerique": 1, QUESTION: 2}
        reads = await tap(chat, "anne", "Niveau 1")
        assert reads[0].startswith("(radar"), "her part is done"
        assert "[Continuer]" not in " ".join(reads)


async def test_who_fills_some_domains_is_told_of_their_part_and_the_pilot_of_what_nobody_has(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "shared")
        await press(chat, "pilot", "go:share", f"give:{key}:formation:2")
        reads = await press(chat, "anne", f"enter:{key}")
        assert "De votre part, il reste 2 questions." in reads
        assert not any("Par où commencer" in line for line in reads)
        assert (await press(chat, "anne", f"domain:{key}:pilotage"))[0] == "» Ce domaine ne vous est pas confié."
        for question in catalogue()["paliers-etablissement"].domain["formation"].questions:
            reads = await press(chat, "anne", f"enter:{key}", f"answer:{key}:{question.id}:1")
        assert "Votre part est finie." in await press(chat, "anne", f"enter:{key}")
        assert "Votre part est finie." in await say(chat, "anne", "/resultats")
        assert not any("part" in line for line in await press(chat, "pilot", f"enter:{key}") if "part" in line.split())
        nobodys = "Sans personne : Pilotage, Pratiques, Ressources, Infrastructure."
        assert nobodys in await press(chat, "pilot", "go:campaign")
        await press(chat, "pilot", "go:share", f"give:{key}:ressources:2", "go:campaign")
        reads = await press(chat, "pilot", "go:close")
        assert "N'a pas fini : Anne." in reads
        assert nobodys.replace(" Ressources,", "") in reads


async def test_where_two_have_the_same_domain_the_last_answer_is_the_schools_and_both_are_kept(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne", "karim") as (chat, key):
        await set_mode(chat, key, "shared")
        await press(chat, "pilot", "go:share", f"give:{key}:formation:2", f"give:{key}:formation:3")
        await opine(chat, key, {"anne": 1, "karim": 3})
        assert (await position(chat))["answers"][QUESTION] == 3
        reads = await press(chat, "anne", f"ask:{key}:{QUESTION}")
        assert "Réponse donnée : Niveau 3." in reads
        assert await rows(chat, "select answer from opinions where question = ? order by at", QUESTION) == [
            ("1",),
            ("3",),
        ]
        await press(chat, "pilot", "go:campaign", "go:share", f"take:{key}:formation:3")
        assert "Niveau 3" in " ".join(await press(chat, "pilot", f"ask:{key}:{QUESTION}")), "taken back, kept"


async def test_only_those_who_have_not_finished_are_reminded_once_a_day_in_working_hours(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne", "karim", "lea") as (chat, key):
        await set_mode(chat, key, "shared")
        await press(chat, "pilot", "go:share", f"give:{key}:formation:2", f"give:{key}:ressources:3")
        for question in catalogue()["paliers-etablissement"].domain["formation"].questions:
            await opine(chat, key, {"anne": 1}, question.id)
        reads = await press(chat, "pilot", f"enter:{key}", "go:campaign")
        assert "● Anne : Formation 2 sur 2" in reads
        assert "○ Karim : Ressources 0 sur 2" in reads
        assert "○ Lea : aucun domaine confié" in reads
        assert (await press(chat, "pilot", f"remind:{key}"))[0] == "» Relance envoyée à 1 personne."
        assert letters(chat, "anne") == letters(chat, "lea") == []
        assert letters(chat, "karim") == [
            [
                "(message)",
                "Rappel : « Positionnement de novembre 2026 »",
                "« Collège Un » attend vos réponses à 2 questions.",
                "[Reprendre]",
            ]
        ]
        assert "déjà partie aujourd'hui" in (await press(chat, "pilot", f"remind:{key}"))[0]
        chat.now += timedelta(hours=16)
        assert "du lundi au vendredi" in (await press(chat, "pilot", f"remind:{key}"))[0]
        chat.now += timedelta(hours=8)
        assert (await press(chat, "pilot", f"remind:{key}"))[0] == "» Relance envoyée à 1 personne."
        chat.now += timedelta(days=4)  # a Saturday
        assert "du lundi au vendredi" in (await press(chat, "pilot", f"remind:{key}"))[0]
        assert len(letters(chat, "karim")) == 2


async def test_a_reminder_leaves_the_screen_alone_and_its_button_goes_on_below_it(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        await press(chat, "anne", f"enter:{key}", "go:help")
        before = list(await rows(chat, "select id, body from replies where live = 1"))
        await press(chat, "pilot", "go:campaign", f"remind:{key}")
        assert [row for row in await rows(chat, "select id, body from replies where live = 1") if row in before]
        letter = chat.listener.heard["anne"][-1]
        assert isinstance(letter, Letter)
        reads = await press(chat, "anne", letter.rows[0][0].press)
        assert reads[1] == "Instance numérique"
        assert isinstance(chat.listener.heard["anne"][-1], Screen)
        ids = await rows(
            chat,
            "select kind from replies where conversation ="
            " (select id from conversations where address = 'anne') order by id desc limit 2",
        )
        assert ids == [("screen",), ("letter",)], "a new message, below the letter"


async def test_a_pilot_is_written_to_of_a_request_by_day_and_told_in_passing_by_night(tmp_path: Path) -> None:
    async with a_school(tmp_path) as (chat, _):
        await say(chat, "sacha", f"/rejoindre {await secret(chat, 'Code, membre')}", "Sacha")
        assert [it[1:] for it in letters(chat, "pilot")] == [
            ["Une demande", "Quelqu'un demande à rejoindre l'équipe de « Collège Un ».", "[L'équipe]"]
        ]
        letter = next(it for it in chat.listener.heard["pilot"] if isinstance(it, Letter))
        assert "A. Sacha demande à rejoindre l'équipe (membre)." in await press(chat, "pilot", letter.rows[0][0].press)
        chat.now += timedelta(hours=12)
        await say(chat, "lou", f"/rejoindre {await secret(chat, 'Code, membre')}", "Lou")
        assert len(letters(chat, "pilot")) == 1
        assert (await say(chat, "pilot", "/aide"))[0] == "» Quelqu'un demande à rejoindre « Collège Un » : /equipe."


# ---------------------------------------------------------------- decided together


async def test_secret_opinions_show_nothing_before_five_anywhere(tmp_path: Path) -> None:
    async with a_school(tmp_path, *PEOPLE) as (chat, key):
        await set_mode(chat, key, "secret")
        for number, who in enumerate(PEOPLE):
            for reader in ("pilot", "anne"):
                reads = await press(chat, reader, f"enter:{key}", "go:council")
                assert (
                    any(f"Formation au numérique : {number} avis, à discuter" in line for line in reads) or number == 0
                )
                assert not any("proposition" in line for line in reads)
                reads = await press(chat, reader, f"weigh:{key}:{QUESTION}")
                assert (f"{number} avis : à discuter." if number else "Pas encore d'avis.") in reads
                assert not any("Les avis" in line or "Proposition" in line for line in reads)
                assert "[Retenir Niveau" not in " ".join(reads)
            assert (await position(chat))["opinions"] == {}
            await opine(chat, key, {who: number % 4})
        reads = await press(chat, "pilot", "go:council")
        assert any("Formation au numérique : 5 avis, très partagés ; proposition : Niveau 1" in line for line in reads)
        reads = await press(chat, "pilot", f"weigh:{key}:{QUESTION}")
        assert "pas encore : Avis 2" in reads
        assert not any(who.capitalize() in line for who in PEOPLE for line in reads)
        assert (await position(chat))["opinions"] == {QUESTION: {"0": 2, "1": 1, "2": 1, "3": 1}}


async def test_visible_opinions_are_the_pilots_to_see_and_nobody_elses(tmp_path: Path) -> None:
    async with a_school(tmp_path, *PEOPLE) as (chat, key):
        await set_mode(chat, key, "visible")
        assert any("les pilotes voient qui a dit quoi" in line for line in await press(chat, "anne", f"enter:{key}"))
        await opine(chat, key, {"anne": 3, "karim": 0})
        reads = await press(chat, "pilot", "go:campaign", "go:council", f"weigh:{key}:{QUESTION}")
        assert {"pas encore : Karim", "Niveau 3 : Anne", "Proposition : pas encore."} <= set(reads)
        reads = await press(chat, "lea", f"enter:{key}", "go:council", f"weigh:{key}:{QUESTION}")
        assert "2 avis : à discuter." in reads
        await opine(chat, key, {"lea": 1, "paul": 1, "rose": 1})
        reads = await press(chat, "lea", "go:council", f"weigh:{key}:{QUESTION}")
        assert "Niveau 1 : Avis 3" in reads
        assert not any("Anne" in line or "Karim" in line for line in reads)


async def test_a_decision_has_its_date_its_recorder_and_its_history(tmp_path: Path) -> None:
    async with a_school(tmp_path, *PEOPLE) as (chat, key):
        await set_mode(chat, key, "secret")
        await opine(chat, key, dict(zip(PEOPLE, (1, 1, 1, 2, 3), strict=True)))
        await press(chat, "pilot", f"enter:{key}", "go:council", f"weigh:{key}:{QUESTION}")
        reads = await tap(chat, "pilot", "Retenir Niveau 1")
        assert reads[:3] == [
            "» « Formation au numérique », décidé : Niveau 1.",
            "À décider",
            "18 questions sur 19, les avis les plus partagés d'abord.",
        ]
        assert (await position(chat))["answers"] == {QUESTION: 1}
        assert (await position(chat))["decisions"][QUESTION]["answer"] == 1
        reads = await say(chat, "pilot", "/resultats")
        assert "1 question sur 19 est décidée ; à décider : 18." in reads
        assert reads[0].endswith("– à décider : 18)")
        chat.now += timedelta(days=1)
        await press(chat, "pilot", f"weigh:{key}:{QUESTION}", "go:council", f"weigh:{key}:{QUESTION}")
        await tap(chat, "pilot", "Niveau 3")
        reads = await press(chat, "anne", f"enter:{key}", "go:council", f"weigh:{key}:{QUESTION}")
        assert "Le 24 novembre 2026, Dominique : décidé, Niveau 3." in reads
        assert "Le 23 novembre 2026, Dominique : décidé, Niveau 1." in reads
        assert not any("Retenir" in line or "Retirer" in line for line in reads), "a member records nothing"
        await press(chat, "pilot", f"weigh:{key}:{QUESTION}")
        assert (await tap(chat, "pilot", "Retirer"))[0].startswith("» Décision retirée")
        assert (await position(chat))["decisions"] == {}
        assert len(await rows(chat, "select * from decisions")) == 3
        assert len(await rows(chat, "select * from opinions where question = ?", QUESTION)) == 5, "apart from opinions"


@pytest.mark.parametrize("forged", ["retain:{key}:formation-numerique:2", "withdraw:{key}:formation-numerique"])
async def test_a_member_decides_nothing_by_a_forged_button(tmp_path: Path, forged: str) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        await press(chat, "pilot", "go:campaign", "go:council", f"weigh:{key}:{QUESTION}", f"retain:{key}:{QUESTION}:1")
        kept = await rows(chat, "select * from decisions")
        await press(chat, "anne", f"enter:{key}", "go:council", f"weigh:{key}:{QUESTION}", forged.format(key=key))
        assert await rows(chat, "select * from decisions") == kept
        assert len(kept) == 1


async def test_ticks_are_proposed_statement_by_statement_and_put_together_before_they_are_retained(
    tmp_path: Path,
) -> None:
    async with a_school(tmp_path, *PEOPLE) as (chat, _):
        await press(chat, "pilot", "go:anew", "grid:numea")
        ((key,),) = await rows(chat, "select id from campaigns where framework = 'numea'")
        await set_mode(chat, str(key), "secret")
        question = catalogue()["numea"].questions[0]
        first, second, third = (it.id for it in question.statements)
        await opine(chat, str(key), dict(zip(PEOPLE, (1, 1, 2, 3, 0), strict=True)), question.id)
        reads = await press(chat, "pilot", f"enter:{key}", "go:council", f"weigh:{key}:{question.id}")
        assert {"Étape 1 : Coché par 4 sur 5", "Étape 2 : Coché par 2 sur 5", "Proposition : Étape 1."} <= set(reads)
        assert "[☑ Étape 1] [☐ Étape 2] [☐ Étape 3]" in reads
        await press(chat, "pilot", f"put:{key}:{second}:x", f"put:{key}:{third}:n")
        assert await rows(chat, "select * from decisions") == []
        await tap(chat, "pilot", "Retenir ces coches")
        assert (await position(chat)) and (await rows(chat, "select answer from decisions")) == [
            (f'{{"ticked":["{first}","{second}"],"na":["{third}"]}}',)
        ]


async def test_a_pilot_comes_back_to_a_decision_by_the_recap(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "secret")
        place = "instance-numerique"
        await press(chat, "pilot", "go:council", f"weigh:{key}:{place}", f"retain:{key}:{place}:1")
        assert not any("Instance numérique" in line for line in await press(chat, "pilot", "go:council"))
        reads = await say(chat, "pilot", "/recap")
        assert "Touchez un numéro pour décider, ou revenir sur une décision." in reads
        assert "[Retirer]" in " ".join((await tap(chat, "pilot", "1"))[-4:]).replace("[Sans objet] ", "")
        assert (await tap(chat, "pilot", "Niveau 2"))[0] == "» « Instance numérique », décidé : Niveau 2."
        await say(chat, "pilot", "/recap")
        reads = await tap(chat, "pilot", "1", "Mon avis")
        assert "Votre avis : Niveau 1." in reads, "and to one's own opinion from there"
        await press(chat, "anne", f"enter:{key}")
        reads = await say(chat, "anne", "/recap")
        assert "Touchez un numéro pour donner ou corriger votre avis." in reads
        assert (await tap(chat, "anne", "1"))[1] == "Instance numérique"
        assert await rows(chat, "select count(*) from decisions") == [(2,)]


async def test_who_sees_opinions_is_announced_before_the_first_one_however_one_comes(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        announced = "Chacun donne son avis ; les pilotes voient qui a dit quoi."
        assert announced in await say(chat, "anne", "/reprendre")
        assert announced not in await press(chat, "anne", f"answer:{key}:instance-numerique:1")


async def test_changing_mode_destroys_no_opinion_and_betrays_none(tmp_path: Path) -> None:
    async with a_school(tmp_path, *PEOPLE) as (chat, key):
        await opine(chat, key, {"pilot": 2})
        await set_mode(chat, key, "secret")
        await opine(chat, key, {"anne": 0, "karim": 3})
        kept = await rows(chat, "select campaign, person, question, answer, at from opinions order by 2, 3")
        for mode in ("solo", "shared", "secret", "shared", "solo", "visible", "solo"):
            await set_mode(chat, key, mode)
            assert await rows(chat, "select campaign, person, question, answer, at from opinions order by 2, 3") == kept
            told = await position(chat)
            if mode in {"solo", "shared"}:
                assert told["answers"] == {"instance-numerique": 1, QUESTION: 2}, (
                    "given for the school, and nothing else"
                )
            assert told["opinions"] == {}
        assert "Des avis ont été demandés en secret : ils le restent." in (await set_mode(chat, key, "visible"))[0]
        assert await rows(chat, "select mode, secret from campaigns") == [("solo", 1)]
        await set_mode(chat, key, "secret")
        assert "Votre avis : pas encore." in await press(chat, "anne", f"enter:{key}", f"ask:{key}:{QUESTION}")


async def test_a_decision_stands_when_the_campaign_is_filled_alone_again(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        await opine(chat, key, {"anne": 1})
        await press(chat, "pilot", "go:campaign", "go:council", f"weigh:{key}:{QUESTION}", f"retain:{key}:{QUESTION}:2")
        await set_mode(chat, key, "solo")
        assert (await position(chat))["answers"][QUESTION] == 2
        await opine(chat, key, {"pilot": 3})
        told = await position(chat)
        assert told["answers"][QUESTION] == told["decisions"][QUESTION]["answer"] == 3
        await press(chat, "pilot", f"ask:{key}:{QUESTION}", "go:more", f"clear:{key}:{QUESTION}")
        assert QUESTION not in (await position(chat))["answers"]
        assert len(await rows(chat, "select * from decisions")) == 3


async def test_who_only_reads_is_told_what_was_decided_and_asked_for_nothing(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await joined(chat, "lou", "Lien, lecteur")
        await set_mode(chat, key, "secret")
        await opine(chat, key, {"anne": 3})
        await press(chat, "pilot", "go:council", f"weigh:{key}:{QUESTION}", f"retain:{key}:{QUESTION}:2")
        reads = await press(chat, "lou", f"enter:{key}")
        assert {"1 question sur 19 est décidée.", "◐ Formation : 1 sur 2"} <= set(reads)
        assert not any("Par où commencer" in line for line in reads)
        assert any("Paliers : 1 sur 19" in line for line in await say(chat, "lou", "/campagnes"))
        reads = await say(chat, "lou", "/recap")
        assert "[✓ Tout] [À décider]" in reads
        assert "[Sans réponse]" not in " ".join(reads)


async def test_a_campaign_begun_says_at_once_which_answers_it_recalls(tmp_path: Path) -> None:
    async with a_school(tmp_path) as (chat, _):
        chat.now += timedelta(days=200)
        said = "Les réponses de « Positionnement de novembre 2026 » sont rappelées : « Comme avant » confirme chacune."
        assert said in await press(chat, "pilot", "go:anew", "grid:paliers-etablissement")
        assert said in await press(chat, "pilot", "go:menu")
        assert said not in await press(chat, "pilot", "go:anew", "grid:numea")


async def test_campaigns_are_compared_by_what_was_decided(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, _):
        chat.now += timedelta(days=200)
        await press(chat, "pilot", "go:anew", "grid:paliers-etablissement")
        newest = str((await rows(chat, "select id from campaigns order by opened desc"))[0][0])
        await opine(chat, newest, {"pilot": 1}, "instance-numerique")
        await set_mode(chat, newest, "visible")
        await opine(chat, newest, {"anne": 0, "pilot": 0}, "instance-numerique")
        place = f"weigh:{newest}:instance-numerique"
        await press(chat, "pilot", "go:council", place, f"retain:{newest}:instance-numerique:3")
        for who in ("pilot", "anne"):
            assert "Instance numérique : Niveau 1 → Niveau 3" in await press(chat, who, f"enter:{newest}", "go:compare")


# ---------------------------------------------------------------- open, closed, archived


async def test_what_was_closed_keeps_how_it_was_filled_and_what_runs_is_not_archived(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        kept = await rows(chat, "select mode, closed, archived from campaigns")
        refused = "» Ce bouton ne sert plus ici : voici où vous en êtes."
        for forged in ("archive", "reopen"):
            assert (await press(chat, "pilot", "go:campaign", f"{forged}:{key}"))[0] == refused
        assert await rows(chat, "select mode, closed, archived from campaigns") == kept
        await press(chat, "pilot", "go:close", f"close:{key}")
        kept = await rows(chat, "select mode, closed, archived from campaigns")
        for left_over in ("go:mode", f"mode:{key}:solo", f"close:{key}", "go:share", f"give:{key}:formation:2"):
            assert (await press(chat, "pilot", left_over))[0] == refused
        assert await rows(chat, "select mode, closed, archived from campaigns") == kept


async def test_only_a_pilot_is_asked_for_the_title_of_a_campaign_that_several_fill(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        assert "Titre de la campagne" in await press(chat, "pilot", "go:menu", "go:title")
        assert "Titre de la campagne" not in await press(chat, "anne", f"enter:{key}", "go:title")


async def test_what_is_missing_is_said_before_a_campaign_is_closed_and_it_can_be_reopened(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        reads = await press(chat, "pilot", "go:campaign", "go:close")
        assert "Il manque 19 décisions sur 19." in reads
        assert "N'ont pas fini : Dominique et Anne." in reads
        assert (await press(chat, "pilot", f"close:{key}"))[0] == "» Campagne close."
        for who in ("pilot", "anne"):
            reads = await press(chat, who, f"enter:{key}", f"answer:{key}:{QUESTION}:1")
            assert reads[0] == "» Cette campagne est close : un pilote peut la rouvrir. Rien n'a été changé."
        assert len(await rows(chat, "select * from opinions")) == 1
        await press(chat, "anne", "go:campaign", f"reopen:{key}")
        assert await rows(chat, "select closed is null from campaigns") == [(0,)], "a member reopens nothing"
        await press(chat, "pilot", "go:campaign", f"archive:{key}")
        assert any("archivée" in line for line in await say(chat, "anne", "/campagnes"))
        assert (await press(chat, "pilot", f"reopen:{key}"))[0] == "» Campagne rouverte."
        await opine(chat, key, {"anne": 1})
        assert len(await rows(chat, "select * from opinions")) == 2


async def test_nobody_answers_before_the_opening_date_and_dates_are_written_as_people_do(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await set_mode(chat, key, "visible")
        await press(chat, "pilot", "go:campaign", f"date:{key}:opens")
        assert (await say(chat, "pilot", "demain peut-être"))[0].startswith("» Une date est attendue")
        assert (await say(chat, "pilot", "1er décembre"))[0] == "» Ouverture : 1 décembre 2026."
        await press(chat, "pilot", f"date:{key}:closes")
        assert (await say(chat, "pilot", "30 novembre"))[0] == "» La clôture viendrait avant l'ouverture."
        assert (await say(chat, "pilot", "1 février"))[0] == "» Clôture prévue : 1 février 2027.", "the next one"
        reads = await press(chat, "anne", f"enter:{key}", f"answer:{key}:{QUESTION}:1")
        assert "ouvrira le 1 décembre 2026" in reads[0]
        chat.now += timedelta(days=8)
        await opine(chat, key, {"anne": 1})
        assert len(await rows(chat, "select * from opinions")) == 2
        chat.now += timedelta(days=70)
        reads = await press(chat, "pilot", f"enter:{key}", "go:campaign")
        assert "Cette date est passée : clôturez la campagne, ou changez la date." in reads


async def test_the_recap_shows_what_waits_or_changed(tmp_path: Path) -> None:
    async with a_school(tmp_path, "anne") as (chat, key):
        await opine(chat, key, {"pilot": 1})
        chat.now += timedelta(days=200)
        await press(chat, "pilot", "go:anew", "grid:paliers-etablissement")
        newest = str((await rows(chat, "select id from campaigns order by opened desc"))[0][0])
        await opine(chat, newest, {"pilot": 2})
        await opine(chat, newest, {"pilot": 1}, "instance-numerique")
        await say(chat, "pilot", "/recap")
        reads = await tap(chat, "pilot", "Changé depuis")
        assert "1. Formation au numérique : Niveau 2" in reads
        assert not any("Instance numérique" in line for line in reads)
        reads = await tap(chat, "pilot", "Sans réponse")
        assert "Récapitulatif, page 1 sur 5" in reads
        assert not any("Instance numérique" in line for line in reads)
        await set_mode(chat, newest, "visible")
        await press(
            chat, "pilot", "go:campaign", "go:council", f"weigh:{newest}:{QUESTION}", f"retain:{newest}:{QUESTION}:2"
        )
        await say(chat, "pilot", "/recap")
        reads = await tap(chat, "pilot", "À décider", "›", "›")
        assert not any("Formation au numérique" in line for line in reads)
        assert any("Compétences numériques des personnels : à décider" in line for line in reads)


async def test_a_schools_figures_serve_another_of_its_campaigns(tmp_path: Path) -> None:
    async with a_school(tmp_path) as (chat, _):
        newest = ""
        for _ in range(2):
            await press(chat, "pilot", "go:anew", "grid:etablissement-numerique")
            newest = str((await rows(chat, "select id from campaigns order by opened desc"))[0][0])
            await press(chat, "pilot", f"ask:{newest}:divisions")
            await say(chat, "pilot", "12")
            chat.now += timedelta(days=1)
        older = str((await rows(chat, "select id from campaigns order by opened desc"))[1][0])
        await press(chat, "pilot", f"enter:{newest}", f"ask:{newest}:eleves")
        await say(chat, "pilot", "450")
        reads = await press(chat, "pilot", f"enter:{older}", f"ask:{older}:eleves")
        assert "Dans « Positionnement de novembre 2026 » : 450." in reads, "from a later one as well"
        await tap(chat, "pilot", "Comme avant")
        assert await rows(chat, "select answer from opinions where campaign = ? and question = 'eleves'", older) == [
            ("450",)
        ]
