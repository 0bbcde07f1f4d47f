export { AddRoomMenu } from "./AddRoomMenu";
export { BackToRooms } from "./BackToRooms";
export { Home } from "./Home";
export { membersKey, useMembers } from "./members";
export { roomsKey, useRooms, useUnreadTotal } from "./queries";
export { RoomDialogs } from "./RoomDialogs";
export { RoomList, RoomListSkeleton } from "./RoomList";
export { RoomPage } from "./RoomPage";
export { RoomSkeleton } from "./RoomSkeleton";
