/* For each byte that comes over `control`, a frame to every socket: with one send for all frames that are due, or one for each. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST = 64 };

static int send_all(int socket, const char *bytes, int length)
{
    for (int sent = 0; sent < length;) {
        int done = send(socket, bytes + sent, length - sent, MSG_NOSIGNAL);
        if (done < 0)
            return -1;
        sent += done;
    }
    return 0;
}

void blast(const int *sockets, int count, int control, const char *frame, int length, int together)
{
    char due[MOST];
    char *frames = malloc(MOST * length);
    int number;
    for (int i = 0; i < MOST; i++)
        memcpy(frames + i * length, frame, length);
    while ((number = recv(control, due, MOST, 0)) > 0)
        for (int left = number; left > 0; left -= together ? number : 1)
            for (int i = 0; i < count; i++)
                if (send_all(sockets[i], frames, together ? number * length : length))
                    number = left = 0;
    free(frames);
}
