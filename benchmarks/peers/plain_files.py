"""A plain Django view that takes a file and one that gives it back, as Django's documentation has them.

https://docs.djangoproject.com/en/5.2/topics/http/file-uploads/. The bytes are sent by nginx (X-Accel-Redirect). FOLDER is where
the files are. Nobody is asked who they are, and nothing is looked at.
"""

import os

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(32).hex(),
    MEDIA_ROOT=os.environ["FOLDER"],
)
django.setup()

from django.core.asgi import get_asgi_application
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.urls import path


def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(default_storage.save("upload", request.FILES["file"]), status=201)


def download(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(headers={"X-Accel-Redirect": f"/irori-files/{name}"})


urlpatterns = [path("api/files/", upload), path("files/<str:name>", download)]
application = get_asgi_application()
