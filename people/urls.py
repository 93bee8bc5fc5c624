"""Routes of the pages on power, and of those on personal data."""

from django.urls import path

from people import views
from people.contacts import views as contacts
from people.privacy import views as privacy
from people.staff import sheet_views, slips, unit_views
from people.staff import views as staff
from people.typed_input import views as typed_input

app_name = "people"
urlpatterns = [
    path("can-bo/bo-nhiem/", views.home, name="grants"),
    path("can-bo/bo-nhiem/de-nghi/", views.propose, name="propose"),
    path("can-bo/bo-nhiem/tai-khoan/", views.account, name="account"),
    path("can-bo/bo-nhiem/<int:pk>/", views.decide, name="decide"),
    path("can-bo/bo-nhiem/vi-tri/<int:pk>/ket-thuc/", views.end, name="end"),
    path("can-bo/nhan-su/", staff.home, name="staff"),
    path("can-bo/nhan-su/moi/", staff.new_account, name="new_account"),
    path("can-bo/nhan-su/bang/", sheet_views.sheets, name="sheets"),
    path("can-bo/nhan-su/bang/mau.xlsx", sheet_views.template, name="sheet_template"),
    path("can-bo/nhan-su/bang/<int:pk>/", sheet_views.sheet, name="sheet"),
    path("can-bo/nhan-su/bang/<int:pk>/phieu/", sheet_views.sheet_slips, name="sheet_slips"),
    path("can-bo/nhan-su/phieu/<int:pk>/", slips.print_slip, name="print_slip"),
    path("can-bo/nhan-su/vi-tri/<int:pk>/chuyen/", staff.move, name="move"),
    path("can-bo/nhan-su/<int:pk>/", staff.person, name="person"),
    path("can-bo/nhan-su/<int:pk>/sua/", staff.details, name="person_details"),
    path("can-bo/nhan-su/<int:pk>/lien-ket/", slips.send_link, name="send_link"),
    path("can-bo/nhan-su/<int:pk>/dat-lai/", staff.new_link, name="new_link"),
    path("can-bo/nhan-su/<int:pk>/dang-xuat/", staff.sign_out, name="sign_out_person"),
    path("can-bo/nhan-su/<int:pk>/thoi-viec/", staff.leave, name="leave"),
    path("can-bo/don-vi/", unit_views.units, name="units"),
    path("can-bo/don-vi/moi/", unit_views.new_unit, name="new_unit"),
    path("can-bo/don-vi/<int:pk>/", unit_views.unit, name="unit"),
    path("dat-mat-khau/<str:token>/", slips.set_password, name="set_password"),
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
