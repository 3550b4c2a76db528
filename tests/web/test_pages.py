"""Each kind of block as HTML, and a conversation as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bs4 import BeautifulSoup, Tag

from bot.channels.web.chat import Greeting
from bot.channels.web.door import Line
from bot.channels.web.pages import LONG, Sizes, bound, page
from bot.channels.web.people import Reader
from bot.render import qr
from dialogs.chart import Chart, Ring, Series
from dialogs.commands import COMMANDS
from dialogs.replies import Block, Button, Figures, Heading, Mark, Meter, Paragraph, QrCode, Quote, Radar, Rows, Screen
from storage.replies import Line as Kept
from tests.web.house import white

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHART = Chart("Collège <A>", "Novembre", ("x", "y", "z"), (Ring(1.0, "1"),), (Series("s", (1.0, None, 0.0)),), "—")

LINK = "https://palier.exemple.fr/rejoindre/" + "j" * 22


def kept(number: int, reply: Screen | Radar | None, *, live: bool = False, said: str = "") -> Kept:
    return Kept(number, number, live, AT, reply, said, "taken", None, 0)


def html(lines: Sequence[Line], language: str = "fr", prompt: str = "", sizes: Sizes | None = None) -> BeautifulSoup:
    answer = page(
        "chat.html",
        Reader(language, "c" * 22),
        lines=lines,
        prompt=prompt,
        revision=7,
        known=True,
        cookies_refused=False,
        size=(sizes or Sizes()).of,
        codes={LINK: qr.svg(LINK)},
    )
    assert answer.text is not None
    return BeautifulSoup(answer.text, "html.parser")


def shown(*blocks: Block, rows: Rows = (), notice: str = "", language: str = "fr") -> Tag:
    return one(html((Greeting(Screen(blocks, rows, notice)),), language), ".live")


def one(inside: Tag, selector: str) -> Tag:
    found = inside.select(selector)
    assert len(found) == 1, (selector, found)
    return found[0]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_the_first_heading_is_the_title_and_takes_the_focus() -> None:
    live = shown(Heading("Récapitulatif"), Heading("Pilotage", lang="fr"), language="en")
    assert one(live, "h2")["tabindex"] == "-1"
    assert (words(one(live, "h2")), words(one(live, "h3"))) == ("Récapitulatif", "Pilotage")
    assert one(live, "h3")["lang"] == "fr"
    assert "lang" not in one(live, "h2").attrs


def test_a_notice_is_said_first() -> None:
    live = shown(Heading("Suite"), notice="Enregistré.")
    assert one(live, "[role=status]").get_text() == "Enregistré."
    assert words(live).index("Enregistré") < words(live).index("Suite")


def test_a_meter_is_words_and_a_bar() -> None:
    live = shown(Meter("Pilotage · 2/5", 1 / 3, "33 % · encore 6 min"))
    bar = one(live, "progress")
    assert (bar["value"], bar["max"]) == ("0.3333", "1")
    assert "33 %" in str(bar["aria-label"])
    assert "Pilotage · 2/5 33 % · encore 6 min" in words(live)


def test_a_long_sentence_can_be_folded_and_is_never_cut() -> None:
    text = "mot " * 330
    live = shown(Quote("Étape 1", text), Quote("Étape 2", "x" * LONG))
    assert live.select("blockquote")[0].get_text().strip() == text.strip()
    fold = one(live, "details")
    assert fold.get_text(" ", strip=True).endswith("Étape 1")
    assert not fold.select("[hidden]")
    assert one(live, ".clamped").name == "p"


def test_the_frameworks_sentence_keeps_its_language() -> None:
    assert one(shown(Quote("Level 1", "Énoncé"), language="en"), "blockquote")["lang"] == "fr"
    assert "lang" not in one(shown(Quote("Niveau 1", "Énoncé")), "blockquote").attrs


def test_a_mark_is_an_icon_and_words() -> None:
    for mark, said in ((Mark.TICKED, "Acquis"), (Mark.NA, "Sans objet"), (Mark.OPEN, "Pas encore")):
        found = one(shown(Quote("Étape 1", "…", mark)), ".mark")
        assert words(found) == said
        assert one(found, "svg")["aria-hidden"] == "true"
    assert not shown(Quote("Étape 1", "…")).select(".mark")


def test_figures_are_a_table_with_named_rows_and_columns() -> None:
    live = shown(
        Figures("Les chiffres", ("Domaine", "Valeur"), (("Pilotage", "1,6 sur 3"), ("Formation", "50 % (1 sur 2)")))
    )
    assert one(live, "caption").get_text() == "Les chiffres"
    assert [cell.get_text() for cell in live.select("th[scope=col]")] == ["Domaine", "Valeur"]
    assert [cell.get_text() for cell in live.select("th[scope=row]")] == ["Pilotage", "Formation"]
    assert [words(cell) for cell in live.select("td")] == ["1,6 sur 3", "50 % (1 sur 2)"]


def test_buttons_stand_in_the_rows_they_are_given_in() -> None:
    rows = (
        (Button("Niveau 1", "a:1"), Button("Niveau 2", "a:2")),
        (Button("‹", "b", "Question précédente"), Button("Autre…", "c"), Button("Passer ›", "d", "Passer")),
        tuple(Button(str(number), f"n:{number}", f"Corriger {number}") for number in range(5)),
        (Button("un peu", "e"), Button("beaucoup", "f"), Button("trop", "g")),
    )
    live = shown(Heading("?"), rows=rows)
    found = live.select(".row")
    assert [[button["value"] for button in row.select("button")] for row in found] == [
        [b.press for b in row] for row in rows
    ]
    assert one(found[1], ".tiny")["aria-label"] == "Question précédente"
    assert ["row-breaks" in row["class"] for row in found] == [False, False, False, True]
    assert not live.select(".row-uneven")
    assert shown(rows=((Button("Continuer", "a"), Button("Voir les 9 autres", "b")),)).select(".row-uneven")
    form = one(live, "form")
    assert (form["method"], form["action"]) == ("post", "/tap")
    assert len(str(one(form, "input[name=event]")["value"])) == 22


def test_only_the_living_screen_has_buttons() -> None:
    screen = Screen((Heading("Question"),), ((Button("Oui", "oui"),),))
    thread = html([kept(1, screen), kept(2, None, said="Bonjour <b>"), kept(3, screen, live=True)])
    assert [line["id"] for line in thread.select("#thread > li")] == ["k1", "k2", "k3"]
    assert one(thread, ".rows").find_parent("li") is one(thread, "#k3")
    assert one(thread, "#ici").find_parent("li") is one(thread, "#k3")
    assert one(thread, ".mine .said").get_text() == "Bonjour <b>"
    assert words(one(thread, "#k2")).startswith("Vous :")
    assert words(one(thread, "#k1")).startswith("Palier :")


def test_a_radar_is_a_picture_with_its_words_under_it() -> None:
    sizes = Sizes()
    radar = Radar(CHART, (Heading("Collège <A>"), Figures("Les chiffres", ("D", "V"), (("x", "1"),))))
    image = one(html([kept(4, radar)], sizes=sizes), "img.radar")
    assert (image["src"], image["width"], image["height"]) == ("/image/4.png", "1080", "1080")
    assert "Collège <A>" in str(image["alt"])
    assert image.find_next("table") is not None
    sizes.learn(CHART, white(1080, 1323))
    assert one(html([kept(4, radar)], sizes=sizes), "img.radar")["height"] == "1323"


def test_a_qr_code_is_one_picture_named_by_its_words_while_its_screen_lives() -> None:
    screen = Screen((Heading("Invitation"), QrCode(LINK, "QR code du lien <web>.")))
    living = one(html([kept(1, screen, live=True)]), "[role=img]")
    assert living["aria-label"] == words(living) == "QR code du lien <web>."
    assert one(living, "svg")["viewbox"]
    assert not one(living, "svg").select("[style], style, script")
    old = html([kept(1, screen), kept(2, Screen((Heading("Suite"),)), live=True)])
    assert not old.select("[role=img]")


def test_the_line_to_write_on_says_what_is_awaited() -> None:
    screen = Screen((Heading("UAI"),), prompt="UAI, par exemple 0750655E")
    awaited = one(html([kept(1, screen, live=True)], prompt=screen.prompt), "textarea")
    assert awaited["placeholder"] == "UAI, par exemple 0750655E"
    assert one(html([kept(1, screen)]), "textarea")["placeholder"] == "Écrire un message ou /aide"


def test_the_menu_has_every_command_in_the_readers_words() -> None:
    for language, named in (("fr", "name"), ("en", "english")):
        menu = one(html([], language), ".menu form")
        assert menu["action"] == "/say"
        typed = [button["value"] for button in menu.select("button[name=text]")]
        assert typed == [f"/{getattr(command, named)}" for command in COMMANDS]


def test_whoever_listens_hears_each_thing_by_its_name() -> None:
    chat = html([kept(1, Screen((Heading("Q"),)), live=True)])
    assert chat.select_one("html[lang=fr]")
    assert len(chat.select("h1")) == 1
    assert len(chat.select("[aria-live]")) == 1
    assert {one(chat, name).name for name in ("header", "main", "footer")} == {"header", "main", "footer"}
    assert one(chat, "label[for=text]").get_text()
    for button in chat.select("button"):
        assert button.get_text(strip=True) or button.get("aria-label")


def test_paragraphs_keep_their_lines() -> None:
    live = shown(Paragraph("Note : un\ndeux"))
    assert one(live, ".words").get_text() == "Note : un\ndeux"


def test_a_number_keeps_to_its_word() -> None:
    said = "Niveau 3 › 0 sur 3 (8 minutes, 19 questions) 12 5 20"
    assert bound(said) == "Niveau~3~› 0~sur~3 (8~minutes, 19~questions) 12 5 20".replace("~", "\u00a0")
    live = shown(
        Paragraph(said), Quote("Étape 1", "mars 2026"), Figures("19 sur 20", ("D", "V"), (("x", "1 (2 sur 2)"),))
    )
    assert one(live, ".words").get_text() == bound(said)
    assert one(live, ".lead span").get_text() == "Étape\u00a01"
    assert one(live, "td").get_text() == "1 (2\u00a0sur\u00a02)"
    assert one(live, "blockquote").get_text().strip() == "mars 2026", "the framework's words stay as they are"


def test_a_command_in_a_sentence_can_be_tapped_where_it_stands() -> None:
    live = shown(Paragraph("Les voir : /mesdonnees. http://x/aide, /rien, /erase"), notice="Écrivez /aide.")
    typed = live.select("button.command")
    assert [button["value"] for button in typed] == ["/aide", "/mesdonnees", "/erase"]
    assert {(button["form"], button["name"]) for button in typed} == {("commands", "text")}
    assert one(live, ".words").get_text() == "Les voir : /mesdonnees. http://x/aide, /rien, /erase"
    old = html([kept(1, Screen((Paragraph("/aide"),))), kept(2, Screen(()), live=True)])
    assert not old.select(".command")
    assert one(old, "form#commands")["action"] == "/say"
