/* Writes the same bytes to every socket, over and over, until one of them is gone: one send per socket and turn. */
#include <sys/socket.h>

void blast(const int *sockets, int count, const char *bytes, int length)
{
    for (;;)
        for (int i = 0; i < count; i++)
            for (int sent = 0; sent < length;) {
                int done = send(sockets[i], bytes + sent, length - sent, MSG_NOSIGNAL);
                if (done < 0)
                    return;
                sent += done;
            }
}
