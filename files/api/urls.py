from django.urls import path

from files.api import files, portraits, uploads

urlpatterns = [
    path("uploads/", uploads.UploadsView.as_view()),
    path("uploads/<uuid:upload_id>/", uploads.UploadView.as_view()),
    path("files/", files.FilesView.as_view()),
    path("files/<uuid:file_id>/", files.FileView.as_view()),
    path("me/avatar/", portraits.AvatarView.as_view()),
]
