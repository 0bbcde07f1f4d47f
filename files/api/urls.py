from django.urls import path

from files.api import portraits

urlpatterns = [
    path("me/avatar/", portraits.AvatarView.as_view()),
]
