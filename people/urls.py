"""Routes of the pages on power, and of those on personal data."""

from django.urls import path

from people import views
from people.contacts import views as contacts
from people.privacy import views as privacy
from people.typed_input import views as typed_input

app_name = "people"
urlpatterns = [
    path("can-bo/bo-nhiem/", views.home, name="grants"),
    path("can-bo/bo-nhiem/de-nghi/", views.propose, name="propose"),
    path("can-bo/bo-nhiem/tai-khoan/", views.account, name="account"),
    path("can-bo/bo-nhiem/<int:pk>/", views.decide, name="decide"),
    path("can-bo/bo-nhiem/vi-tri/<int:pk>/ket-thuc/", views.end, name="end"),
    path("dang-nhap/noi-dung/", typed_input.keep, name="keep_typed"),
    path("dang-nhap/noi-dung/bo/", typed_input.discard, name="discard_typed"),
    path("dang-nhap/o-lai/", typed_input.stay, name="stay"),
    path("tai-khoan/lien-he/", contacts.contact, name="contact"),
    path("tai-khoan/lien-he/<int:party>/", contacts.contact_of, name="contact_of"),
    path("tai-khoan/lien-he/cho-xac-nhan/<int:pk>/bo/", contacts.take_back, name="contact_take_back"),
    path("tai-khoan/lien-he/xac-nhan/<str:token>/", contacts.confirm, name="confirm_address"),
    path("rieng-tu/ai-da-xem/", privacy.my_readers, name="my_readers"),
    path("rieng-tu/su-co/", privacy.incidents, name="incidents"),
    path("rieng-tu/su-co/moi/", privacy.new_incident, name="new_incident"),
    path("rieng-tu/su-co/<int:pk>/", privacy.incident, name="incident"),
]
