"""One gazetteer for all tests of places: the user's where it is current, else one built for the session."""

from pathlib import Path

import pytest

from etl.errors import GazetteerError
from etl.places.build import build_gazetteer
from etl.places.gazetteer import Gazetteer
from etl.places.home import GAZETTEER_FILE, find_home


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    try:
        return Gazetteer(find_home() / GAZETTEER_FILE)  # without the user's own places
    except GazetteerError:
        return Gazetteer(build_gazetteer(Path(tmp_path_factory.mktemp("places")) / GAZETTEER_FILE))
