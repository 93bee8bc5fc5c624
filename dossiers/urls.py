"""Routes of the pages about dossiers: the applicant's side, then the officers'."""

from django.urls import path

from dossiers.forms.acts import ACTS
from dossiers.views.citizen import calendar_feed, draft, fee, readers, slip, start, uploads
from dossiers.views.citizen import dossier as own_dossier
from dossiers.views.desk import (
    acts,
    applicant,
    approvals,
    batches,
    bulk_acts,
    calendar,
    control_slip,
    counter,
    delegations,
    digitisation,
    explanation,
    guide_slip,
    labels,
    parcel,
    parcels,
    parties,
    preview,
    queue,
    ready,
    saved_views,
    seals,
)
from dossiers.views.desk import dossier as desk_dossier
from dossiers.views.public import lookup, record, verification

app_name = "dossiers"

citizen_pages = [
    path("nop-ho-so/<slug:slug>/", start.start, name="start"),
    path("nop-ho-so/<slug:slug>/nguoi-nop/", start.applicant, name="applicant"),
    path("tra-cuu/", lookup.look_up, name="look_up"),
    path("xac-minh/", verification.verify, name="verify"),
    path("xac-minh/ngoai-tuyen/", verification.offline, name="verify_offline"),
    path("minh-bach/nhat-ky/", record.record, name="record"),
    path("minh-bach/nhat-ky/<int:number>.json", record.root, name="root"),
    path("nhan-ho-so/", slip.slip, name="slip"),
    path("ho-so/", own_dossier.mine, name="mine"),
    path("ho-so/<str:name>/", own_dossier.detail, name="detail"),
    path("ho-so/<str:name>/phan/<int:number>/", draft.section, name="section"),
    path("ho-so/<str:name>/giay-to/", uploads.components, name="papers"),
    path("ho-so/<str:name>/giay-to/<slug:key>/", uploads.component, name="paper"),
    path("ho-so/<str:name>/kiem-tra/", draft.check, name="check"),
    path("ho-so/<str:name>/phi/", fee.ground, name="fee_ground"),
    path("ho-so/<str:name>/nop/", draft.submit, name="submit"),
    path("ho-so/<str:name>/da-nop/", draft.filed, name="filed"),
    path("ho-so/<str:name>/xoa/", draft.discard, name="discard"),
    path("ho-so/<str:name>/ban-moi/", draft.move, name="move"),
    path("ho-so/<str:name>/bo-sung/", own_dossier.supplement, name="supplement"),
    path("ho-so/<str:name>/lich.ics", calendar_feed.one, name="dates"),
    path("lich/<str:token>.ics", calendar_feed.all_of, name="all_dates"),
    path("ho-so/<str:name>/ai-da-xem/", readers.readers, name="readers"),
    path("ho-so/<str:name>/rut/", own_dossier.withdraw, name="withdraw"),
    path("ho-so/<str:name>/tiep-tuc/", own_dossier.carry_on, name="carry_on"),
]

# Either side, whoever may see the dossier.
downloads = [
    path("ho-so/<str:name>/to-khai/", own_dossier.printed_form, name="printed_form"),
    path("ho-so/<str:name>/tep/<int:pk>/", uploads.attachment, name="attachment"),
    path("ho-so/<str:name>/tep/<int:pk>/xoa/", uploads.remove, name="remove"),
    path("ho-so/<str:name>/nhat-ky.json", record.of_dossier, name="record_of_dossier"),
    path("ho-so/<str:name>/van-ban/<int:pk>/", uploads.issued, name="issued"),
    path("ho-so/<str:name>/van-ban/<int:pk>/da-co/", uploads.paper_state, name="paper_state"),
]

desk_pages = [
    path("can-bo/uy-quyen/", delegations.home, name="delegations"),
    path("can-bo/uy-quyen/moi/", delegations.new, name="new_delegation"),
    path("can-bo/uy-quyen/thay/<int:post>/", delegations.sudden, name="sudden"),
    path("can-bo/uy-quyen/<int:pk>/", delegations.delegation, name="delegation"),
    path("can-bo/", queue.queue, name="queue"),
    path("can-bo/cach-xem/", saved_views.saved_views, name="saved_views"),
    path("can-bo/cach-xem/<int:pk>/", saved_views.saved_view, name="saved_view"),
    path("can-bo/nhieu-ho-so/", bulk_acts.bulk_acts, name="bulk_acts"),
    path("can-bo/nhan/", labels.labels, name="labels"),
    path("can-bo/nhan/<int:pk>/", labels.label, name="label"),
    path("can-bo/quay/", counter.home, name="counter"),
    path("can-bo/quay/nguoi-nop/", counter.new_party, name="new_party"),
    path("can-bo/quay/<int:party>/", counter.choose, name="choose"),
    path("can-bo/quay/<int:party>/doi-chieu/", counter.check, name="check_party"),
    path("can-bo/quay/<int:party>/tai-khoan/", counter.join, name="join"),
    path("can-bo/quay/huong-dan/<slug:slug>/", guide_slip.guide_slip, name="guide_slip"),
    path("can-bo/quay/giam-ho/", parties.guardians, name="guardians"),
    path("can-bo/quay/<int:party>/dai-dien/", parties.representatives, name="representatives"),
    path("can-bo/quay/dai-dien/<int:pk>/", parties.end, name="end_representation"),
    path("can-bo/quay/<int:party>/lien-he/", parties.contact, name="party_contact"),
    path("can-bo/quay/<int:party>/<slug:slug>/", counter.take_in, name="take_in"),
    path("can-bo/cho-tra/", ready.ready, name="ready"),
    path("can-bo/buu-gui/", parcels.parcels, name="parcels"),
    path("can-bo/buu-gui/gui/", parcels.new_parcel, name="new_parcel"),
    path("can-bo/buu-gui/nhan/", parcels.receive_parcel, name="receive_parcel"),
    path("can-bo/buu-gui/giao-buu-dien/", parcels.hand_to_post, name="hand_to_post"),
    path("can-bo/buu-gui/<int:pk>/", parcel.parcel, name="parcel"),
    path("can-bo/buu-gui/<int:pk>/bien-ban/", parcel.hand_over_record, name="hand_over_record"),
    path("can-bo/cho-ky/", approvals.approvals, name="approvals"),
    path("can-bo/cho-ky/xem-lai/", approvals.summary, name="approval_summary"),
    path("can-bo/cho-ky/ky/", approvals.approve, name="approve_many"),
    path("can-bo/dong-dau/", seals.seals, name="seals"),
    path("can-bo/loat/", batches.batches, name="batches"),
    path("can-bo/loat/<int:pk>/", batches.batch, name="batch"),
    path("can-bo/lich-lam-viec/", calendar.home, name="calendars"),
    path("can-bo/lich-lam-viec/doi-ngay/", calendar.move, name="move_dates"),
    path("can-bo/lich-lam-viec/<int:number>/", calendar.year, name="calendar_year"),
    path("can-bo/mau-ket-qua/<slug:kind>/<int:number>/xem-truoc/", preview.sample, name="sample"),
    path("can-bo/ho-so/<str:name>/", desk_dossier.dossier, name="at_work"),
    path("can-bo/ho-so/<str:name>/vi-sao/", explanation.explanation, name="explanation"),
    path("can-bo/ho-so/<str:name>/phieu-kiem-soat/", control_slip.slip, name="control_slip"),
    path("can-bo/ho-so/<str:name>/nguoi-nop/", applicant.of_applicant, name="of_applicant"),
    path("can-bo/ho-so/<str:name>/so-hoa/", digitisation.digitisation, name="digitisation"),
    path("can-bo/ho-so/<str:name>/nhan/", labels.hang, name="hang_labels"),
    path("can-bo/ho-so/<str:name>/xem-truoc/", preview.show, name="preview"),
    *[path(f"can-bo/ho-so/<str:name>/{act.slug}/", acts.view_of(act), name=f"act-{act.slug}") for act in ACTS],
]

urlpatterns = [*citizen_pages, *downloads, *desk_pages]
