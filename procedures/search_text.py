"""Normalise text for search: one folded spelling, synonyms, and the correction of misspelt words. Pure."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from toolbox.text import fold

TYPED_MAX, WORDS_MAX, CLOSE = 200, 12, 0.7
# What people type: what the catalogue has. Both without accents, and with i for y.
SYNONYMS = {
    "tien tuat": "mai tang",
    "ma chai": "mai tang",
    "tan tat": "khuiet tat",
    "tat nguien": "khuiet tat",
    "gpld": "giai phep lao dong",
    "bhtn": "bao hiem that nghiep",
    "atvsld": "an toan ve sinh lao dong",
    "da cam": "chat doc hoa hoc",
    "dioxin": "chat doc hoa hoc",
    "giai phep lam viec": "giai phep lao dong",
    "work permits": "work permit",
    "bao hiem thoi viec": "bao hiem that nghiep",
    "nguoi gia": "nguoi cao tuoi",
    "tien tro cap": "tro cap",
    "gia dinh liet si": "than nhan liet si",
    "noi quy cong ty": "noi quy lao dong",
    "ho khau": "noi thuong tru",
    "me don than": "don than",
}
# Names of agencies, folded: that they stand in the name of a procedure does not make it one for war invalids.
AGENCY = re.compile(r"\b(so|bo|nganh|phong) lao dong thuong binh va xa hoi( dia phuong)?\b")
NATIONAL_CODE = re.compile(r"(\d\.\d{6})\.000\.00\.00\.\w+")  # as the national portal writes it


def searchable(text: str) -> str:
    """*text* folded, i for y (liệt sỹ, liệt sĩ), no punctuation, known synonyms replaced."""
    words = NATIONAL_CODE.sub(r"\1", fold(text.replace("\0", " ")).replace("y", "i"))
    words = " ".join(word.strip(".") for word in re.split(r"[^\w.]+", words))
    words = AGENCY.sub(" ", words)
    for synonym, term in SYNONYMS.items():
        words = re.sub(rf"\b{synonym}\b", term, words)
    return " ".join(words.split())


def procedure_text(content: Mapping[str, Any], field_name: str, keywords: Iterable[str] = ()) -> str:
    """By which words a procedure is found: its names, code, aliases and everyday *keywords*, and its field."""
    names = [content["name_vi"], content.get("name_en", ""), content["code"]]
    return searchable(" ".join([*names, *content.get("aliases_vi", []), *keywords, field_name]))


def typed_words(typed: str) -> list[str]:
    """The words to look for; what nobody types, thousands of characters, is cut."""
    return searchable(typed[:TYPED_MAX]).split()[:WORDS_MAX]


def spelt(typed: str, vocabulary: Iterable[str]) -> str:
    """*typed*, folded, with each unknown word replaced by the nearest known one; numbers and codes stay."""
    known = set(vocabulary)
    together = " ".join(known)
    words = (
        word if word in together or not word.isalpha() else _nearest_word(word, known) for word in typed_words(typed)
    )
    return " ".join(words)


def _nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word most like *word*: two neighbouring letters that changed places count as one slip."""
    swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
    if candidates := sorted(swapped.intersection(known)):
        return candidates[0]
    return next(iter(get_close_matches(word[:20], sorted(known), n=1, cutoff=CLOSE)), word)


def nearest(typed: str, texts: Iterable[tuple[int, str]], most: int = 5) -> list[int]:
    """Keys of the texts that share most words with *typed*, misspelt ones too; best first."""
    known = [(key, set(text.split())) for key, text in texts]
    vocabulary = sorted(set().union(*(words for _key, words in known)))
    wanted: set[str] = set()
    for word in typed_words(typed):
        wanted.update(get_close_matches(word[:20], vocabulary, n=1, cutoff=0.75))
    scored = [(len(wanted & words), key) for key, words in known]
    return [key for score, key in sorted(scored, key=lambda row: -row[0]) if score][:most]
