"""Models are loaded once, with quick matrix products."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from etl.events.language import QuickOps, load_language


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_matrix_products_are_those_of_the_usual_operations(trans1: bool, trans2: bool) -> None:
    draw = np.random.default_rng(1)
    x = draw.random((5, 3) if trans1 else (3, 5), dtype=np.float32)
    y = draw.random((4, 5) if trans2 else (5, 4), dtype=np.float32)
    out = np.zeros((3, 4), dtype=np.float32)
    usual = super(QuickOps, QuickOps()).gemm(x, y, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(QuickOps().gemm(x, y, trans1=trans1, trans2=trans2), usual, rtol=1e-5)
    QuickOps().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(out, usual, rtol=1e-5)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_layers_use_them_in_one_thread(lang: str) -> None:
    tok2vec = load_language(lang).get_pipe("tok2vec")
    assert all(isinstance(layer.ops, QuickOps) for layer in tok2vec.model.walk() if layer.name == "maxout")
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


def test_a_language_is_loaded_once() -> None:
    assert load_language("fr") is load_language("fr")
