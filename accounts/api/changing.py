"""Views by which people change what others see, or what they keep here."""

from rest_framework.views import APIView

from accounts.api.throttles import ChangeThrottle


class ChangingView(APIView):
    throttle_classes = [*APIView.throttle_classes, ChangeThrottle]
