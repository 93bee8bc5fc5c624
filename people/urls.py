"""Routes of the administrators' pages on power."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("can-bo/bo-nhiem/", views.home, name="grants"),
    path("can-bo/bo-nhiem/de-nghi/", views.propose, name="propose"),
    path("can-bo/bo-nhiem/tai-khoan/", views.account, name="account"),
    path("can-bo/bo-nhiem/<int:pk>/", views.decide, name="decide"),
    path("can-bo/bo-nhiem/vi-tri/<int:pk>/ket-thuc/", views.end, name="end"),
]
