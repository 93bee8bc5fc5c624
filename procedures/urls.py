"""Routes of the catalogue's pages, for everybody and for its administrator; English ones live under /en/."""

from django.urls import path

from procedures.views import editions, guides, inner_procedure, public, result_templates

app_name = "procedures"
EDITION = "can-bo/thu-tuc/<slug:slug>/ban/<int:number>/"
TEMPLATE = "can-bo/mau-ket-qua/<slug:kind>/<int:number>/"

urlpatterns = [
    path("thu-tuc/", public.procedure_list, name="list"),
    path("thu-tuc/<slug:slug>/", public.procedure_detail, name="detail"),
    path("thu-tuc/<slug:slug>/phu-hop/", guides.eligibility, name="eligibility"),
    path("chon-thu-tuc/<slug:slug>/", guides.guide, name="guide"),
    path("thu-tuc/<slug:slug>/cac-ban/", public.edition_history, name="history"),
    path("thu-tuc/<slug:slug>/cac-ban/<int:number>/", public.edition_detail, name="old_edition"),
    path("can-bo/thu-tuc/", editions.catalogue_home, name="keeping"),
    path("can-bo/thu-tuc/<slug:slug>/", editions.procedure_editions, name="kept"),
    path(EDITION, editions.edition_detail, name="edition"),
    path(f"{EDITION}tep/", editions.download_file, name="edition_file"),
    path(f"{EDITION}quy-trinh/", inner_procedure.inner_procedure, name="inner_procedure"),
    path(f"{EDITION}cong-bo/", editions.publish_edition, name="publish"),
    path(f"{EDITION}bai-bo/", editions.withdraw_edition, name="withdraw"),
    path(f"{EDITION}xoa/", editions.discard_draft, name="discard"),
    path("can-bo/mau-ket-qua/", result_templates.templates_home, name="result_templates"),
    path(TEMPLATE, result_templates.template_detail, name="result_template"),
    path(f"{TEMPLATE}tep/", result_templates.template_file, name="result_template_file"),
    path(f"{TEMPLATE}cong-bo/", result_templates.publish_template, name="publish_template"),
    path(f"{TEMPLATE}xoa/", result_templates.discard_template, name="discard_template"),
]
