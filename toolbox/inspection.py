"""Judge a stranger's file: how many pages, or what is wrong with it. Pure, and run apart from the site."""

import json

from toolbox import page_traits, pdf_reading, pictures

PDF = "application/pdf"
SIGNED_PDF = "application/pdf; signatures"  # not whether it can be kept, but what its signatures are worth
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # its rows are wanted, not kept
# Not whether it can be kept either, but what it shows, or how its camera was held.
PDF_TRAITS, PICTURE_TRAITS, ORIENTATION = "application/pdf; traits", "image; traits", "image; orientation"
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
    """The number of pages and no fault, or none and the word of FAULTS; of a SIGNED_PDF its signatures, as JSON.

    Of a WORKBOOK the number of its rows, with them as JSON; -1 with the word for the matter. Of PDF_TRAITS and
    PICTURE_TRAITS the number of pages with what they show as JSON, -1 where that cannot be told.
    """
    if content_type == SIGNED_PDF:
        return _signatures(content)
    if content_type == WORKBOOK:
        return _rows(content)
    if content_type in (PDF_TRAITS, PICTURE_TRAITS):
        return _traits(content, content_type)
    if content_type == ORIENTATION:
        return page_traits.orientation_of(content), ""
    try:
        if content_type == PDF:
            return pdf_reading.pages_of(content), ""
        pictures.check(content)
    except tuple(FAULTS) as error:
        return 0, FAULTS[type(error)]
    return 1, ""


def prepare(content_type: str) -> None:
    """Load what judging *content_type* takes, once, in the process that forks."""
    if content_type == SIGNED_PDF:
        from toolbox.pdf_signatures import warm_up  # half a second, which few files need

        warm_up()
    if content_type == WORKBOOK:
        import toolbox.workbook_reading  # noqa: F401 - few files need it, either


def _signatures(content: bytes) -> tuple[int, str]:
    from toolbox.pdf_signatures import UnreadablePdf, facts_of

    try:
        facts = facts_of(content)
    except (UnreadablePdf, MemoryError):
        return -1, "[]"
    return len(facts), json.dumps(facts)


def _rows(content: bytes) -> tuple[int, str]:
    from toolbox.workbook_reading import UnreadableWorkbook, facts_of

    try:
        facts = facts_of(content)
    except UnreadableWorkbook as error:
        return -1, str(error)
    except MemoryError:
        return -1, "large"
    return len(facts["rows"]), json.dumps(facts, ensure_ascii=False)


def _traits(content: bytes, content_type: str) -> tuple[int, str]:
    try:
        traits = (page_traits.of_pdf if content_type == PDF_TRAITS else page_traits.of_picture)(content)
    except Exception:  # a reader breaks in as many ways as there are files; none of them refuses one
        return -1, ""
    return traits["pages"], json.dumps(traits)
