"""The catalogue's pages, for everybody and for who keeps it; English ones live under /en/."""

from django.urls import path

from procedures.views import editions, guides, public

app_name = "procedures"
EDITION = "can-bo/thu-tuc/<slug:slug>/ban/<int:number>/"

urlpatterns = [
    path("thu-tuc/", public.listing, name="list"),
    path("thu-tuc/<slug:slug>/", public.detail, name="detail"),
    path("thu-tuc/<slug:slug>/phu-hop/", guides.eligibility, name="eligibility"),
    path("chon-thu-tuc/<slug:slug>/", guides.guide, name="guide"),
    path("thu-tuc/<slug:slug>/cac-ban/", public.history, name="history"),
    path("thu-tuc/<slug:slug>/cac-ban/<int:number>/", public.edition, name="old_edition"),
    path("can-bo/thu-tuc/", editions.home, name="keeping"),
    path("can-bo/thu-tuc/<slug:slug>/", editions.procedure, name="kept"),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}tep/", editions.file, name="edition_file"),
    path(f"{EDITION}cong-bo/", editions.publish, name="publish"),
    path(f"{EDITION}bai-bo/", editions.withdraw, name="withdraw"),
    path(f"{EDITION}xoa/", editions.discard, name="discard"),
]
