"""Cut the print fonts down to the letters Vietnamese papers use: a tenth of the size, the same shapes."""

from pathlib import Path

from fontTools import subset

# Latin as Vietnamese, the peoples of Vietnam (ƀ Ƀ ĭ ŏ č ñ, accents over accents) and passports write it, and the signs
# of papers. What is not here is a box.
LETTERS = [
    *range(0x20, 0x2C0),
    *range(0x300, 0x370),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2027),
    0x20AB,
    0x20AC,
    0x2192,
    0x2212,
    0x2264,
    0x2265,
    0x25A1,  # stands in for what is not here
]


def trim(font: Path) -> None:
    """Rewrite *font* with our letters only."""
    options = subset.Options(layout_features=["*"], notdef_outline=True)
    loaded = subset.load_font(str(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(loaded)
    subset.save_font(loaded, str(font), options)


if __name__ == "__main__":
    for face in Path(__file__).parent.glob("built/fonts/tinos-*.ttf"):
        trim(face)
