"""What figures may be said to tell: never more than rounding allows, never over a boundary that moved."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from samenspel.apps.picture.figures import comparing
from samenspel.apps.picture.figures.comparing import course_of, difference, growth, joined, measure_of
from samenspel.apps.picture.figures.topics import TOPIC_OF_KEY

YOUNG = TOPIC_OF_KEY["age_15_to_25"]
DOCTOR = TOPIC_OF_KEY["distance_doctor"]
DENSITY = TOPIC_OF_KEY["density"]


def of(topic, small=True, **values):
    return measure_of(topic, {key: None if v is None else Decimal(v) for key, v in values.items()}, is_small=small)


def test_a_count_is_compared_as_a_share_of_its_whole():
    measure = of(YOUNG, age_15_to_25=700, inhabitants=2000)
    assert measure.value == 35
    assert measure.low < 35 < measure.high
    assert of(YOUNG, age_15_to_25=None, inhabitants=2000) is None
    assert of(YOUNG, age_15_to_25=5, inhabitants=None) is None
    assert of(YOUNG, age_15_to_25=0, inhabitants=0) is None
    assert of(DOCTOR, distance_doctor="0.6").value == Decimal("0.6")


@given(st.integers(0, 400), st.integers(0, 400), st.integers(401, 3000), st.integers(401, 3000))
def test_more_is_only_said_where_rounding_cannot_explain_it(one, other, people, neighbours):
    """Whatever the exact counts within the rounding were, the one that is called more is more."""
    own = of(YOUNG, age_15_to_25=one, inhabitants=people)
    there = of(YOUNG, age_15_to_25=other, inhabitants=neighbours)
    if difference(own, there) == "more":
        least = Decimal(max(one - 4, 0)) / (people + 4)
        most = Decimal(other + 4) / (neighbours - 4)
        assert least > most
    assert (difference(own, there) == "more") == (difference(there, own) == "less") or "same" in (
        difference(own, there), difference(there, own)
    )  # fmt: skip


def test_a_small_difference_is_called_the_same():
    assert difference(of(DENSITY, density=1000), of(DENSITY, density=1020, small=False)) == "same"
    assert difference(of(DOCTOR, distance_doctor="0.6"), of(DOCTOR, distance_doctor="0.7", small=False)) == "same"
    assert difference(of(DOCTOR, distance_doctor="0.6"), of(DOCTOR, distance_doctor="0.8", small=False)) == "less"
    assert difference(None, of(DENSITY, density=5)) == ""
    assert comparing.distance(DENSITY, of(DENSITY, density=9000), of(DENSITY, density=1000)) > Decimal("0.8")
    young, younger = of(YOUNG, age_15_to_25=700, inhabitants=2000), of(YOUNG, age_15_to_25=300, inhabitants=2000)
    assert Decimal("0.19") < comparing.distance(YOUNG, young, younger) < Decimal("0.2")


def by_year(**years):
    return {int(year[1:]): {"density": None if v is None else Decimal(v)} for year, v in years.items()}


def test_years_are_not_joined_over_a_boundary_that_moved():
    course = course_of(
        DENSITY,
        by_year(y2020=100, y2021=110, y2022=200, y2023=260),
        {2020: "1", 2021: "1", 2022: "3", 2023: "1"},
        is_small=True,
    )
    assert [moment.breaks for moment in course] == [(), (), ("boundary",), ()]
    assert [[moment.year for moment in part] for part in joined(course)] == [[2020, 2021], [2022, 2023]]
    first, last, direction = growth(course)
    assert (first.year, last.year, direction) == (2022, 2023, "more")


def test_a_boundary_that_moved_in_a_year_that_is_not_loaded_breaks_too():
    course = course_of(DENSITY, by_year(y2020=100, y2023=200), {2020: "1", 2022: "3", 2023: "1"}, is_small=True)
    assert course[1].breaks == ("boundary", "gap")
    assert growth(course) is None
    unknown = course_of(DENSITY, by_year(y2020=100, y2021=200), {2020: "1", 2021: ""}, is_small=True)
    assert unknown[1].breaks == ("unknown",)
    assert growth(unknown) is None


def test_a_year_in_which_the_source_began_to_count_otherwise_breaks():
    years = {2019: {"distance_doctor": Decimal("0.5")}, 2020: {"distance_doctor": Decimal("0.9")}}
    course = course_of(DOCTOR, years, {2019: "1", 2020: "1"}, is_small=True)
    assert course[1].breaks == ("counting",)
    assert len(joined(course)) == 2


def test_a_secret_year_is_a_hole_and_no_zero():
    course = course_of(DENSITY, by_year(y2020=100, y2021=None, y2022=120), dict.fromkeys(range(2020, 2023), "1"),
                       is_small=True)  # fmt: skip
    assert [moment.is_secret for moment in course] == [False, True, False]
    assert growth(course)[2] == "more"
