"""Routes of the inbox."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.inbox, name="inbox"),
    path("thong-bao/doc-het/", views.mark_all_read, name="mark_all_read"),
    path("xac-nhan-thu/<str:token>/", views.verify_address, name="verify"),
    path("thong-bao/<int:pk>/doc/", views.mark_read, name="mark_read"),
]
