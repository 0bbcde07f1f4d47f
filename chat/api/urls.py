from django.urls import path

from chat.api import members, messages, rooms, setup

urlpatterns = [
    path("setup/", setup.SetupView.as_view()),
    path("rooms/", rooms.RoomsView.as_view()),
    path("rooms/<int:room_id>/", rooms.RoomView.as_view()),
    path("rooms/<int:room_id>/join/", rooms.JoinView.as_view()),
    path("rooms/<int:room_id>/leave/", rooms.LeaveView.as_view()),
    path("rooms/<int:room_id>/read/", rooms.ReadView.as_view()),
    path("rooms/<int:room_id>/members/", members.MembersView.as_view()),
    path("rooms/<int:room_id>/members/<int:user_id>/", members.MemberView.as_view()),
    path("rooms/<int:room_id>/messages/", messages.MessagesView.as_view()),
    path("messages/<int:message_id>/", messages.MessageView.as_view()),
    path("sync/", messages.SyncView.as_view()),
]
