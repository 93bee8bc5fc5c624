"""Routes of payments, under /api/v1/."""

from django.urls import path

from payments.api import CashPayment

urlpatterns = [path("dossiers/<str:name>/cash-payment/", CashPayment.as_view())]
