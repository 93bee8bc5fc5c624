"""What our papers say: the facts of the dossier on the day of issue, letter by letter, and nothing that runs."""

import unicodedata
from typing import Any

import pytest
from django.utils import translation
from django.utils.html import escape

from dossiers.models import Attachment, Dossier, Paper
from dossiers.papers import legal_bases
from dossiers.papers.codes import code_of
from dossiers.papers.render import html_of
from people.models import Agency, Party
from procedures.models import Procedure
from tests.support.papers import ASKED, REASON, Desk, bare, made, read, read_by_poppler

pytestmark = pytest.mark.django_db
KINDS = Paper.Kind.values
LETTER_KINDS = ("result", "refusal", "stop_notice", "apology")
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = "".join(unicodedata.normalize("NFC", v + tone) for v in VOWELS for tone in TONES) + "đ"


def renamed(party: Party, name: str, **more: str) -> None:
    """The applicant under another name, from now on."""
    Party.objects.filter(pk=party.pk).update(name=name, **more)


WORDS = {
    "receipt": [
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Số: 01/GTN-BPMC",
        "Mẫu, ngày 02 tháng 3 năm 2026",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Ẫm Ệch Ợt Đẵng",
        "Số định danh cá nhân: 001150012345",
        "Địa chỉ: Số 1, xã Mẫu, tỉnh Mẫu",
        "Số điện thoại: 0912345678. Email: am@example.vn",
        "Nội dung yêu cầu giải quyết: Cấp giấy phép lao động cho người lao động nước ngoài",
        "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:",
        "Hộ chiếu còn giá trị Bản điện tử 01",
        "2. Số lượng hồ sơ: 01 (bộ)",
        "3. Thời gian giải quyết hồ sơ theo quy định là: 5 ngày làm việc",
        "4. Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 02/03/2026 (nộp lúc 08:00 ngày 02/03/2026)",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 09/03/2026",
        "6. Đăng ký nhận kết quả tại: Trực tiếp tại Bộ phận Một cửa",
        "7. Phí, lệ phí: 600.000 đồng, nộp trước khi nhận kết quả",
        "Quyển số: 2026, Số thứ tự: 01",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Người motcua",
        "Tổng đài: 1900 1234",
    ],
    "supplement_request": [
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Số: 01/PYC-BPMC",
        f"Hộ chiếu còn giá trị: {ASKED[0]['todo']}",
        f"Lý do: {REASON}",
        "Thời hạn giải quyết được tính lại từ đầu khi nhận đủ giấy tờ.",
        "NGƯỜI HƯỚNG DẪN",
        "Người chuyenvien",
    ],
    "reception_refusal": [
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Số: 01/PTC-BPMC",
        f"không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: {REASON}",
    ],
    "result": [
        "ỦY BAN NHÂN DÂN TỈNH MẪU",
        "THÔNG BÁO",
        "Kết quả giải quyết hồ sơ",
        "Số: 01/TB-SLĐTBXH",
        "Mẫu, ngày 04 tháng 3 năm 2026",
        "Kính gửi: Ông/Bà Nguyễn Thị Ẫm Ệch Ợt Đẵng",
        "Căn cứ Bộ luật Lao động số 45/2019/QH14 ngày 20 tháng 11 năm 2019;",
        "Căn cứ Nghị định số 152/2020/NĐ-CP ngày 30 tháng 12 năm 2020 của Chính phủ về người lao động",
        "Theo đề nghị của Phòng Việc làm - An toàn lao động.",
        "Loại kết quả: Giấy phép lao động.",
        REASON,
        "GIÁM ĐỐC",
        "Người lanhdao",
        "Nơi nhận: - Như trên;",
        "- Lưu: VT, ",
    ],
    "refusal": [
        "Từ chối giải quyết hồ sơ",
        "Số: 01/TB-SLĐTBXH",
        f"với lý do và căn cứ như sau: {REASON}",
        "quyền khiếu nại theo quy định của Luật Khiếu nại",
        "- Lưu: VT, ",
    ],
    "stop_notice": [
        "Dừng giải quyết hồ sơ",
        "Số: 01/TB-BPMC",
        "Lúc 09:00 ngày 03/03/2026, người nộp hồ sơ yêu cầu rút hồ sơ.",
        "kể từ ngày 04 tháng 3 năm 2026",
        REASON,
        "Phí, lệ phí: chưa nộp.",
        "- Lưu: VT.",
    ],
    "apology": [
        "V/v xin lỗi và hẹn lại ngày trả kết quả hồ sơ",
        "Số: 01/CV-SLĐTBXH",
        "thời gian hẹn trả kết quả là 17 giờ 00 phút",
        REASON,
        "hẹn lại thời gian trả kết quả là 17 giờ 00 phút, ngày 12/03/2026",
        "chỉ thực hiện một lần",
    ],
    "fee_receipt": [
        "BIÊN LAI THU PHÍ, LỆ PHÍ",
        "Số: 0000001",
        "Ký hiệu: BL-BPMC/2026",
        "Trần Văn Nộp",
        "600.000",
        "Sáu trăm nghìn đồng",
        "tiền mặt, lúc 09:00 ngày 03/03/2026",
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_says_what_the_dossier_holds_to_every_reader(desk: Desk, kind: str) -> None:
    paper = desk.issue(kind)
    assert paper.event

    content = made(paper)

    signed = [one["name"] for one in paper.context["signatories"]]
    assert len(signed) == 1 + (kind in LETTER_KINDS)  # the person too, the agency always
    always = [
        *signed,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        str(paper.dossier.code),
        f"Mã kiểm tra: {code_of(paper.event)}",
        "Văn bản được ký số",
        "Chứng thư số thử nghiệm",
        "Bản trình diễn",
    ]
    readings = [bare(text) for text in (read(content), read_by_poppler(content)) if text]
    missing = [words for words in [*WORDS[kind], *always] for text in readings if bare(words) not in text]
    assert missing == []


@pytest.mark.parametrize(("kind", "form"), [("receipt", "NFC"), *((kind, "NFD") for kind in KINDS)])
def test_every_vietnamese_letter_comes_out_as_it_went_in(desk: Desk, party: Party, kind: str, form: Any) -> None:
    small, capital = (unicodedata.normalize(form, text) for text in (LETTERS, LETTERS.upper()))
    renamed(party, small, address=capital)

    text = bare(read(made(desk.issue(kind))))

    assert LETTERS in text
    assert LETTERS.upper() in text


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_signs_a_paper_says_so(desk: Desk, settings: Any, kind: str) -> None:
    settings.SIGNING = settings.SIGNING | {"way": "none"}

    text = bare(read(made(desk.issue(kind))))

    letter = ["(Chưa ký số, chưa đóng dấu)", "chưa thay được văn bản có chữ ký và con dấu của cơ quan"]
    assert "chưađượckýsố" in text
    assert all((bare(words) in text) == (kind in LETTER_KINDS) for words in letter)


@pytest.mark.parametrize("kind", ["receipt", "refusal"])
def test_the_longest_names_are_printed_whole(desk: Desk, party: Party, kind: str) -> None:
    long, unbroken = ("Ẫm Ệch Ợt Đẵng " * 17)[:255], "Ệ" * 300
    renamed(party, long, address=unbroken)

    text = bare(read(made(desk.issue(kind))))

    assert bare(long) in text
    assert unbroken in text


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_typed_is_printed_and_never_run(desk: Desk, party: Party, kind: str) -> None:
    typed = '<b>"Robert\'); DROP TABLE--</b>{{ code }}<img src="file:///etc/passwd">&amp;'
    renamed(party, typed, address=typed)
    words = {"result": "text", "refusal": "text", "receipt": "", "fee_receipt": "payer"}.get(kind, "reason")

    html = html_of(desk.issue(kind, **({words: typed} if words else {})))

    assert html.count(escape(typed)) >= (3 if words else 2)
    assert "<b>" not in html
    assert 'src="file:' not in html


def test_an_english_page_issues_a_vietnamese_paper(desk: Desk) -> None:
    with translation.override("en"):
        html = html_of(desk.issue("receipt")) + html_of(desk.issue("result"))

    for words in ("nộp trước khi nhận kết quả", "Giấy tiếp nhận hồ sơ và hẹn", "Giám đốc"):
        assert words in html


def test_an_issued_paper_does_not_follow_later_changes(desk: Desk, party: Party, clerk: Any) -> None:
    papers = [desk.issue(kind) for kind in KINDS]
    before = [html_of(paper) for paper in papers]

    renamed(party, "Tên khác", address="Nơi khác")
    Agency.objects.update(name="Sở khác", place="Khác", symbol="SK")
    Procedure.objects.update(name_vi="Thủ tục khác", code="0")
    Dossier.objects.update(fee_due=1, due_ground="khác", answers={"result_delivery": "dien_tu"})
    Attachment.objects.all().delete()
    clerk.full_name = "Người khác"
    clerk.save()

    assert [html_of(Paper.objects.get(pk=paper.pk)) for paper in papers] == before


def test_a_walk_in_gets_originals_and_copies_counted(desk: Desk, edition: Any) -> None:
    keys = [row["key"] for row in edition.content["components"]]
    components = {keys[1]: {"original": 2, "copy": 1}, keys[6]: {"original": 0, "copy": 3}}

    text = bare(read(made(desk.taken_in(components, result_delivery="buu_chinh"))))

    for words in (
        "1 Văn bản đề nghị cấp giấy phép lao động của người sử dụng lao động Bản chính 01",
        "2 Giấy chứng nhận sức khỏe hoặc giấy khám sức khỏe Bản chính, bản sao chứng thực 02 + 01",
        "6 Hộ chiếu còn giá trị Bản sao chứng thực 03",
        "Qua dịch vụ bưu chính công ích: Số 12, thôn Mẫu, Xã Mẫu, Huyện Mẫu, Tỉnh Lào Cai",
    ):
        assert bare(words) in text
    assert bare("(Nộp trực tuyến)") not in text


def test_a_company_is_named_by_its_tax_number(desk: Desk, party: Party) -> None:
    renamed(party, "Công ty Mẫu", kind="organisation", citizen_id="", tax_code="0100109106")

    receipt, letter = (html_of(desk.issue(kind)) for kind in ("receipt", "result"))

    assert "Mã số thuế: 0100109106" in receipt
    assert "Kính gửi: Công ty Mẫu" in letter


@pytest.mark.parametrize(
    ("title", "number", "day", "line"),
    [
        ("Luật Việc làm", "38/2013/QH13", "2013-11-16", "Luật Việc làm số 38/2013/QH13 ngày 16 tháng 11 năm 2013"),
        (
            "Nghị định về X",
            "1/2020/NĐ-CP",
            "2020-02-05",
            "Nghị định số 1/2020/NĐ-CP ngày 05 tháng 02 năm 2020 của Chính phủ về X",
        ),
        ("Thông tư về X", "1/2020/TT-ABC", None, "Thông tư số 1/2020/TT-ABC về X"),
    ],
)
def test_a_legal_basis_is_cited_as_its_kind_is_cited(title: str, number: str, day: Any, line: str) -> None:
    basis = {"title_vi": title, "number": number, "date": day, "date_verified": bool(day)}

    assert legal_bases.lines([basis]) == [line]
