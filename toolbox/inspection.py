"""Judge a stranger's file: how many pages, or what is wrong with it. Pure, and run apart from the site."""

from toolbox import pdf_reading, pictures

PDF = "application/pdf"
# What is wrong, by the exception that tells it; "spent" is said of a file that was too much for its judge.
FAULTS: dict[type[Exception], str] = {
    pdf_reading.Locked: "locked",
    pdf_reading.Active: "active",
    pdf_reading.Carrier: "carrier",
    pdf_reading.Damaged: "damaged",
    pictures.Damaged: "damaged",
    pictures.TooLarge: "too large",
    MemoryError: "spent",
}


def judge(content: bytes, content_type: str) -> tuple[int, str]:
    """The number of pages and no fault, or none and the word of FAULTS."""
    try:
        if content_type == PDF:
            return pdf_reading.pages_of(content), ""
        pictures.check(content)
    except tuple(FAULTS) as error:
        return 0, FAULTS[type(error)]
    return 1, ""
