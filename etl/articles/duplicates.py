"""This module is about near-duplicates: one text on ten sites, or an agency's copy with a new headline.

MinHash estimates how many of two texts' word sequences are the same; banding finds candidates without comparing all
pairs. Duplicates are kept as reports: they point to the first text read, and are not counted as independent.
"""

import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from etl.schema import Article

SHINGLE_WORDS = 4
PERMUTATIONS = 64
BANDS, ROWS = 16, 4  # two texts with a similarity of 0.7 share a band with a probability of 0.99, with 0.3 of 0.12
ALIKE = 0.6  # estimated share of common word sequences; agency copies with another lead and two cuts are above it
FEWEST_SHINGLES = 8  # shorter texts are alike by chance


@dataclass
class NearDuplicates:
    """The texts seen so far, by band; `find` asks and `add` remembers."""

    _ids: list[str] = field(default_factory=list)
    _signatures: list[Any] = field(default_factory=list)
    _bands: dict[int, int] = field(default_factory=dict)  # the first text with that band: copies point to it

    def first_like(self, article: Article) -> str | None:
        """Id of the first text that is nearly the same as `article`'s, or None; then `article` is remembered."""
        signature = sign(article.text[article.title_end :])
        if signature is None:
            return None
        keys = [zlib.crc32(signature[b * ROWS : (b + 1) * ROWS].tobytes(), b) * BANDS + b for b in range(BANDS)]
        candidates = sorted({self._bands[key] for key in keys if key in self._bands})
        for place in candidates:
            if float(np.mean(self._signatures[place] == signature)) >= ALIKE:
                return self._ids[place] if self._ids[place] != article.article_id else None
        self.remember(article.article_id, signature, keys)
        return None

    def remember(self, article_id: str, signature: Any, keys: list[int]) -> None:
        """Add one text under its bands."""
        self._ids.append(article_id)
        self._signatures.append(signature)
        for key in keys:
            self._bands.setdefault(key, len(self._ids) - 1)


def sign(text: str) -> Any | None:
    """MinHash signature of a text's word sequences (32-bit numbers), or None when it is too short."""
    from datasketch import MinHash

    words = "".join(char if char.isalnum() else " " for char in text.casefold()).split()
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    if len(shingles) < FEWEST_SHINGLES:
        return None
    minhash = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32)
    minhash.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return minhash.hashvalues.astype(np.uint32)
