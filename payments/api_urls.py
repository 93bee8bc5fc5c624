"""Routes of payments, under /api/v1/."""

from django.urls import path

from payments.api import VOIDS, CashPayment

urlpatterns = [
    path("dossiers/<str:name>/cash-payment/", CashPayment.as_view()),
    *[path(f"dossiers/<str:name>/{word}/", view.as_view()) for word, view in VOIDS.items()],
]
