from django.urls import path

import chat.url_converters  # noqa: F401  # registers <id:…>
from notifications.push import views

urlpatterns = [
    path("push/key/", views.KeyView.as_view()),
    path("push/subscriptions/", views.SubscriptionsView.as_view()),
    path("push/subscriptions/<id:subscription_id>/", views.SubscriptionView.as_view()),
    path("push/subscriptions/<id:subscription_id>/test/", views.TestView.as_view()),
]
