"""Pinyin of names and of what people type: syllables, their first letters, and letters split into syllables.

Syllables are compared folded: sounds that many speakers do not tell apart (zh/z, ch/c, sh/s, -ng/-n, ü/u) count as one.
"""

from functools import cache, lru_cache

READINGS = {"长葛": [["cháng"], ["gě"]]}
"""Words of the halls that the pinyin dictionary misreads."""
FOREIGN = "="
"""Stands before a run of letters or digits among syllables: `=3d da yin`."""
MOST_SPLITS = 4
"""Ways to read letters that are looked for; the ones of fewest syllables are meant nearly always."""
LONGEST_SYLLABLE = 6
LONGEST_LETTERS = 60
MOST_STEPS = 2000

_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou yi ya yo ye yao you yan yin yang ying wu wa wo wai wei wan wen wang weng"
    " yu yue yuan yun yong",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve ue",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}
SYLLABLES = frozenset(first + rest for first, finals in _FINALS.items() for rest in finals.split())
"""Every syllable of Mandarin, ü written v."""
BEGINNINGS = frozenset(syllable[:end] for syllable in SYLLABLES for end in range(1, len(syllable)))
_CONSONANTS = frozenset("bpmfdtnlgkhjqxrzcsyw")


def spell(run: str) -> list[str]:
    """The syllables of a run of Han characters, without tones: 身份 → shen, fen."""
    return list(_spell(run))


@lru_cache(4096)
def fold(syllable: str) -> str:
    """A syllable or its beginning with sounds that are often mixed up made one: zheng and zen → zen."""
    if len(syllable) > 1 and syllable[1] == "h" and syllable[0] in "zcs":
        syllable = syllable[0] + syllable[2:]
    if syllable.endswith("ng"):
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


def first_letter(syllable: str) -> str:
    """What a syllable, or a foreign run among syllables, adds to the initials of a text."""
    return syllable[1:] if syllable.startswith(FOREIGN) else syllable[:1]


@lru_cache(256)
def split(letters: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read letters as syllables, the last of which may be a beginning; whole and few syllables first.

    shenfenz → shen fen z; xian → xian, xi an; nothing where they cannot be read so.
    """
    if not letters.isascii() or not letters.isalpha() or len(letters) > LONGEST_LETTERS:
        return ()
    found = _ways(letters)
    whole = [way for way in found if way[-1] in SYLLABLES]
    ordered = sorted(whole or found, key=lambda way: (len(way), [-len(syllable) for syllable in way]))
    return tuple(ordered[:MOST_SPLITS])


@lru_cache(256)
def split_loosely(letters: str) -> tuple[str, ...]:
    """Letters as syllables among first letters of syllables: shenfz → shen, f, z; nothing where no syllable is there."""
    units: list[str] = []
    at = 0
    while at < len(letters):
        size = next(
            (
                n
                for n in range(min(LONGEST_SYLLABLE, len(letters) - at), 1, -1)
                if letters[at : at + n] in SYLLABLES
            ),
            1,
        )
        if size == 1 and letters[at] not in _CONSONANTS:
            return ()
        units.append(letters[at : at + size])
        at += size
    return tuple(units) if any(len(unit) > 1 for unit in units) else ()


@lru_cache(256)
def split_mistyped(letters: str) -> tuple[str, ...]:
    """Letters that cannot be read cleanly, as the syllables in them with the rest between: yignye → yi, gn, ye."""
    units: list[str] = []
    rest, at = "", 0
    while at < len(letters):
        size = next(
            (
                n
                for n in range(min(LONGEST_SYLLABLE, len(letters) - at), 1, -1)
                if letters[at : at + n] in SYLLABLES
            ),
            0,
        )
        if not size:
            rest, at = rest + letters[at], at + 1
            continue
        if rest:
            units.append(rest)
            rest = ""
        units.append(letters[at : at + size])
        at += size
    return (*units, rest) if rest else tuple(units)


def _ways(letters: str) -> list[tuple[str, ...]]:
    """Every way, up to a number of steps that no honest text needs."""
    found: list[tuple[str, ...]] = []
    open_ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for _ in range(MOST_STEPS):
        if not open_ways:
            break
        at, way = open_ways.pop()
        rest = letters[at:]
        if not rest:
            found.append(way)
            continue
        if rest in BEGINNINGS and rest not in SYLLABLES:
            found.append((*way, rest))
        open_ways.extend(
            (at + size, (*way, rest[:size]))
            for size in range(1, min(LONGEST_SYLLABLE, len(rest)) + 1)
            if rest[:size] in SYLLABLES
        )
    return found


@cache
def _load_readings() -> None:
    """Teach the dictionary our words; importing it takes 0.1 s, so only when first needed."""
    from pypinyin import load_phrases_dict

    load_phrases_dict(READINGS)


@lru_cache(8192)
def _spell(run: str) -> tuple[str, ...]:
    """Word by word, as the dictionary would: names of matters are made of the same few words."""
    _load_readings()
    from pypinyin.seg.mmseg import seg

    return tuple(syllable for word in seg.cut(run) for syllable in _spell_word(word))


@lru_cache(32_768)
def _spell_word(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(syllable.lower().replace("ü", "v") for syllable in lazy_pinyin(word))
