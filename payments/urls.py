"""Routes of the cash desk's pages."""

from django.urls import path

from payments import views

app_name = "payments"
urlpatterns = [
    path("can-bo/thu-phi/", views.waiting, name="waiting"),
    path("can-bo/thu-phi/so-thu/", views.book, name="book"),
    path("can-bo/thu-phi/so-thu/bang-ke/", views.day_sheet, name="day_sheet"),
    path("can-bo/thu-phi/bien-lai/<int:pk>/huy/", views.void, name="void"),
    path("can-bo/thu-phi/cho-huy/", views.voids, name="voids"),
    path("can-bo/thu-phi/bien-lai/<int:pk>/quyet-dinh/", views.decide_void, name="decide_void"),
    path("can-bo/thu-phi/<str:name>/", views.take, name="take"),
]
