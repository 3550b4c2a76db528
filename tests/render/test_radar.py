"""A radar says what the answers say, to any eye, on any screen."""

from __future__ import annotations

import io
import math
import warnings
from collections import defaultdict
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from bot.render.lettering import drawable
from bot.render.radar import draw, figure
from bot.render.radar_plan import HUB, STYLES, plan
from dialogs.chart import Chart, Ring, Series

LEVELS = (Ring(1, "Niveau 1"), Ring(2, "Niveau 2"), Ring(3, "Niveau 3"))
SHARES = tuple(Ring(share, f"{share}\u00a0%") for share in (25, 50, 75, 100))
FIVE = (
    "Pilotage, impulsion et organisation",
    "Pratiques éducatives et pédagogiques",
    "Formation",
    "Ressources",
    "Infrastructure réseau équipement",
)
SIX = (
    "Pilotage, impulsion et organisation",
    "Accompagnement et formation",
    "Accès, réseau et équipement",
    "Travail des équipes",
    "Mise en œuvre pédagogique et éducative",
    "Espaces de travail numérique",
)
LONG = (
    "La direction et l'équipe de pilotage élargie",
    "Les enseignants et leurs pratiques de classe",
    "Les membres de la vie scolaire et l'internat",
    "Les apprenants et leurs familles, les tuteurs",
    "Les partenaires extérieurs de l'établissement",
    "Les infrastructures et les équipements réseau",
    "Mise en œuvre pédagogique et éducative",
)
GAP = "pas encore répondu"


def ladder(*values: float | None, axes: tuple[str, ...] = FIVE, title: str = "Collège Jean Lurçat") -> Chart:
    return Chart(title, "Positionnement de novembre 2026", axes, LEVELS, (Series("2026", values),), GAP)


def stages(*rows: tuple[float | None, ...], axes: tuple[str, ...] = SIX) -> Chart:
    series = tuple(Series(f"Étape {number}", row) for number, row in enumerate(rows, 1))
    return Chart("Lycée agricole de Besançon-Granvelle", "NumEA · octobre 2026", axes, SHARES, series, GAP)


FULL = ladder(1.6, 2.0, 0.5, 1.0, 2.2)
PARTIAL = ladder(1.6, 2.4, None, None, None)
NESTED = stages((80, 100, 60, 75, 90, 50), (40, 70, 35, 50, 60, 25), (10, 45, 0, 20, 30, 0))
PAIR = stages((80, 100, None, None, 90, 50), (40, 70, None, None, 60, 25), (10, 45, None, None, 30, 0))
CHARTS = {
    "ladder": FULL,
    "one domain": ladder(1.6, None, None, None, None),
    "two neighbours": PARTIAL,
    "zeros and a gap": ladder(0, 0, 2, 0, None),
    "all zero": ladder(0, 0, 0, 0, 0),
    "all at the top": ladder(3, 3, 3, 3, 3),
    "nothing yet": ladder(None, None, None, None, None),
    "stages": NESTED,
    "stages, in part": PAIR,
    "stages, one": stages((80, *(None,) * 5), (40, *(None,) * 5), (10, *(None,) * 5)),
    "stages, all": stages((100,) * 6, (100,) * 6, (100,) * 6),
    "seven long names": ladder(1, 2, 3, 1.5, 2.5, 0.5, 0, axes=LONG),
    "stages, seven long names": stages((80,) * 7, (40,) * 7, (10,) * 7, axes=LONG),
    "five long names": ladder(1, 2, 3, 1.5, 2.5, axes=LONG[:5]),
    "six long names": stages((80,) * 6, axes=LONG[1:]),
    "three short names": ladder(1, 2, 3, axes=("A", "B", "C")),
    "a long title": ladder(1, 2, 3, 1, 2, title="Lycée polyvalent des métiers de l'aéronautique " * 3),
    "one endless word": ladder(1, 2, 3, axes=("Anticonstitutionnellement" * 4, "B", "C"), title="É" * 200),
    "no title": ladder(1, 2, 3, 1, 2, title=""),
}


@pytest.fixture(params=list(CHARTS.values()), ids=list(CHARTS))
def chart(request: pytest.FixtureRequest) -> Chart:
    asked: Chart = request.param
    return asked


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def texts(sheet: Figure, gid: str) -> list[Text]:
    return [text for text in sheet.findobj(Text) if (text.get_gid() or "").split(":")[0] == gid]


def lines(sheet: Figure, gid: str) -> list[Line2D]:
    return [line for line in sheet.findobj(Line2D) if line.get_gid() == gid]


def boxes(sheet: Figure, gid: str) -> dict[str, list[Bbox]]:
    """The extents of the texts, by full gid, in pixels."""
    sheet.draw_without_rendering()
    found = defaultdict(list)
    for text in texts(sheet, gid):
        found[str(text.get_gid())].append(text.get_window_extent())
    return found


def path(line: Line2D) -> list[tuple[float, float]]:
    return [(x, y) for x, y in np.asarray(line.get_xydata()).tolist()]


def vertices(sheet: Figure, gid: str) -> set[tuple[int, int]]:
    return {(round(x), round(y)) for line in lines(sheet, gid) for x, y in path(line)}


def on_axis(asked: Chart, axis: int, value: float) -> tuple[int, int]:
    x, y = plan(asked).at(axis, value)
    return round(x), round(y)


def test_a_radar_is_a_small_png_1080_pixels_wide_with_no_metadata(chart: Chart) -> None:
    png = draw(chart)
    picture = opened(png)
    picture.load()
    assert picture.format == "PNG"
    assert picture.width == 1080
    assert 700 < picture.height < 1800
    assert len(png) < 100_000
    assert picture.info == {}


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw(NESTED) == draw(NESTED)
    assert draw(FULL) != draw(PARTIAL)


def test_every_axis_is_named_whole_and_nothing_is_lost(chart: Chart) -> None:
    sheet = figure(chart)
    for axis, name in enumerate(chart.axes):
        words = [text.get_text() for text in texts(sheet, "axis") if text.get_gid() == f"axis:{axis}"]
        assert "".join(words).replace(" ", "") == name.replace(" ", "")
    assert [text.get_text() for text in texts(sheet, "ring")] == [ring.label for ring in chart.rings]
    subtitle = " ".join(text.get_text() for text in texts(sheet, "subtitle"))
    assert subtitle == chart.subtitle


def test_names_are_large_enough_for_a_phone_and_never_cut_or_overlapping(chart: Chart) -> None:
    sheet = figure(chart)
    size = sheet.bbox
    placed = {gid: Bbox.union(found) for gid, found in (boxes(sheet, "axis") | boxes(sheet, "ring")).items()}
    for kind in ("axis", "ring", "title", "subtitle", "note"):
        for found in boxes(sheet, kind).values():
            for box in found:
                assert box.x0 >= 10 and box.y0 >= 5 and box.x1 <= size.x1 - 10 and box.y1 <= size.y1 - 5
    for (one, first), (other, second) in combinations(placed.items(), 2):
        assert not first.overlaps(second), (one, other)
    assert all(float(text.get_fontsize()) >= 35 for text in texts(sheet, "axis"))


def test_no_name_stands_on_the_rings_or_on_title_or_legend(chart: Chart) -> None:
    sheet = figure(chart)
    laid = plan(chart)
    outline = Polygon(laid.ring(chart.rings[-1].value)).get_path()
    axes = sheet.axes[0]
    placed = {gid: Bbox.union(found) for gid, found in boxes(sheet, "axis").items()}
    others = [box for kind in ("title", "subtitle", "note") for found in boxes(sheet, kind).values() for box in found]
    for gid, box in placed.items():
        assert not outline.intersects_bbox(box.transformed(axes.transData.inverted()), filled=True), gid
        assert not any(box.overlaps(other) for other in others), gid


@pytest.mark.parametrize("name", ["ladder", "two neighbours", "stages, in part", "all at the top", "stages, all"])
def test_no_ring_label_stands_on_a_line_of_the_answers(name: str) -> None:
    sheet = figure(CHARTS[name])
    found = boxes(sheet, "ring")
    inverse = sheet.axes[0].transData.inverted()
    for line in (line for number in range(3) for line in lines(sheet, f"series:{number}")):
        for gid, (box,) in found.items():
            assert not line.get_path().intersects_bbox(box.transformed(inverse), filled=False), gid


def test_an_answered_axis_has_its_vertex_at_its_value() -> None:
    assert vertices(figure(FULL), "series:0") == {
        on_axis(FULL, axis, value) for axis, value in enumerate((1.6, 2.0, 0.5, 1.0, 2.2))
    }
    assert path(lines(figure(FULL), "series:0")[0])[0] == pytest.approx(path(lines(figure(FULL), "series:0")[0])[-1])


@pytest.mark.parametrize("asked", [PARTIAL, PAIR, ladder(1, None, 2, None, 3), ladder(0, 0, 2, 0, None)])
def test_an_axis_without_an_answer_has_no_vertex_and_no_line_crosses_it(asked: Chart) -> None:
    sheet = figure(asked)
    gaps = plan(asked).gaps
    assert gaps
    for number, series in enumerate(asked.series):
        answered = {on_axis(asked, axis, value) for axis, value in enumerate(series.values) if value is not None}
        assert vertices(sheet, f"series:{number}") - {(0, 0)} == answered
        for line in lines(sheet, f"series:{number}"):
            for (ax, ay), (bx, by) in pairwise(path(line)):
                turns = [(math.pi / 2 - 2 * math.pi * gap / len(asked.axes)) for gap in gaps]
                for turn in turns:
                    sides = [x * math.sin(turn) - y * math.cos(turn) for x, y in ((ax, ay), (bx, by))]
                    ahead = ((ax + bx) / 2) * math.cos(turn) + ((ay + by) / 2) * math.sin(turn) > 1
                    assert not (sides[0] * sides[1] < -1e-6 and ahead), "a line crosses a gap"


def test_a_gap_is_dashed_marked_and_explained_and_a_zero_is_a_marker_on_the_hub() -> None:
    asked = ladder(0, 1, 2, 1, None)
    sheet = figure(asked)
    assert [text.get_gid() for text in texts(sheet, "gap")] == ["gap:4"]
    assert texts(sheet, "gap")[0].get_text() == "—"
    assert lines(sheet, "spoke:4")[0].get_linestyle() != "-"
    assert lines(sheet, "spoke:0")[0].get_linestyle() == "-"
    assert any(GAP in text.get_text() for text in texts(sheet, "note"))
    x, y = on_axis(asked, 0, 0)
    assert (x, y) in vertices(sheet, "series:0")
    assert 0 < math.hypot(x, y) == pytest.approx(plan(asked).radius * HUB, abs=1)
    assert draw(ladder(0, 1, 2, 1, 0)) != draw(asked)


def test_without_a_gap_nothing_speaks_of_gaps() -> None:
    assert texts(figure(FULL), "gap") == texts(figure(FULL), "note") == []


def test_a_single_answer_shows_as_its_marker_and_its_spoke() -> None:
    asked = ladder(None, 1.6, None, None, None)
    drawn = lines(figure(asked), "series:0")
    assert any(line.get_marker() == "o" and line.get_markersize() >= 20 for line in drawn)
    assert any([(round(x), round(y)) for x, y in path(line)] == [(0, 0), on_axis(asked, 1, 1.6)] for line in drawn)


def test_an_empty_radar_shows_the_grid_and_says_why() -> None:
    sheet = figure(ladder(None, None, None, None, None))
    assert lines(sheet, "series:0") == []
    assert len(texts(sheet, "gap")) == 5
    assert any(GAP in text.get_text() for text in texts(sheet, "note"))
    no_series = Chart("", "", FIVE, LEVELS, (), GAP)
    assert len(texts(figure(no_series), "gap")) == 5


def test_the_same_axes_stay_in_place_while_the_answers_come_in() -> None:
    assert [label.box for label in plan(FULL).labels] == [label.box for label in plan(PARTIAL).labels]


def grey(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 255 * (0.299 * red + 0.587 * green + 0.114 * blue)


def test_series_differ_by_grey_line_marker_and_hatching_each_alone() -> None:
    for one, other in combinations(STYLES, 2):
        assert abs(grey(one.colour) - grey(other.colour)) >= 30
        assert one.line != other.line
        assert one.marker != other.marker
        assert one.hatch != other.hatch
        assert one.size != other.size


def test_every_line_stands_out_from_the_paper() -> None:
    def light(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    for style in STYLES:
        red, green, blue = map(light, to_rgb(style.colour))
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 3


def test_several_series_have_a_legend_and_one_has_none() -> None:
    assert [text.get_text() for text in texts(figure(NESTED), "note")] == ["Étape 1", "Étape 2", "Étape 3"]
    assert len(lines(figure(NESTED), "legend")) == 6
    assert lines(figure(FULL), "legend") == []


def test_a_value_above_the_scale_stays_on_the_outermost_ring() -> None:
    assert vertices(figure(ladder(9, 3, 3, 3, 3)), "series:0") == vertices(figure(ladder(3, 3, 3, 3, 3)), "series:0")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("École 🏫 Jules-Ferry 👩‍🏫", "École Jules-Ferry"),
        ("École 学校", "École □□"),
        ("𝓒ollège ﬁn", "Collège ﬁn"),
        ("a\u202eb\u200bc\x00d\ud800e", "abcde"),
        ("e\u0301cole\tn°\u00a01\n", "école n°\u00a01"),
        ("$x^2$ & <b> \\frac{1}{2}", "$x^2$ & <b> \\frac{1}{2}"),
        ("مدرسة", "مدرسة"),
        ("🏫", ""),
    ],
)
def test_a_name_shows_what_the_font_has_and_drops_the_rest(name: str, shown: str) -> None:
    assert drawable(name) == shown


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60), st.lists(st.text(max_size=45), min_size=3, max_size=7))
def test_any_unicode_is_drawn_without_a_warning(words: str, names: list[str]) -> None:
    series = (Series(words, tuple(1.0 for _ in names)), Series(words, tuple(None for _ in names)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert opened(draw(Chart(words, words, tuple(names), LEVELS, series, words))).width == 1080


@pytest.mark.parametrize(
    "asked",
    [
        Chart("", "", ("A", "B"), LEVELS, (Series("", (1, 2)),), GAP),
        Chart("", "", FIVE, (), (), GAP),
        Chart("", "", FIVE, (Ring(0, "0"),), (), GAP),
        Chart("", "", FIVE, LEVELS, (Series("", (1, 2)),), GAP),
        Chart("", "", FIVE, LEVELS, (Series("", (1,) * 5),) * 4, GAP),
    ],
)
def test_what_cannot_be_a_radar_is_an_error(asked: Chart) -> None:
    with pytest.raises(ValueError, match="needs"):
        draw(asked)


@pytest.mark.parametrize("chart", [FULL, NESTED, PARTIAL], ids=["one polygon", "three", "with gaps"])
def test_a_picture_over_a_kept_ground_is_the_picture_drawn_whole(chart: Chart) -> None:
    """The ground serves many pictures: nothing of one is left in the next."""
    other = replace(chart, series=tuple(replace(it, values=it.values[::-1]) for it in chart.series))
    for _ in range(2):
        draw(other)
        kept = Image.open(io.BytesIO(draw(chart))).convert("RGB")
        whole, raw = figure(chart), io.BytesIO()
        whole.savefig(raw, format="rgba", dpi=72)
        size = (round(whole.get_figwidth() * 72), round(whole.get_figheight() * 72))
        drawn = Image.frombytes("RGBA", size, raw.getvalue()).convert("RGB")
        apart = np.abs(np.asarray(kept, dtype=int) - np.asarray(drawn, dtype=int)).max(axis=2)
        assert (apart > 48).mean() < 0.0005  # a palette of 64 rounds; it moves nothing
        assert apart.mean() < 1
