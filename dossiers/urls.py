"""Routes of the pages about dossiers: the applicant's side, then the officers'."""

from django.urls import path

from dossiers.views import (
    acts,
    calendars,
    charging,
    citizen,
    dates,
    desk,
    drafting,
    files,
    intake,
    offers,
    queue,
    starting,
)

app_name = "dossiers"

citizen_pages = [
    path("nop-ho-so/<slug:slug>/", starting.start, name="start"),
    path("nop-ho-so/<slug:slug>/nguoi-nop/", starting.applicant, name="applicant"),
    path("tra-cuu/", citizen.look_up, name="look_up"),
    path("ho-so/", citizen.mine, name="mine"),
    path("ho-so/<str:name>/", citizen.detail, name="detail"),
    path("ho-so/<str:name>/phan/<int:number>/", drafting.section, name="section"),
    path("ho-so/<str:name>/giay-to/", files.papers, name="papers"),
    path("ho-so/<str:name>/giay-to/<slug:key>/", files.paper, name="paper"),
    path("ho-so/<str:name>/kiem-tra/", drafting.check, name="check"),
    path("ho-so/<str:name>/phi/", charging.ground, name="fee_ground"),
    path("ho-so/<str:name>/nop/", drafting.submit, name="submit"),
    path("ho-so/<str:name>/da-nop/", drafting.filed, name="filed"),
    path("ho-so/<str:name>/xoa/", drafting.discard, name="discard"),
    path("ho-so/<str:name>/ban-moi/", drafting.move, name="move"),
    path("ho-so/<str:name>/bo-sung/", citizen.supplement, name="supplement"),
    path("ho-so/<str:name>/lich.ics", dates.one, name="dates"),
    path("lich/<str:token>.ics", dates.all_of, name="all_dates"),
    path("ho-so/<str:name>/rut/", citizen.withdraw, name="withdraw"),
    path("ho-so/<str:name>/tiep-tuc/", citizen.carry_on, name="carry_on"),
]

# Either side, whoever may see the dossier.
downloads = [
    path("ho-so/<str:name>/to-khai/", citizen.printed_form, name="printed_form"),
    path("ho-so/<str:name>/tep/<int:pk>/", files.attachment, name="attachment"),
    path("ho-so/<str:name>/tep/<int:pk>/xoa/", files.remove, name="remove"),
    path("ho-so/<str:name>/van-ban/<int:pk>/", files.issued, name="issued"),
]

desk_pages = [
    path("can-bo/", queue.queue, name="queue"),
    path("can-bo/quay/", intake.home, name="counter"),
    path("can-bo/quay/nguoi-nop/", intake.new_party, name="new_party"),
    path("can-bo/quay/<int:party>/", intake.choose, name="choose"),
    path("can-bo/quay/<int:party>/tai-khoan/", intake.join, name="join"),
    path("can-bo/quay/<int:party>/<slug:slug>/", intake.take_in, name="take_in"),
    path("can-bo/lich-lam-viec/", calendars.home, name="calendars"),
    path("can-bo/lich-lam-viec/doi-ngay/", calendars.move, name="move_dates"),
    path("can-bo/lich-lam-viec/<int:number>/", calendars.year, name="calendar_year"),
    path("can-bo/ho-so/<str:name>/", desk.dossier, name="at_work"),
    *[path(f"can-bo/ho-so/<str:name>/{act.word}/", acts.view_of(act), name=f"act-{act.word}") for act in offers.ACTS],
]

urlpatterns = [*citizen_pages, *downloads, *desk_pages]
