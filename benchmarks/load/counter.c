/* Counts frames on many sockets, because a client that takes longer over a frame than the server would measure itself.
 *
 * When a frame has reached every socket, `notice` is sent to `publisher`: the next one is due. Frames come to each socket in the order
 * they were published, so the nth frame of one socket is the nth of another.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RING = 64, EVENTS = 256, BUFFER = 1 << 18, REST = 1 << 12, WAIT_MS = 50 };

/* Read by the caller while the counting goes on. */
struct tally {
    volatile int64_t heard, landed, published;
    volatile int32_t flying, stopped;
};

struct ear {
    int64_t heard;
    int length; /* of the frame that has come only in part */
    unsigned char rest[REST];
};

static int reached[RING];

/* The length of the frame that begins here, header included, or 0 while that cannot be known. Servers do not mask. */
static int64_t frame_length(const unsigned char *bytes, int length, int64_t *payload)
{
    int header = 2;
    if (length < header)
        return 0;
    *payload = bytes[1] & 127;
    if (*payload >= 126) {
        int size = *payload == 126 ? 2 : 8;
        header += size;
        if (length < header)
            return 0;
        *payload = 0;
        for (int i = 0; i < size; i++)
            *payload = *payload << 8 | bytes[2 + i];
    }
    return header + *payload;
}

/* Returns the bytes of a frame that is not complete yet. */
static int count_frames(struct ear *ear, const unsigned char *bytes, int length, int expected, int ears, struct tally *tally)
{
    int64_t payload, frame;
    while ((frame = frame_length(bytes, length, &payload)) && frame <= length) {
        if (payload == expected) {
            tally->heard++;
            int *slot = &reached[++ear->heard % RING];
            if (++*slot == ears) {
                *slot = 0;
                tally->landed++;
            }
        }
        bytes += frame;
        length -= frame;
    }
    return length;
}

static void publish(int publisher, const char *notice, int length, int64_t times, struct tally *tally)
{
    static char notices[1 << 20];
    int filled = 0;
    for (; times && filled + length <= (int)sizeof notices; times--, filled += length, tally->published++)
        memcpy(notices + filled, notice, length);
    send(publisher, notices, filled, MSG_NOSIGNAL);
}

/* Until tally->stopped is set. Returns 0, or what went wrong: an errno, or -1 for a socket that the server closed. */
int count(const int *sockets, int ears, int expected, int publisher, const char *notice, int notice_length, struct tally *tally)
{
    static unsigned char buffer[BUFFER];
    struct ear *all = calloc(ears, sizeof *all);
    struct epoll_event events[EVENTS];
    int poll = epoll_create1(0), wrong = 0;
    memset(reached, 0, sizeof reached);
    for (int i = 0; i < ears; i++)
        epoll_ctl(poll, EPOLL_CTL_ADD, sockets[i], &(struct epoll_event){.events = EPOLLIN, .data.u32 = i});
    while (!tally->stopped && !wrong) {
        int64_t landed = tally->landed;
        int ready = epoll_wait(poll, events, EVENTS, WAIT_MS);
        for (int i = 0; i < ready && !wrong; i++) {
            struct ear *ear = &all[events[i].data.u32];
            memcpy(buffer, ear->rest, ear->length);
            int got = recv(sockets[events[i].data.u32], buffer + ear->length, BUFFER - REST, MSG_DONTWAIT);
            if (got <= 0) {
                wrong = got == 0 ? -1 : errno == EAGAIN ? 0 : errno;
                continue;
            }
            int length = ear->length + got;
            ear->length = count_frames(ear, buffer, length, expected, ears, tally);
            if (ear->length > REST)
                wrong = EMSGSIZE;
            else
                memcpy(ear->rest, buffer + length - ear->length, ear->length);
        }
        if (notice_length && tally->flying && tally->landed > landed)
            publish(publisher, notice, notice_length, tally->landed - landed, tally);
    }
    close(poll);
    free(all);
    return wrong;
}
