"""How numbers and their scales are written in words, in the languages of the news; only tables, no reading."""

from __future__ import annotations


def _numbered(text: str, first: int) -> dict[str, float]:
    """Return the words of each field, counted from `first`; fields are parted by bars."""
    fields = text.split("|")
    return {word: float(value) for value, field in enumerate(fields, first) for word in field.split()}


SCALES = {
    name: 10.0**power
    for power, names in {
        2: "hundred hundreds",
        3: "thousand thousands k tausend mille mil тыс тысяч тысячи тысяча 千",
        4: "万 萬",
        5: "lakh lakhs लाख",
        6: "million millions m mn mln mio millionen millón millones milhões млн миллион миллиона миллионов εκατ",
        7: "crore crores करोड़",
        8: "億 亿 억",
        9: "billion billions bn mrd milliarde milliarden milliard milliards млрд миллиард миллиарда миллиардов δισ",
        12: "trillion trillions tn billionen 兆 трлн",
    }.items()
    for name in names.split()
}
"""What stands after digits."""

WORD_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
"""What stands after number words."""

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"

VALUES = {
    **_numbered(
        """zero none|one|two zwei deux dos два две|three drei trois tres три|four vier quatre cuatro четыре
        |five fünf cinq cinco пять|six sechs seis шесть|seven sieben siete семь|eight huit ocho восемь
        |nine neun neuf nueve девять|ten zehn diez десять|eleven|twelve zwölf douze doce|thirteen|fourteen|fifteen
        |sixteen|seventeen|eighteen|nineteen""",
        0,
    ),
    **_numbered(
        """first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth
        |fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth""",
        1,
    ),
    **{word: 10 * value for word, value in _numbered(_TENS, 2).items()},
    **{"dozen": 12.0, "half": 0.5, "twice": 2.0, "double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0},
}

NUMBER_WORDS = "|".join(sorted([*VALUES, *WORD_SCALES], key=len, reverse=True))
"""A pattern of them all."""
