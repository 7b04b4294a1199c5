/* test/unit/host_sockets.c - what platform/host.h and host_sockets.h promise of sockets and readiness, on any platform
 * with a loopback interface. */
#include "unit.h"
#include "platform/host_sockets.h"
#include "platform/platform.h"
#include <string.h>

static const uint64_t SECOND = 1000000000;

static const struct host_address anywhere = {.family = FAMILY_INET, .bytes = {127, 0, 0, 1}};

/* What platform_wait() and host_ready_next() say of one device within a second; 0: nothing. */
static unsigned readiness(host_device d, unsigned interest)
{
    uint64_t deadline = platform_monotonic_ns() + SECOND;
    unsigned found = 0;
    CHECK(host_watch(d, interest));
    while (!found && platform_monotonic_ns() < deadline) {
        host_device which;
        unsigned ready;
        platform_wait(deadline);
        while (host_ready_next(&which, &ready))
            if (which == d) found = ready;
    }
    CHECK(host_watch(d, 0));
    return found;
}

static host_device open_socket(enum host_socket_type type)
{
    host_device d = NO_DEVICE;
    CHECK(host_socket_open(FAMILY_INET, type, NULL, &d) == HOST_OK && d >= 0);
    return d;
}

/* A socket with a name that the host chose. */
static host_device open_named(enum host_socket_type type, struct host_address *name)
{
    host_device d = open_socket(type);
    CHECK(host_socket_bind(d, &anywhere) == HOST_OK && host_socket_name(d, name) == HOST_OK);
    CHECK(name->family == FAMILY_INET && name->port != 0 && memcmp(name->bytes, anywhere.bytes, 4) == 0);
    return d;
}

struct streams {
    host_device listener, caller, accepted;
    struct host_address at;
};

static struct streams connect_two(void)
{
    struct streams s;
    unit_open();
    s.listener = open_named(SOCKET_STREAM, &s.at);
    CHECK(host_socket_listen(s.listener, 5) == HOST_OK);
    CHECK(host_socket_accept(s.listener, &s.accepted) == HOST_EAGAIN); /* nobody calls */
    s.caller = open_socket(SOCKET_STREAM);
    enum host_error e = host_socket_connect(s.caller, &s.at);
    CHECK(e == HOST_OK || e == HOST_EINPROGRESS);
    CHECK(readiness(s.caller, READY_TO_WRITE) == READY_TO_WRITE && host_socket_failure(s.caller) == HOST_OK);
    CHECK(readiness(s.listener, READY_TO_READ) == READY_TO_READ);
    CHECK(host_socket_accept(s.listener, &s.accepted) == HOST_OK);
    return s;
}

static void close_all(struct streams s)
{
    CHECK(host_close(s.listener) == HOST_OK && host_close(s.caller) == HOST_OK && host_close(s.accepted) == HOST_OK);
}

static void send_text(host_device d, const char *text)
{
    size_t sent = 0;
    struct host_chunk chunks[] = {{text, 1}, {text + 1, 0}, {text + 1, strlen(text) - 1}};
    CHECK(host_socket_send(d, chunks, 3, &sent) == HOST_OK && sent == strlen(text));
}

static bool receives(host_device d, size_t most, const char *text)
{
    char bytes[99];
    size_t got = 0;
    CHECK(readiness(d, READY_TO_READ) & READY_TO_READ);
    return host_socket_receive(d, bytes, most, &got) == HOST_OK && got == strlen(text) && memcmp(bytes, text, got) == 0;
}

/* -- streams --------------------------------------------------------------------------------------- */

static void test_streams_have_names(void)
{
    struct host_address caller, peer;
    struct streams s = connect_two();
    CHECK(host_socket_name(s.caller, &caller) == HOST_OK && host_socket_peer(s.accepted, &peer) == HOST_OK);
    CHECK(caller.port == peer.port && caller.port != s.at.port);
    CHECK(host_socket_peer(s.caller, &peer) == HOST_OK && peer.port == s.at.port);
    CHECK(host_socket_peer(s.listener, &peer) == HOST_ENOTCONN);
    host_device other = open_socket(SOCKET_STREAM);
    CHECK(host_socket_bind(other, &s.at) == HOST_EADDRINUSE);
    host_close(other);
    close_all(s);
}

static void test_bytes_arrive_in_order(void)
{
    char byte;
    size_t got;
    struct streams s = connect_two();
    CHECK(host_socket_receive(s.accepted, &byte, 1, &got) == HOST_EAGAIN);
    send_text(s.caller, "hello");
    CHECK(receives(s.accepted, 2, "he") && receives(s.accepted, 99, "llo"));
    send_text(s.accepted, "back");
    CHECK(receives(s.caller, 99, "back"));
    close_all(s);
}

static void test_a_stream_ends(void)
{
    size_t sent;
    struct streams s = connect_two();
    send_text(s.caller, "last");
    CHECK(host_socket_shutdown(s.caller, SHUTDOWN_WRITE) == HOST_OK);
    CHECK(receives(s.accepted, 99, "last") && receives(s.accepted, 99, ""));
    CHECK(host_socket_send(s.caller, &(struct host_chunk){"x", 1}, 1, &sent) == HOST_EPIPE);
    send_text(s.accepted, "still"); /* the other way is open */
    CHECK(receives(s.caller, 99, "still"));
    close_all(s);
}

static void test_a_stream_is_reset(void)
{
    char byte;
    size_t got;
    bool on;
    int seconds;
    struct streams s = connect_two();
    CHECK(host_socket_set_linger(s.caller, true, 0) == HOST_OK);
    CHECK(host_socket_get_linger(s.caller, &on, &seconds) == HOST_OK && on && seconds == 0);
    CHECK(host_close(s.caller) == HOST_OK);
    CHECK(readiness(s.accepted, READY_TO_READ) == (READY_TO_READ | READY_FAILED));
    CHECK(host_socket_receive(s.accepted, &byte, 1, &got) == HOST_ECONNRESET);
    host_close(s.accepted), host_close(s.listener);
}

static void test_nobody_listens(void)
{
    struct host_address at;
    unit_open();
    host_device named = open_named(SOCKET_STREAM, &at), caller = open_socket(SOCKET_STREAM);
    enum host_error e = host_socket_connect(caller, &at);
    if (e == HOST_EINPROGRESS) {
        CHECK(readiness(caller, READY_TO_WRITE) & READY_TO_WRITE);
        e = host_socket_failure(caller);
    }
    CHECK(e == HOST_ECONNREFUSED);
    host_close(named), host_close(caller);
}

/* A stream takes what its buffers hold, then nothing until the peer reads. */
static void test_a_full_stream_waits(void)
{
    static char block[1 << 16];
    struct streams s = connect_two();
    size_t sent, got, all = 0, most = 64 << 20;
    enum host_error e;
    while ((e = host_socket_send(s.caller, &(struct host_chunk){block, sizeof block}, 1, &sent)) == HOST_OK &&
           all < most)
        all += sent;
    CHECK(e == HOST_EAGAIN && all > 0);
    while (all > 0) {
        CHECK(readiness(s.accepted, READY_TO_READ) == READY_TO_READ);
        CHECK(host_socket_receive(s.accepted, block, sizeof block, &got) == HOST_OK && got > 0 && got <= all);
        all -= got;
    }
    CHECK(readiness(s.caller, READY_TO_WRITE) == READY_TO_WRITE);
    close_all(s);
}

static void test_a_file_is_sent(void)
{
    static const char path[] = "/tmp/ling-host-sockets-file";
    size_t written, sent;
    host_device file, copy = NO_DEVICE;
    struct streams s = connect_two();
    CHECK(host_open(path, OPEN_READ | OPEN_WRITE, &file) == HOST_OK);
    CHECK(host_write_file(file, AT_POSITION, &(struct host_chunk){"0123456789", 10}, 1, &written) == HOST_OK);
    CHECK(host_duplicate(file, &copy) == HOST_OK && copy != file && host_close(file) == HOST_OK);
    CHECK(host_send_file(s.caller, copy, 3, 4, &sent) == HOST_OK && sent == 4 && receives(s.accepted, 99, "3456"));
    CHECK(host_send_file(s.caller, copy, 8, 4, &sent) == HOST_OK && sent == 2 && receives(s.accepted, 99, "89"));
    CHECK(host_send_file(s.caller, copy, 10, 4, &sent) == HOST_OK && sent == 0);
    CHECK(host_close(copy) == HOST_OK && host_delete_file(path) == HOST_OK);
    close_all(s);
}

/* -- readiness --------------------------------------------------------------------------------------- */

static void test_readiness_is_a_level(void)
{
    struct streams s = connect_two();
    send_text(s.caller, "x");
    CHECK(readiness(s.accepted, READY_TO_READ) == READY_TO_READ);
    CHECK(readiness(s.accepted, READY_TO_READ) == READY_TO_READ); /* nothing was read */
    CHECK(readiness(s.accepted, READY_TO_READ | READY_TO_WRITE) == (READY_TO_READ | READY_TO_WRITE));
    CHECK(readiness(s.accepted, READY_TO_WRITE) == READY_TO_WRITE); /* only what was asked */
    close_all(s);
}

static void test_what_is_not_watched_is_silent(void)
{
    host_device d;
    unsigned ready;
    struct streams s = connect_two();
    send_text(s.caller, "x");
    CHECK(host_watch(s.accepted, READY_TO_READ) && host_watch(s.accepted, 0));
    uint64_t begun = platform_monotonic_ns(), deadline = begun + SECOND / 20;
    platform_wait(deadline);
    CHECK(!host_ready_next(&d, &ready) && platform_monotonic_ns() >= deadline);
    close_all(s);
}

/* -- datagrams ----------------------------------------------------------------------------------------- */

static void test_datagrams_keep_their_bounds(void)
{
    char bytes[16];
    size_t got;
    struct host_address to, name, from;
    struct host_ancillary beside;
    unit_open();
    host_device receiver = open_named(SOCKET_DATAGRAM, &to), sender = open_named(SOCKET_DATAGRAM, &name);
    CHECK(host_receive_datagram(receiver, bytes, sizeof bytes, &got, &from, &beside) == HOST_EAGAIN);
    CHECK(host_send_datagram(sender, &to, "one", 3, NULL) == HOST_OK);
    CHECK(host_send_datagram(sender, &to, "", 0, NULL) == HOST_OK);
    CHECK(host_send_datagram(sender, &to, "longer than that", 16, NULL) == HOST_OK);
    static const size_t sizes[] = {3, 0, 8}; /* what does not fit is lost */
    for (int i = 0; i < 3; i++) {
        CHECK(readiness(receiver, READY_TO_READ) == READY_TO_READ);
        CHECK(host_receive_datagram(receiver, bytes, 8, &got, &from, &beside) == HOST_OK && got == sizes[i]);
        CHECK(from.family == FAMILY_INET && from.port == name.port);
    }
    CHECK(host_socket_connect(sender, &to) == HOST_OK && host_send_datagram(sender, NULL, "to", 2, NULL) == HOST_OK);
    CHECK(readiness(receiver, READY_TO_READ) == READY_TO_READ);
    CHECK(host_socket_disconnect(sender) == HOST_OK);
    CHECK(host_send_datagram(sender, NULL, "x", 1, NULL) == HOST_EDESTADDRREQ);
    host_close(receiver), host_close(sender);
}

/* -- options ------------------------------------------------------------------------------------------- */

static void test_options_are_remembered(void)
{
    static const enum host_option some[] = {OPTION_REUSE_ADDRESS, OPTION_KEEP_ALIVE, OPTION_NO_DELAY};
    unit_open();
    host_device d = open_socket(SOCKET_STREAM);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        int level, name, value = -1;
        host_option_numbers(some[i], &level, &name);
        size_t size = sizeof value;
        CHECK(host_socket_get(d, level, name, &value, &size) == HOST_OK && size == sizeof value && value == 0);
        CHECK(host_socket_set(d, level, name, &(int){1}, sizeof value) == HOST_OK);
        CHECK(host_socket_get(d, level, name, &value, &size) == HOST_OK && value == 1);
    }
    CHECK(host_socket_set(d, 9999, 9999, &(int){1}, sizeof(int)) != HOST_OK);
    host_close(d);
}

UNIT_MAIN(TEST(streams_have_names), TEST(bytes_arrive_in_order), TEST(a_stream_ends), TEST(a_stream_is_reset),
          TEST(nobody_listens), TEST(a_full_stream_waits), TEST(a_file_is_sent), TEST(readiness_is_a_level),
          TEST(what_is_not_watched_is_silent), TEST(datagrams_keep_their_bounds), TEST(options_are_remembered))
