"""The keys of Event.particulars, each with what stands under it; recorded ones can never be rewritten.

A key is added here, never renamed and never given another meaning: the chain holds it for good.
"""

ACTS_FOR = "acts_for"  # id of the account in whose place it was done
AMOUNT = "amount"  # đồng demanded, paid, or voided
ANSWERS = "answers"  # question keys asked for again, or whose answers a supplement replaced
ANSWER_BY = "answer_by"  # the instant until which a demanded payment or an opinion is waited for
BY_AUTHORITY = "by_authority"  # true where somebody authorised took the result
CEASED_BY = "ceased_by"  # Cessation: why there is no applicant any more
CEASED_ON = "ceased_on"  # ISO day on which that came about
CALENDAR_VERSION = "calendar_version"  # the version it was accepted under, or moved to
CAUSE = "cause"  # Lateness.Cause
CLOSED_DAYS = "closed"  # ISO days that a new calendar closed
COMPONENT = "component"  # component key of one file
COMPONENTS = "components"  # component keys asked for again
DELEGATION = "delegation"  # id of the delegation by which it was done
DELIVERED_ON = "delivered_on"  # ISO day on which the post delivered a result
DUE_AT = "due_at"  # the promised instant in UTC, whenever an act moved it; empty when it took the promise away
FEE_DUE = "fee_due"  # đồng owed after the act
FEE_DUE_BEFORE = "from_due"  # đồng owed before a correction
FEE_FULL = "fee_full"  # đồng owed without the ground
FEE_GROUND = "fee_ground"  # the ground by which less is paid
FILED_AT = "filed_at"  # the instant when what came by post counts as filed: that of its hand-over record
FILE = "file"  # SHA-256 of one file
GROUND_BEFORE = "from"  # the ground before a correction
GROUND_AFTER = "to"  # the ground after it
HANDED_OVER_LATE = "late"  # true when paper was handed over after its hour (art. 18.2)
HOLDER = "holder"  # id of the account that handles it
HOLDER_BEFORE = "from_holder"  # id of the account that handled it before
IDENTITY_CHECKED = "identity_checked"  # true where the desk saw the papers of who took the result
INSTEAD_OF = "instead_of"  # đồng of the unpaid demand that this one takes the place of
ORIGINALS = "originals"  # component key → originals given back with the result
OUTCOME = "outcome"  # Dossier.Outcome
OWNER = "owner"  # Lateness.Owner
PAPER = "paper"  # number and symbol of the paper that was sealed
PAPERS = "papers"  # component key → originals and copies taken in at the counter
PARCEL = "parcel"  # number of the parcel that it went in, or came in
PARCEL_RECORD = "parcel_record"  # number of the hand-over record between postal worker and desk
PROOF = "proof"  # number of the post's proof of delivery
RECEIPT = "receipt"  # number and symbol of a voided receipt, or of one to be voided
REFERENCE = "reference"  # of the provider that confirmed a payment
RESULT = "result"  # number and symbol of the result that was corrected or revoked
SIGNS = "signs"  # how it is signed for them: "KT.", "TUQ."; empty for what nobody signs
STEP = "step"  # key of the internal step that begins with the act, where it is not the first of a new phase
STEPS_PASSED_OVER = "passed_over"  # keys of the internal steps that nobody did before the decision
UNDOES = "undoes"  # number (seq) of the event that was undone
UNIT = "unit"  # code of the unit it was handed over to, or that was asked for its opinion
WAITED_SINCE = "waited_since"  # the instant a supplement was asked for
