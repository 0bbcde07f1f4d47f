"""Views by which people change what others see, or what they keep here."""

from rest_framework.views import APIView


class ChangingView(APIView):
    pass
