from django.urls import path

import chat.url_converters  # noqa: F401  # registers <id:…>
from chat.api import bans, drafts, invitations, marks, members, messages, people, reading, rooms, sections, setup

urlpatterns = [
    path("setup/", setup.SetupView.as_view()),
    path("rooms/", rooms.RoomsView.as_view()),
    path("direct/", rooms.DirectView.as_view()),
    path("rooms/read/", reading.ReadRoomsView.as_view()),
    path("rooms/latest/", reading.LatestView.as_view()),
    path("sections/", sections.SectionsView.as_view()),
    path("sections/<id:section_id>/", sections.SectionView.as_view()),
    path("drafts/", drafts.DraftsView.as_view()),
    path("invitations/<token:token>/", invitations.InvitedView.as_view()),
    path("rooms/<id:room_id>/", rooms.RoomView.as_view()),
    path("rooms/<id:room_id>/join/", rooms.JoinView.as_view()),
    path("rooms/<id:room_id>/stay/", rooms.StayView.as_view()),
    path("rooms/<id:room_id>/leave/", rooms.LeaveView.as_view()),
    path("rooms/<id:room_id>/read/", reading.ReadView.as_view()),
    path("rooms/<id:room_id>/unread/", reading.UnreadView.as_view()),
    path("rooms/<id:room_id>/mine/", rooms.MineView.as_view()),
    path("rooms/<id:room_id>/draft/", drafts.DraftView.as_view()),
    path("rooms/<id:room_id>/invitations/", invitations.RoomInvitationsView.as_view()),
    path("rooms/<id:room_id>/invitations/<id:invitation_id>/", invitations.RoomInvitationView.as_view()),
    path("rooms/<id:room_id>/members/", members.MembersView.as_view()),
    path("rooms/<id:room_id>/members/<id:user_id>/", members.MemberView.as_view()),
    path("rooms/<id:room_id>/bans/", bans.BansView.as_view()),
    path("rooms/<id:room_id>/bans/<id:user_id>/", bans.BanView.as_view()),
    path("rooms/<id:room_id>/messages/", messages.MessagesView.as_view()),
    path("rooms/<id:room_id>/pins/", marks.PinsView.as_view()),
    path("messages/<id:message_id>/", messages.MessageView.as_view()),
    path("messages/<id:message_id>/edits/", messages.EditsView.as_view()),
    path("messages/<id:message_id>/pin/", marks.PinView.as_view()),
    path("messages/<id:message_id>/reactions/<str:emoji>/", marks.ReactionView.as_view()),
    path("messages/<id:message_id>/thread/", messages.ThreadView.as_view()),
    path("users/<id:user_id>/", people.PersonView.as_view()),
    path("sync/", messages.SyncView.as_view()),
]
