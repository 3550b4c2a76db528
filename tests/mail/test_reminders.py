"""A goal's reminder by e-mail, from the tap that set its date to the mail server: the title, and nothing else of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.tick import tick
from dialogs.events import Tapped
from frameworks.load import catalogue
from tests.mail.house import ADA, URL, Home, link, mailing
from tests.mail.post import body, post

WEEK_BEFORE = datetime(2027, 3, 12, 8, 0, tzinfo=UTC)
DUE, WORDS, FIGURE = "19/03/2027", "Former l'équipe à l'ENT", "20 enseignants sur 35"


async def aims(home: Home, who: str = "ada") -> str:
    """A school, an answer, a goal that its founder leads; the goal's id."""
    await home.happens(who, "/start", Tapped("grid:paliers-etablissement"))
    ((campaign,),) = await home.rows("select id from campaigns")
    first = catalogue()["paliers-etablissement"].questions[0]
    await home.happens(who, "/etablissement", "0750655E", "Collège Arago", Tapped("go:founded"))
    await home.happens(who, Tapped(f"answer:{campaign}:{first.id}:1"), Tapped("go:results"), Tapped("go:aim"))
    await home.happens(who, Tapped(f"aim:{campaign}:{first.statements[1].id}"), WORDS, FIGURE)
    ((goal,),) = await home.rows("select id from goals")
    await home.happens(who, Tapped(f"field:{goal}:due"), DUE, Tapped(f"field:{goal}:pilot"), Tapped(f"led:{goal}:1"))
    return str(goal)


async def look(home: Home, moment: datetime) -> None:
    home.clock.at = moment
    await tick(home.database, home.engine, catalogue(), moment)
    await home.outbox.quiet()


async def test_a_mail_goes_beside_the_chat_with_the_title_alone(tmp_path: Path) -> None:
    async with post() as server, mailing(tmp_path, server) as home:
        await home.confirms("ada", ADA)
        goal = await aims(home)
        await look(home, WEEK_BEFORE)
        mail = server.mails[-1]
        assert (mail["Subject"], mail["To"]) == ("Vos rappels", ADA), "the points de situation have passed as well"
        said = body(mail)
        assert WORDS in said
        assert not any(it in said for it in (FIGURE, "19 mars", "Arago", "Niveau", goal))
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        letters = await home.rows(
            "select v.channel, r.state from replies r join conversations v on v.id = r.conversation"
            " where r.kind = 'letter' and r.at = ? order by v.channel",
            WEEK_BEFORE.isoformat(timespec="microseconds"),
        )
        assert letters == [("email", "taken"), ("web", "taken")]
        sent = len(server.mails)
        await look(home, WEEK_BEFORE.replace(hour=9))
        assert len(server.mails) == sent, "once"


async def test_who_left_by_the_mails_own_link_gets_no_other_and_is_still_told_in_the_chat(tmp_path: Path) -> None:
    async with post() as server, mailing(tmp_path, server) as home:
        await home.confirms("ada", ADA)
        await aims(home)
        await look(home, WEEK_BEFORE)
        sent = len(server.mails)
        await home.letterbox.leave(link(server, "desabonnement").rpartition("/")[2])
        await look(home, datetime(2027, 3, 18, 8, 0, tzinfo=UTC))
        assert len(server.mails) == sent
        told = await home.rows("select count(*) from replies where kind = 'letter' and body like '%1 jour%'")
        assert told == [(1,)]


async def test_at_night_no_mail_leaves_and_the_next_open_day_has_it(tmp_path: Path) -> None:
    async with post() as server, mailing(tmp_path, server) as home:
        await home.confirms("ada", ADA)
        await aims(home)
        sent = len(server.mails)
        await look(home, WEEK_BEFORE.replace(hour=20))
        assert len(server.mails) == sent
        await look(home, datetime(2027, 3, 15, 8, 0, tzinfo=UTC))
        assert len(server.mails) == sent + 1
        assert URL in body(server.mails[-1])
