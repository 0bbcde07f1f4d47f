// Go: the hub of gorilla/websocket's chat example, for each room, fed by redigo's PubSubConn.
//
// https://github.com/gorilla/websocket/tree/main/examples/chat and the example of redigo's PubSubConn. Unlike the example it does not
// join waiting messages into one frame, which would change what clients receive, and it prepares a message once for all its sockets,
// as the library's documentation advises (PreparedMessage).
package main

import (
	"log"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gomodule/redigo/redis"
	"github.com/gorilla/websocket"
)

const (
	writeWait      = 10 * time.Second
	pongWait       = 60 * time.Second
	pingPeriod     = (pongWait * 9) / 10
	maxMessageSize = 512
)

var upgrader = websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024}

var pool = &redis.Pool{MaxIdle: 16, Dial: func() (redis.Conn, error) { return redis.DialURL(os.Getenv("REDIS_URL")) }}

// Client is a middleman between the websocket connection and the hub.
type Client struct {
	hub  *Hub
	conn *websocket.Conn
	send chan *websocket.PreparedMessage
}

// readPump pumps messages from the websocket connection to the room's Redis channel.
func (c *Client) readPump() {
	defer func() {
		c.hub.unregister <- c
		c.conn.Close()
	}()
	c.conn.SetReadLimit(maxMessageSize)
	c.conn.SetReadDeadline(time.Now().Add(pongWait))
	c.conn.SetPongHandler(func(string) error { c.conn.SetReadDeadline(time.Now().Add(pongWait)); return nil })
	for {
		_, message, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		redisConn := pool.Get()
		redisConn.Do("PUBLISH", c.hub.room, message)
		redisConn.Close()
	}
}

// writePump pumps messages from the hub to the websocket connection.
func (c *Client) writePump() {
	ticker := time.NewTicker(pingPeriod)
	defer func() {
		ticker.Stop()
		c.conn.Close()
	}()
	for {
		select {
		case message, ok := <-c.send:
			c.conn.SetWriteDeadline(time.Now().Add(writeWait))
			if !ok {
				c.conn.WriteMessage(websocket.CloseMessage, []byte{})
				return
			}
			if err := c.conn.WritePreparedMessage(message); err != nil {
				return
			}
		case <-ticker.C:
			c.conn.SetWriteDeadline(time.Now().Add(writeWait))
			if err := c.conn.WriteMessage(websocket.PingMessage, nil); err != nil {
				return
			}
		}
	}
}

// Hub maintains the set of active clients of a room and broadcasts messages to them.
type Hub struct {
	room       string
	clients    map[*Client]bool
	broadcast  chan *websocket.PreparedMessage
	register   chan *Client
	unregister chan *Client
}

func newHub(room string) *Hub {
	hub := &Hub{
		room:       room,
		clients:    make(map[*Client]bool),
		broadcast:  make(chan *websocket.PreparedMessage),
		register:   make(chan *Client),
		unregister: make(chan *Client),
	}
	go hub.run()
	go hub.subscribe()
	return hub
}

func (h *Hub) run() {
	for {
		select {
		case client := <-h.register:
			h.clients[client] = true
		case client := <-h.unregister:
			if _, ok := h.clients[client]; ok {
				delete(h.clients, client)
				close(client.send)
			}
		case message := <-h.broadcast:
			for client := range h.clients {
				select {
				case client.send <- message:
				default:
					close(client.send)
					delete(h.clients, client)
				}
			}
		}
	}
}

func (h *Hub) subscribe() {
	conn, err := redis.DialURL(os.Getenv("REDIS_URL"))
	if err != nil {
		log.Fatal(err)
	}
	psc := redis.PubSubConn{Conn: conn}
	if err := psc.Subscribe(h.room); err != nil {
		log.Fatal(err)
	}
	for {
		switch v := psc.Receive().(type) {
		case redis.Message:
			message, err := websocket.NewPreparedMessage(websocket.TextMessage, v.Data)
			if err != nil {
				log.Fatal(err)
			}
			h.broadcast <- message
		case error:
			log.Fatal(v)
		}
	}
}

var (
	hubs   = make(map[string]*Hub)
	hubsMu sync.Mutex
)

func hubOf(room string) *Hub {
	hubsMu.Lock()
	defer hubsMu.Unlock()
	hub, ok := hubs[room]
	if !ok {
		hub = newHub(room)
		hubs[room] = hub
	}
	return hub
}

func serveWs(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		log.Println(err)
		return
	}
	hub := hubOf(strings.Split(r.URL.Path, "/")[2])
	client := &Client{hub: hub, conn: conn, send: make(chan *websocket.PreparedMessage, 256)}
	hub.register <- client
	go client.writePump()
	go client.readPump()
}

func main() {
	http.HandleFunc("/ws/", serveWs)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
