"""Texts of few characters, so that what is searched is often there."""

from hypothesis import strategies as st

from core.text.search_fold import search_fold
from search.matching.words import Word

ALPHABET = "aabbc1_.+# 会会議室ーが。👍🏽가나йéनम\n"
raw_texts = st.text(alphabet=ALPHABET, max_size=40)
folded_texts = raw_texts.map(search_fold)
words = st.builds(Word, st.text(alphabet=ALPHABET, min_size=1, max_size=5).map(search_fold).filter(bool), st.booleans())
