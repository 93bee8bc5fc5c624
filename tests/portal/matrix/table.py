"""The table of competence as addresses: for every route who may read it and who may act by it.

A route that is not here fails `test_every_route_stands_in_the_table`. Sides stand for sets of people that depend on
the state of the dossier; `SEEN_AT_WORK` says which.
"""

from dataclasses import dataclass

CITIZENS = frozenset({"citizen", "neighbour"})
UNIT = frozenset({"clerk", "officer", "head", "leader"})
ELSEWHERE = frozenset({"clerk_elsewhere", "officer_elsewhere", "head_elsewhere"})
LATER = frozenset({"cashier", "seal_clerk"})
STAFF = UNIT | ELSEWHERE | LATER | {"auditor"}
SIGNED_IN = CITIZENS | STAFF | {"administrator"}
EVERYBODY = SIGNED_IN | {"anonymous"}
NOBODY: frozenset[str] = frozenset()
ADMINISTRATOR, CITIZEN, CASHIER, AUDITOR = (
    frozenset({who}) for who in ("administrator", "citizen", "cashier", "auditor")
)
SEAL_CLERK = frozenset({"seal_clerk"})
CLERKS = frozenset({"clerk", "clerk_elsewhere"})
HEADS = frozenset({"head", "head_elsewhere", "leader"})

# Whose daily work a dossier of the division is, by its state; a draft is its author's alone.
AT_DESK = frozenset({"clerk", "leader", "auditor"})
SEEN_AT_WORK = {
    "draft": NOBODY,
    "submitted": AT_DESK,
    "appraisal": UNIT | AUDITOR,
    "awaiting_supplement": UNIT | AUDITOR,
    "resolved": UNIT | AUDITOR,
}
# Cashier and seal clerk come in at their step, and see the parts that are named here.
FROM_THEIR_STEP = {"cashier": {"appraisal", "awaiting_supplement", "resolved"}, "seal_clerk": {"resolved"}}
PARTS_OF_LATER = {"cashier": {"dossier", "fee"}, "seal_clerk": {"dossier", "sealed paper"}}


@dataclass(frozen=True)
class Side:
    """Who reads a page about a dossier: the applicant's side, the officers', or both; and which part of it."""

    own: bool = False
    work: bool = False
    part: str = "dossier"
    only: frozenset[str] = frozenset()  # of them; empty: all
    states: frozenset[str] = frozenset()  # in which there is anything to read; empty: all

    def people(self, state: str) -> frozenset[str]:
        """Who reads it while the dossier is in *state*."""
        if self.states and state not in self.states:
            return NOBODY
        people = CITIZEN if self.own else NOBODY
        if self.work:
            people |= SEEN_AT_WORK[state]
            people |= {who for who in LATER if state in FROM_THEIR_STEP[who] and self.part in PARTS_OF_LATER[who]}
        return people & self.only if self.only else people


@dataclass(frozen=True)
class Row:
    """Who may read an address, and who may act by it; everybody else is refused or sent to sign in."""

    read: frozenset[str] | Side = NOBODY
    act: frozenset[str] = NOBODY

    def readers(self, state: str = "") -> frozenset[str]:
        """Who reads it, of a dossier in *state* where it is about one."""
        return self.read.people(state) if isinstance(self.read, Side) else self.read


# A form whose one choice is empty there says so (422) before anybody is asked for; it leaves no event.
UNFILLABLE = {
    *(("can-bo/ho-so/<str:name>/phan-cong/", state) for state in ("submitted", "resolved")),
    *(("can-bo/ho-so/<str:name>/thoi-lay-y-kien/", state) for state in SEEN_AT_WORK),  # nobody was asked
}

OWN, WORK, BOTH = Side(own=True), Side(work=True), Side(own=True, work=True)
API, PAGE, DESK = "api/v1/dossiers/<str:name>/", "ho-so/<str:name>/", "can-bo/ho-so/<str:name>/"
PUBLIC, ACCOUNT, ADMIN = Row(EVERYBODY), Row(SIGNED_IN, SIGNED_IN), Row(ADMINISTRATOR, ADMINISTRATOR)
SIGNERS, APPRAISERS, OFFICERS = frozenset({"leader"}), frozenset({"officer", "head"}), frozenset({"officer"})
MAKERS = frozenset({"officer", "officer_elsewhere", "seal_clerk"}) | HEADS | AUDITOR
CLERK, SUPERIORS = frozenset({"clerk"}), frozenset({"head", "leader"})
WORKERS = UNIT | LATER  # who might act on it one day

# By the word of the API and the slug of the page; who acts, whatever the state.
ACTS = {
    ("acceptance", "tiep-nhan"): CLERK,
    ("handover", "ban-giao"): CLERK,
    ("supplement", "nhan-bo-sung"): CLERK | CITIZEN,
    ("proposal", "trinh-ky"): APPRAISERS,
    ("approval", "phe-duyet"): SIGNERS,
    ("resolution", "ky-ket-qua"): SIGNERS,
    ("seal", "dong-dau"): SEAL_CLERK,
    ("return", "tra-ket-qua"): CLERK,
    ("ground-confirmation", "xac-nhan-dien-phi"): CLERK,
    ("", "sua-dien-phi"): CLERK,
    ("", "nhan-xu-ly"): OFFICERS | SUPERIORS,
    ("", "phan-cong"): SUPERIORS,
    ("supplement-request", "yeu-cau-bo-sung"): APPRAISERS | CLERK,
    ("payment-demand", "yeu-cau-nop-phi"): APPRAISERS,
    ("take-over", "nhan-thay"): OFFICERS | SUPERIORS,
    ("apology", "xin-loi"): SIGNERS,
    ("delay", "nguyen-nhan-cham"): UNIT,
    ("send-back", "tra-lai"): SIGNERS,
    ("step-completion", "xong-buoc"): APPRAISERS,
    ("draft", "trinh-du-thao"): APPRAISERS,
    ("endorsement", "dong-y-trinh"): frozenset({"head"}),
    ("opinion-request", "lay-y-kien"): APPRAISERS | SIGNERS,
    ("opinion-withdrawal", "thoi-lay-y-kien"): APPRAISERS | SIGNERS,
    ("opinion", "cho-y-kien"): frozenset(),
    ("withdrawal-request", "rut-theo-don"): CLERK | CITIZEN,
    ("continuation", "tiep-tuc"): CLERK | CITIZEN,
    ("refusal", "khong-tiep-nhan"): CLERK,
    ("interest", "co-lien-quan"): WORKERS,
    ("stop", "dung"): CLERK | SUPERIORS,
    ("closure", "dong"): CLERK | SUPERIORS,
    ("cessation", "nguoi-nop-khong-con"): SUPERIORS,
    ("return-reversal", "huy-tra-ket-qua"): SUPERIORS,
    ("refusal-reversal", "huy-khong-tiep-nhan"): frozenset({"leader"}),
    ("stop-reversal", "huy-dung"): SUPERIORS,
    ("result-recall", "thu-hoi-ket-qua"): SUPERIORS,
    ("result-correction", "dinh-chinh-ket-qua"): SIGNERS,
    ("result-revocation", "thu-hoi-ket-qua-da-cap"): SIGNERS,
    ("submission", ""): CITIZEN,
    ("cash-payment", ""): CASHIER,
    ("void-proposal", ""): CASHIER,
    ("void-confirmation", ""): SUPERIORS,
    ("void-refusal", ""): SUPERIORS,
}

TO_BE_PROPOSED = Side(work=True, only=APPRAISERS, states=frozenset({"appraisal"}))

DOSSIERS: dict[str, Row] = {
    f"{API}preview/": Row(TO_BE_PROPOSED),
    f"{DESK}vi-sao/": Row(WORK),
    f"{DESK}phieu-kiem-soat/": Row(Side(work=True, part="record")),
    f"{DESK}so-hoa/": Row(Side(work=True, only=CLERK), CLERK),
    f"{DESK}nguoi-nop/": Row(Side(work=True, part="identity")),
    f"{DESK}nhan/": Row(NOBODY, UNIT),
    f"{DESK}xem-truoc/": Row(TO_BE_PROPOSED, APPRAISERS),
    API: Row(BOTH, CITIZEN),
    f"{API}attachments/": Row(NOBODY, CITIZEN | CLERK),
    f"{API}attachments/<int:pk>/": Row(NOBODY, CITIZEN),
    **{f"{API}{word}/": Row(NOBODY, who) for (word, _), who in ACTS.items() if word},
    # Asked for without acting, it leads to the dossier's page, which asks who reads.
    **{f"{DESK}{slug}/": Row(STAFF, who) for (_, slug), who in ACTS.items() if slug},
    f"{API}papers/<int:pk>/": Row(Side(own=True, work=True, part="paper")),
    **dict.fromkeys(("api/v1/lookup/<str:name>/", "api/v1/verification/<str:code>/"), PUBLIC),
    DESK: Row(WORK),
    PAGE: Row(OWN),
    **{f"{PAGE}{page}/": Row(OWN) for page in ("kiem-tra", "da-nop", "xac-nhan-da-nop")},
    **{f"{PAGE}{page}/": Row(OWN, CITIZEN) for page in ("phan/<int:number>", "giay-to/<slug:key>", "phi", "xoa")},
    **{f"{PAGE}{page}/": Row(OWN, CITIZEN) for page in ("ban-moi", "bo-sung", "bo-sung/noi-dung", "rut")},
    **{f"{PAGE}{page}/": Row(NOBODY, CITIZEN) for page in ("nop", "tiep-tuc")},
    **dict.fromkeys((f"{PAGE}lich.ics", f"{PAGE}ai-da-xem/"), Row(OWN)),
    f"{PAGE}to-khai/": Row(Side(own=True, work=True, part="form")),
    f"{PAGE}tep/<int:pk>/": Row(Side(own=True, work=True, part="attachment")),
    f"{PAGE}giay-to/": Row(OWN, CITIZEN),
    f"{PAGE}giay-to/<slug:key>/dung-lai/": Row(NOBODY, CITIZEN),
    **{f"{PAGE}tep/<int:pk>/{act}/": Row(NOBODY, CITIZEN) for act in ("xoa", "xoay", "thu-tu")},
    f"{PAGE}nhat-ky.json": Row(Side(own=True, work=True, part="record")),
    **{f"{PAGE}van-ban/<int:pk>/{page}": Row(Side(own=True, work=True, part="paper")) for page in ("", "da-co/")},
    "can-bo/thu-phi/<str:name>/": Row(Side(work=True, part="fee", only=CASHIER), CASHIER),
}

PUBLIC_FORM, STAFF_PAGE, DESK_FORM = Row(EVERYBODY, EVERYBODY), Row(STAFF), Row(CLERKS, CLERKS)
OWN_ACCOUNT, REPORT = Row(SIGNED_IN), Row(HEADS | AUDITOR)
RECORDERS = AUDITOR | ADMINISTRATOR | {"leader"}

PARCELS, TEMPLATE = "can-bo/buu-gui/", "can-bo/mau-ket-qua/<slug:kind>/<int:number>/"

PAGES: dict[str, Row] = {
    **dict.fromkeys(("health/live", "health/ready", "metrics", "i18n/setlang/"), PUBLIC_FORM),
    **dict.fromkeys(
        (".well-known/security.txt", "robots.txt", "sitemap.xml", "api/schema/", "api/docs/", "", "tro-giup/"), PUBLIC
    ),
    **dict.fromkeys(
        ("tro-giup/", "rieng-tu/", "kha-nang-tiep-can/", "phan-mem-nguon-mo/", "minh-bach/nhat-ky/"), PUBLIC
    ),
    **dict.fromkeys(("minh-bach/nhat-ky/<int:number>.json", "lich/<str:token>.ics", "tai-khoan/khoa/"), PUBLIC),
    **dict.fromkeys(("cach-hien-thi/", "xac-minh/", "tra-cuu/"), PUBLIC_FORM),
    "xac-minh/ngoai-tuyen/": PUBLIC,
    "xac-nhan-thu/<str:token>/": PUBLIC_FORM,
    "tai-khoan/lien-he/": ACCOUNT,
    "tai-khoan/lien-he/<int:party>/": Row(CITIZEN, CITIZEN),  # who stands for them
    "tai-khoan/lien-he/cho-xac-nhan/<int:pk>/bo/": Row(NOBODY, CITIZEN),  # whose change it is
    "tai-khoan/lien-he/xac-nhan/<str:token>/": PUBLIC_FORM,
    "_ui/": Row(STAFF | ADMINISTRATOR),
    # The catalogue is everybody's.
    **dict.fromkeys(("thu-tuc/", "thu-tuc/<slug:slug>/", "thu-tuc/<slug:slug>/phu-hop/"), PUBLIC),
    **dict.fromkeys(("thu-tuc/<slug:slug>/cac-ban/", "thu-tuc/<slug:slug>/cac-ban/<int:number>/"), PUBLIC),
    "chon-thu-tuc/<slug:slug>/": PUBLIC,
    **dict.fromkeys(("api/v1/deadline/", "api/v1/procedures/", "api/v1/procedures/<slug:slug>/"), PUBLIC),
    "api/v1/procedures/<slug:slug>/deadline/": PUBLIC,
    # Accounts.
    **dict.fromkeys(("api/v1/token/", "api/v1/lookup/"), Row(NOBODY, EVERYBODY)),
    **dict.fromkeys(("dang-nhap/", "dang-ky/"), PUBLIC_FORM),
    "dang-xuat/": PUBLIC_FORM,
    **{f"dang-nhap/{page}/": Row(NOBODY, SIGNED_IN) for page in ("noi-dung", "noi-dung/bo", "o-lai")},
    "quen-mat-khau/": PUBLIC_FORM,
    **dict.fromkeys(("quen-mat-khau/da-gui/", "quen-mat-khau/xong/"), PUBLIC),
    "quen-mat-khau/<uidb36>-<key>/": PUBLIC_FORM,
    **dict.fromkeys(("sau-dang-nhap/", "tai-khoan/phien/", "tai-khoan/xac-nhan/", "tai-khoan/mat-khau/"), ACCOUNT),
    "tai-khoan/dat-mat-khau/": ACCOUNT,
    "tai-khoan/ma-truy-cap/": OWN_ACCOUNT,
    "tai-khoan/ma-truy-cap/<str:key>/ket-thuc/": Row(NOBODY, CITIZEN),  # whose key it is
    "tai-khoan/bao-mat/": OWN_ACCOUNT,
    "tai-khoan/bao-mat/authenticate/": ACCOUNT,  # who is in already is led on
    "tai-khoan/bao-mat/recovery-codes/": OWN_ACCOUNT,
    "tai-khoan/bao-mat/recovery-codes/download/": Row(SIGNED_IN, SIGNED_IN),
    **{
        f"tai-khoan/bao-mat/{page}/": ACCOUNT
        for page in ("reauthenticate", "totp/activate", "totp/deactivate", "recovery-codes/generate")
    },
    "tai-khoan/ma-truy-cap/moi/": Row(NOBODY, SIGNED_IN),
    "tai-khoan/bao-mat/webauthn/": OWN_ACCOUNT,
    # One's own passkeys, after confirming again; whose they are is asked in tests/people/sign_in/test_passkeys.py.
    **{
        f"tai-khoan/bao-mat/webauthn/{page}/": ACCOUNT
        for page in ("add", "reauthenticate", "keys/<int:pk>/remove", "keys/<int:pk>/edit")
    },
    "can-bo/bao-mat-hai-lop/": ADMIN,
    # Power, the catalogue and the calendar are administrators'.
    "can-bo/bo-nhiem/": Row(ADMINISTRATOR),
    **{f"can-bo/bo-nhiem/{page}/": ADMIN for page in ("de-nghi", "tai-khoan", "<int:pk>", "vi-tri/<int:pk>/ket-thuc")},
    **dict.fromkeys(
        ("can-bo/nhan-su/", "can-bo/nhan-su/<int:pk>/", "can-bo/nhan-su/bang/mau.xlsx"), Row(ADMINISTRATOR)
    ),
    **{f"can-bo/nhan-su/{page}/": ADMIN for page in ("moi", "bang", "bang/<int:pk>", "vi-tri/<int:pk>/chuyen")},
    **{f"can-bo/nhan-su/<int:pk>/{page}/": ADMIN for page in ("sua", "dat-lai", "dang-xuat", "thoi-viec")},
    "can-bo/nhan-su/<int:pk>/lien-ket/": Row(NOBODY, ADMINISTRATOR),
    # A slip is printed by who issued it, a sheet's by who made it.
    **{f"can-bo/nhan-su/{page}/": Row(NOBODY, ADMINISTRATOR) for page in ("bang/<int:pk>/phieu", "phieu/<int:pk>")},
    "can-bo/don-vi/": Row(ADMINISTRATOR),
    **{f"can-bo/don-vi/{page}/": ADMIN for page in ("moi", "<int:pk>")},
    "dat-mat-khau/<str:token>/": PUBLIC_FORM,
    "can-bo/thu-tuc/": ADMIN,
    **{f"can-bo/thu-tuc/<slug:slug>/{page}": Row(ADMINISTRATOR) for page in ("", "ban/<int:number>/")},
    "can-bo/thu-tuc/<slug:slug>/ban/<int:number>/tep/": Row(ADMINISTRATOR),
    "can-bo/thu-tuc/<slug:slug>/ban/<int:number>/quy-trinh/": ADMIN,
    **{
        f"can-bo/thu-tuc/<slug:slug>/ban/<int:number>/{act}/": Row(NOBODY, ADMINISTRATOR)
        for act in ("cong-bo", "bai-bo", "xoa")
    },
    "can-bo/mau-ket-qua/": ADMIN,
    **{f"{TEMPLATE}{page}": Row(ADMINISTRATOR) for page in ("", "tep/", "xem-truoc/")},
    **{f"{TEMPLATE}{act}/": Row(NOBODY, ADMINISTRATOR) for act in ("cong-bo", "xoa")},
    "can-bo/lich-lam-viec/": Row(ADMINISTRATOR),
    **{f"can-bo/lich-lam-viec/{page}/": ADMIN for page in ("doi-ngay", "<int:number>")},
    # One's own messages and dossiers.
    "thong-bao/": OWN_ACCOUNT,
    "thong-bao/doc-het/": Row(NOBODY, SIGNED_IN),
    "thong-bao/<int:pk>/doc/": Row(NOBODY, CITIZEN),  # whose message it is
    **dict.fromkeys(("nop-ho-so/<slug:slug>/", "nop-ho-so/<slug:slug>/nguoi-nop/", "nhan-ho-so/"), ACCOUNT),
    "ho-so/": OWN_ACCOUNT,
    # Who read what, and incidents.
    "rieng-tu/ai-da-xem/": OWN_ACCOUNT,
    "rieng-tu/ban-sao/": ACCOUNT,
    "rieng-tu/luot-xem/": Row(AUDITOR, AUDITOR),
    "rieng-tu/su-co/": Row(RECORDERS),
    **{f"rieng-tu/su-co/{page}/": Row(RECORDERS, RECORDERS) for page in ("moi", "<int:pk>")},
    "api/v1/dossiers/": ACCOUNT,
    # The officers' side.
    "can-bo/": Row(STAFF, STAFF),  # a search is posted
    **dict.fromkeys(("can-bo/uy-quyen/", "can-bo/loat/"), STAFF_PAGE),
    "can-bo/uy-quyen/moi/": Row(STAFF, STAFF),
    "can-bo/uy-quyen/thay/<int:post>/": Row(SUPERIORS, SUPERIORS),
    "can-bo/uy-quyen/<int:pk>/": Row(SUPERIORS | {"officer", "auditor"}, SUPERIORS | {"officer"}),  # theirs
    "can-bo/cach-xem/": Row(STAFF, STAFF),
    "can-bo/cach-xem/<int:pk>/": Row(frozenset({"leader"}), frozenset({"leader"})),  # whose view it is
    "can-bo/nhieu-ho-so/": Row(UNIT | ELSEWHERE, UNIT | ELSEWHERE),
    "can-bo/nhan/": Row(UNIT | ELSEWHERE, UNIT | ELSEWHERE),
    "can-bo/nhan/<int:pk>/": Row(APPRAISERS, APPRAISERS),  # of whose unit it is
    **dict.fromkeys(("can-bo/quay/", "can-bo/quay/nguoi-nop/"), DESK_FORM),
    "can-bo/quay/<int:party>/": DESK_FORM,
    **{f"can-bo/quay/<int:party>/{page}/": DESK_FORM for page in ("doi-chieu", "tai-khoan", "<slug:slug>", "lien-he")},
    "can-bo/quay/dai-dien/<int:pk>/": DESK_FORM,
    **dict.fromkeys(("can-bo/quay/giam-ho/", "can-bo/quay/<int:party>/dai-dien/", "can-bo/cho-tra/"), Row(CLERKS)),
    "can-bo/quay/huong-dan/<slug:slug>/": Row(CLERKS),
    **dict.fromkeys((f"{PARCELS}{page}" for page in ("", "nhan/", "gui/")), DESK_FORM),
    f"{PARCELS}giao-buu-dien/": Row(NOBODY, CLERKS),
    f"{PARCELS}<int:pk>/": Row(CLERK, CLERK),  # of whose desk it is
    f"{PARCELS}<int:pk>/bien-ban/": Row(CLERK),
    "can-bo/ket-qua/": Row(MAKERS, MAKERS),  # a search is posted
    "can-bo/thu-phi/": Row(CASHIER, CASHIER),
    **dict.fromkeys(("can-bo/thu-phi/so-thu/", "can-bo/thu-phi/so-thu/bang-ke/"), Row(CASHIER | AUDITOR | {"leader"})),
    "can-bo/thu-phi/bien-lai/<int:pk>/huy/": Row(CASHIER, CASHIER),
    **dict.fromkeys(("can-bo/thu-phi/cho-huy/", "can-bo/cho-ky/"), Row(HEADS)),
    "can-bo/thu-phi/bien-lai/<int:pk>/quyet-dinh/": Row(SUPERIORS, SUPERIORS),
    "can-bo/cho-ky/xem-lai/": Row(HEADS, HEADS),
    "can-bo/cho-ky/ky/": Row(NOBODY, HEADS),
    "can-bo/dong-dau/": Row(SEAL_CLERK, SEAL_CLERK),
    **dict.fromkeys(("can-bo/loat/<int:pk>/", "api/v1/batches/<int:pk>/"), Row(SIGNERS)),  # whose batch it is
    "api/v1/batches/": Row(NOBODY, STAFF | ADMINISTRATOR),
    "lanh-dao/": Row(HEADS | AUDITOR),
    "bao-cao/": STAFF_PAGE,
    **dict.fromkeys(("bao-cao/<slug:name>/", "api/v1/reports/<slug:name>/"), REPORT),  # the statutory table
}
TABLE = {**DOSSIERS, **PAGES}
