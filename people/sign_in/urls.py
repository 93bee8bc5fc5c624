"""Routes of sign-in and sign-up: those of allauth's views that the site offers, under Vietnamese addresses."""

from allauth.account import views
from django.urls import include, path, re_path

from people.sign_in import views as own_views

urlpatterns = [
    path("dang-nhap/", views.login, name="account_login"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("dang-ky/", own_views.sign_up, name="account_signup"),
    path("tai-khoan/khoa/", views.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan/", views.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/mat-khau/", views.password_change, name="account_change_password"),
    path("tai-khoan/dat-mat-khau/", views.password_set, name="account_set_password"),
    path("quen-mat-khau/", views.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", views.password_reset_done, name="account_reset_password_done"),
    path("quen-mat-khau/xong/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^quen-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tai-khoan/phien/", own_views.sessions, name="usersessions_list"),
    path("tai-khoan/ma-truy-cap/", own_views.keys, name="account_keys"),
    path("tai-khoan/ma-truy-cap/moi/", own_views.new_key, name="new_key"),
    path("tai-khoan/ma-truy-cap/<str:key>/ket-thuc/", own_views.end_key, name="account_end_key"),
    path("can-bo/bao-mat-hai-lop/", own_views.lost_factor, name="lost_factor"),
    path("tai-khoan/bao-mat/webauthn/reauthenticate/", own_views.PasskeyAgainView.as_view()),
    path("tai-khoan/bao-mat/", include("allauth.mfa.urls")),
]
