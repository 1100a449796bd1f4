"""This module is about hexagons: cells of one size on the map, for views with more places than can be drawn.

The grid lies on the map's own projection (Mercator), so cells look alike everywhere and do not depend on the zoom. A cell
has an id that a link may hold like a place's; it means the same in every version of the data.
"""

PREFIX = "hex:"
WIDTH = 4.0  # degrees of longitude, edge to edge: some 300 km in Europe; all land is under 2,000 cells
_EDGE = 85.0  # degrees of latitude that the map shows
_OFFSET = 500  # keeps rows and columns of a cell's number positive
_NUMBER = """
CASE WHEN {d1} < {d2} THEN (2 * round({y})::INTEGER + {o}) * 1000 + 2 * round({x})::INTEGER + {o}
ELSE (2 * floor({y})::INTEGER + 1 + {o}) * 1000 + 2 * floor({x})::INTEGER + 1 + {o} END"""


def number_sql(lat: str, lon: str) -> str:
    """An SQL expression for the number of the cell that holds a point (degrees).

    Two rectangular grids, one shifted by half a step, hold the centres of all hexagons; the nearer centre's cell holds the point
    (Carr et al. 1987).
    """
    north = f"degrees(ln(tan(radians(45 + least({_EDGE}, greatest(-{_EDGE}, {lat})) / 2))))"
    x, y = f"({lon} / {WIDTH})", f"({north} / ({WIDTH} * sqrt(3)))"
    first = f"(({x} - round({x})) ** 2 + 3 * ({y} - round({y})) ** 2)"
    second = f"(({x} - floor({x}) - 0.5) ** 2 + 3 * ({y} - floor({y}) - 0.5) ** 2)"
    return _NUMBER.format(x=x, y=y, d1=first, d2=second, o=_OFFSET)


def split(places: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Ids of places, and the numbers of cells among them."""
    cells = [place for place in places if place.startswith(PREFIX) and place.removeprefix(PREFIX).isdecimal()]
    return tuple(p for p in places if p not in cells), tuple(int(cell.removeprefix(PREFIX)) for cell in cells)
