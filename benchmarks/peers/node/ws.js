// Node's ws: "Server broadcast" of its README, for each room, fed by a Redis subscription (node-redis, docs/pub-sub.md).
import { WebSocket, WebSocketServer } from "ws";
import { createClient } from "redis";

const publisher = createClient({ url: process.env.REDIS_URL });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const rooms = new Map();

function join(room, socket) {
  if (!rooms.has(room)) {
    rooms.set(room, new Set());
    subscriber.subscribe(room, (message) => broadcast(room, message));
  }
  rooms.get(room).add(socket);
}

function leave(room, socket) {
  const sockets = rooms.get(room);
  sockets.delete(socket);
  if (sockets.size === 0) {
    rooms.delete(room);
    subscriber.unsubscribe(room);
  }
}

function broadcast(room, message) {
  rooms.get(room)?.forEach((client) => {
    if (client.readyState === WebSocket.OPEN) client.send(message);
  });
}

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT) });

server.on("connection", (socket, request) => {
  const room = request.url.split("/")[2];
  join(room, socket);
  socket.on("error", console.error);
  socket.on("message", (data) => publisher.publish(room, data.toString()));
  socket.on("close", () => leave(room, socket));
});
