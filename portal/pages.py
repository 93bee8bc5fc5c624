"""Routes of the public pages that belong to no app."""

from django.urls import path

from portal import home, views

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("sau-dang-nhap/", views.after_sign_in, name="after_sign_in"),
    path("cach-hien-thi/", views.display_settings, name="display_settings"),
    path("tro-giup/", views.help_page, name="help"),
    path("rieng-tu/", views.privacy, name="privacy"),
    path("kha-nang-tiep-can/", views.accessibility, name="accessibility"),
    path("phan-mem-nguon-mo/", views.open_source, name="open_source"),
    path("_ui/", views.components, name="components"),
]
