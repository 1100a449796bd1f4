# ruff: noqa: E501 (rows of examples are read across)
"""The URL is the state: what is written is read back, what is not known is reported."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.filters import LANGS, MODES, PERIODS, QUADS, SECTORS, SORTABLE, Filter, State, View
from dashboard.links import Problem, decode, encode
from etl.schema import EVENT_TYPES

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
actors = st.lists(st.sampled_from(["RUS", "PRK", "G7X", "NSA:HAMAS", "NSA:M23"]), unique=True, max_size=4).map(tuple)
names = st.lists(st.text(min_size=1, max_size=30), unique=True, max_size=3).map(tuple)


def some(values: object) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=4).map(tuple)  # type: ignore[call-overload]


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    period = draw(st.sampled_from(PERIODS))
    ends = sorted([draw(days), draw(days)])
    start, end = (ends[0], ends[1]) if period == "custom" else (None, None)
    return Filter(
        period, start, end, draw(actors), draw(actors), draw(some(SECTORS)), draw(some(SECTORS)), draw(st.booleans()), draw(some(EVENT_TYPES)),
        draw(some(QUADS)), draw(some(["FRA", "XKX"])), draw(names), draw(names), draw(some(LANGS)), draw(st.integers(0, 100)) / 100, draw(st.booleans()),
    )  # fmt: skip


views = st.builds(
    View, lang=st.sampled_from([None, "fr", "en"]), data=st.one_of(st.none(), st.integers(1, 10**6)), event=st.text(max_size=100), find=st.text(max_size=100),
    sort=st.sampled_from(SORTABLE), up=st.booleans(), page=st.integers(1, 10**6), columns=some(["event_id", "mode"]), mode=st.sampled_from(MODES),
    hops=st.integers(0, 2), weight=st.integers(1, 10**6), core=st.integers(0, 50), step=st.one_of(st.none(), days), versus=actors,
)  # fmt: skip


@settings(deadline=None)  # a busy machine pauses for longer than any of this takes
@given(st.builds(State, filters(), views))
def test_a_link_gives_back_the_state_it_was_made_from(state: State) -> None:
    assert decode(encode(state)) == (state, ())


@settings(deadline=None)  # a busy machine pauses for longer than any of this takes
@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=30), max_size=3), max_size=8))
def test_no_query_can_break_the_reader(query: dict[str, list[str]]) -> None:
    state, _ = decode(query)
    assert decode(encode(state))[0] == state


def test_the_default_state_leaves_the_url_clean() -> None:
    assert encode(State()) == {"v": ["1"]}


def test_a_link_holds_codes_and_no_labels() -> None:
    query = encode(State(Filter(quads=(3, 4), types=("ASSAULT",), a=("RUS",), share=True)))
    assert query == {"v": ["1"], "a": ["RUS"], "type": ["ASSAULT"], "quad": ["3,4"], "n": ["share"]}


def test_unknown_values_are_reported_and_the_rest_is_kept() -> None:
    state, problems = decode({"v": ["1"], "a": ["RUS,france"], "quad": ["4,7"], "colour": ["red"], "per": ["2w"]})
    assert state.filter == Filter(a=("RUS",), quads=(4,))
    assert set(problems) == {
        Problem("a", "france"),
        Problem("quad", "7"),
        Problem("colour", "red"),
        Problem("per", "2w"),
    }


def test_links_of_the_draft_scheme_still_open() -> None:
    state, problems = decode({"a": ["FRA"], "b": ["MLI"], "q": ["3.4"], "per": ["last4w"], "src": ["afp"]})
    assert (
        state.filter == Filter(period="4w", a=("FRA",), b=("MLI",), quads=(3, 4), outlets=("afp",)) and problems == ()
    )


def test_dates_in_the_wrong_order_are_put_right() -> None:
    state, _ = decode({"v": ["1"], "from": ["2026-05-01"], "to": ["2026-01-01"]})
    assert (state.filter.start, state.filter.end) == (dt.date(2026, 1, 1), dt.date(2026, 5, 1))


def test_a_year_is_whole_weeks_up_to_the_last_day_of_the_data() -> None:
    assert Filter().span(dt.date(2000, 1, 1), dt.date(2026, 11, 22)) == (dt.date(2025, 11, 24), dt.date(2026, 11, 22))
