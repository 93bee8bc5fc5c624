"""The scenarios of the demo world: some forty dossiers, each as the acts that brought it where it is."""

from dataclasses import dataclass

CITIZEN, COMPANY = "congdan", "doanhnghiep"


@dataclass(frozen=True)
class Scenario:
    """One dossier: its procedure, who files (an account, or the number of a walk-in), how long ago, and the acts.

    *began* is in working days before today; an act may say how many working days passed before it: `propose+2`.
    """

    slug: str
    who: str | int
    began: int
    acts: str


PERMIT, REISSUE = "cap-giay-phep-lao-dong", "cap-lai-giay-phep-lao-dong"
RENEWAL = "gia-han-giay-phep-lao-dong"
NEED = "bao-cao-giai-trinh-nhu-cau-su-dung-lao-dong-nuoc-ngoai"
RULES, DISABLED30 = "dang-ky-noi-quy-lao-dong", "cong-nhan-co-so-su-dung-30-lao-dong-khuyet-tat"
VOCATIONAL = "cap-giay-chung-nhan-dang-ky-hoat-dong-giao-duc-nghe-nghiep"
MARTYR, WORSHIP = "giai-quyet-tro-cap-uu-dai-than-nhan-liet-si", "tro-cap-tho-cung-liet-si"
KIN, EXTRACT = "cap-giay-xac-nhan-than-nhan-nguoi-co-cong", "cap-trich-luc-sao-ho-so-nguoi-co-cong"
DISABILITY, MONTHLY = "doi-cap-lai-giay-xac-nhan-khuyet-tat", "tro-cap-xa-hoi-hang-thang"
FUNERAL, DEGREE = "ho-tro-chi-phi-mai-tang-doi-tuong-bao-tro", "xac-dinh-muc-do-khuyet-tat"
MACHINE, UNEMPLOYED = ("khai-bao-may-thiet-bi-vat-tu-nghiem-ngat", "giai-quyet-huong-tro-cap-that-nghiep")

# Those that end in a handed-out result come first: their files are made while the world is made.
SCENARIOS = (
    Scenario(PERMIT, COMPANY, 20, "submit accept propose+2 approve+1 settle return+1"),
    Scenario(REISSUE, COMPANY, 14, "submit accept assign resolve+2 settle return"),
    Scenario(KIN, CITIZEN, 18, "submit accept resolve+7 return+1"),
    Scenario(DISABILITY, 0, 12, "accept handover resolve+5 return"),
    Scenario(MACHINE, COMPANY, 10, "submit accept reject+3 return+1"),
    # Sealed by the clerk and handed out; two more wait for the clerk.
    Scenario(EXTRACT, CITIZEN, 16, "submit accept resolve+6 seal return+1"),
    Scenario(RENEWAL, COMPANY, 8, "submit accept propose+2 approve+1"),
    # A result that waits to be collected.
    Scenario(RULES, COMPANY, 9, "submit accept resolve+5"),
    Scenario(EXTRACT, CITIZEN, 11, "submit accept resolve+6"),
    Scenario(VOCATIONAL, COMPANY, 12, "submit accept propose+3 deny+2"),
    # In approval: one of them late.
    Scenario(PERMIT, COMPANY, 4, "submit accept propose+2"),
    Scenario(NEED, COMPANY, 6, "submit accept propose+3 send_back+1 propose+1"),
    Scenario(DISABLED30, COMPANY, 15, "submit accept propose+8"),
    # In appraisal: on time, due soon, late.
    Scenario(PERMIT, COMPANY, 1, "submit accept assign"),
    Scenario(RENEWAL, COMPANY, 4, "submit accept assign"),
    Scenario(REISSUE, COMPANY, 7, "submit accept assign"),
    Scenario(RULES, COMPANY, 3, "submit accept"),
    Scenario(MARTYR, CITIZEN, 19, "submit accept"),
    Scenario(WORSHIP, CITIZEN, 8, "submit accept"),
    Scenario(KIN, 1, 6, "accept handover"),
    Scenario(DISABILITY, 2, 4, "accept handover"),
    Scenario(MONTHLY, 3, 10, "accept handover"),
    Scenario(FUNERAL, 0, 7, "accept handover"),
    Scenario(DEGREE, 1, 5, "accept handover"),
    Scenario(MACHINE, COMPANY, 2, "submit accept"),
    # Late with a named cause; and in time, with a letter that names one new day.
    Scenario(MARTYR, CITIZEN, 21, "submit accept blame+17"),
    Scenario(PERMIT, COMPANY, 3, "submit accept blame+1 apologise"),
    # Waiting for papers: asked at reception, asked during appraisal, sent and taken up again.
    Scenario(PERMIT, COMPANY, 3, "submit ask"),
    Scenario(WORSHIP, CITIZEN, 5, "submit accept ask+2"),
    Scenario(NEED, COMPANY, 9, "submit accept ask+2 supply+2"),
    # Waiting for money.
    Scenario(RENEWAL, COMPANY, 3, "submit accept demand+1"),
    Scenario(PERMIT, COMPANY, 6, "submit accept demand+1 settle+1"),
    # Nothing to pay, on a claimed ground.
    Scenario(REISSUE, CITIZEN, 1, "claim submit accept"),
    # Withdrawn, or about to be.
    Scenario(RULES, COMPANY, 4, "submit accept withdraw+1"),
    Scenario(KIN, CITIZEN, 9, "submit accept withdraw+1 stop+1"),
    Scenario(EXTRACT, CITIZEN, 7, "submit accept withdraw+1 carry_on+1"),
    Scenario(PERMIT, COMPANY, 40, "submit ask close+32"),
    # Refused at the desk.
    Scenario(MONTHLY, CITIZEN, 6, "submit refuse"),
    Scenario(UNEMPLOYED, CITIZEN, 12, "submit refuse"),
    # Accepted on paper this day, not handed over yet.
    Scenario(KIN, 2, 0, "accept"),
    Scenario(FUNERAL, 3, 0, "accept"),
    # Waiting to be accepted.
    Scenario(PERMIT, COMPANY, 0, "submit"),
    Scenario(REISSUE, COMPANY, 0, "submit"),
    Scenario(MARTYR, CITIZEN, 1, "submit"),
    # Drafts.
    Scenario(PERMIT, COMPANY, 2, ""),
    Scenario(DISABILITY, CITIZEN, 1, ""),
    # A result on its way by post.
    Scenario(KIN, CITIZEN, 13, "submit accept resolve+6 parcel+1"),
    Scenario(MONTHLY, CITIZEN, 0, ""),
)
