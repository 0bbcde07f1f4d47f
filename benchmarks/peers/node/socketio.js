// Socket.IO with its Redis adapter: the README's set-up, rooms as on https://socket.io/docs/v4/rooms/
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const publisher = createClient({ url: process.env.REDIS_URL });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const io = new Server({ adapter: createAdapter(publisher, subscriber) });

io.on("connection", (socket) => {
  socket.on("join", (room) => socket.join(room));
  socket.on("message", (room, text) => io.to(room).emit("message", text));
});

io.listen(Number(process.env.PORT));
