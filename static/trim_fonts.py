"""Cut the print fonts down to the letters Vietnamese papers use: a tenth of the size, the same shapes."""

from pathlib import Path

from fontTools import subset

LETTERS = [
    *range(0x20, 0x17F),
    0x1A0,
    0x1A1,
    0x1AF,
    0x1B0,
    *range(0x300, 0x305),
    0x306,
    0x309,
    0x31B,
    0x323,
    *range(0x1EA0, 0x1EFA),
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
