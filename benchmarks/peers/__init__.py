"""The same chat room, each time as the library's own documentation writes it: a socket joins the room of its address, and what is
published to the room's Redis channel reaches all its sockets.
"""
