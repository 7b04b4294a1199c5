/* spawn/log.c - one line for each request, as text or as JSON. */
#include "spawn/front.h"
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* What a client wrote stands in quotes, and nothing of it can end the line or the quotes. */
static void put_quoted(struct bytes *b, const char *text)
{
    bytes_put(b, "\"", 1);
    for (; *text; text++) {
        uint8_t byte = (uint8_t)*text;
        if (byte == '"' || byte == '\\') bytes_print(b, "\\%c", byte);
        else if (byte < ' ' || byte >= 0x7f) bytes_print(b, "\\u%04x", byte);
        else bytes_put(b, text, 1);
    }
    bytes_put(b, "\"", 1);
}

static void put_time(struct bytes *b)
{
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    bytes_print(b, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                parts.tm_hour, parts.tm_min, parts.tm_sec, now.tv_nsec / 1000000);
}

static double whole_ms(const struct trail *t)
{
    uint64_t end = t->moments[MOMENT_answered], now = clock_monotonic_ns();
    uint64_t begin = t->moments[MOMENT_first];
    return begin ? (double)((end ? end : now) - begin) / 1e6 : 0;
}

static void put_text(struct bytes *b, const struct front *f, const struct trail *t)
{
    put_time(b);
    bytes_print(b, " %llu %s ", (unsigned long long)t->id, t->peer);
    char line[sizeof t->method + sizeof t->target + 2];
    snprintf(line, sizeof line, "%s %s", t->method, t->target);
    put_quoted(b, line);
    bytes_print(b, " %d in %llu out %llu %.3f ms", t->status, (unsigned long long)t->received,
                (unsigned long long)t->sent, whole_ms(t));
    if (t->instance)
        bytes_print(b, " instance %llu %s %s %s", (unsigned long long)t->instance, f->settings->engine->name,
                    fresh_names[t->fresh], f->settings->routes[t->route].image);
    for (enum moment m = MOMENT_head; m < MOMENT_gone; m++) {
        uint64_t ns;
        if (t->instance && trail_stretch(t, m, &ns)) bytes_print(b, " %s=%.3f", moment_names[m], (double)ns / 1e6);
    }
    if (t->cut) bytes_print(b, " CUT");
    if (t->why[0]) bytes_put(b, " ", 1), put_quoted(b, t->why);
}

static void put_json(struct bytes *b, const struct front *f, const struct trail *t)
{
    bytes_print(b, "{\"time\":\"");
    put_time(b);
    bytes_print(b, "\",\"request\":%llu,\"client\":\"%s\",\"method\":", (unsigned long long)t->id, t->peer);
    put_quoted(b, t->method);
    bytes_print(b, ",\"target\":");
    put_quoted(b, t->target);
    bytes_print(b, ",\"status\":%d,\"received\":%llu,\"sent\":%llu,\"ms\":%.3f", t->status,
                (unsigned long long)t->received, (unsigned long long)t->sent, whole_ms(t));
    if (t->instance) {
        bytes_print(b, ",\"instance\":%llu,\"backend\":\"%s\",\"fresh\":\"%s\",\"image\":",
                    (unsigned long long)t->instance, f->settings->engine->name, fresh_names[t->fresh]);
        put_quoted(b, f->settings->routes[t->route].image);
    }
    bytes_print(b, ",\"cut\":%s,\"steps\":{", t->cut ? "true" : "false");
    const char *comma = "";
    for (enum moment m = MOMENT_head; m < MOMENT_gone; m++) {
        uint64_t ns;
        if (!t->instance || !trail_stretch(t, m, &ns)) continue;
        bytes_print(b, "%s\"%s\":%.3f", comma, moment_names[m], (double)ns / 1e6);
        comma = ",";
    }
    bytes_print(b, "},\"why\":");
    put_quoted(b, t->why);
    bytes_put(b, "}", 1);
}

/* One write for each line, which a pipe takes whole or, when it is full, not at all: who does not read it loses lines, and no request
 * waits for it. */
static void write_line(const struct bytes *line)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&out, 1, 0) == 1 && (out.revents & POLLOUT))
        if (write(STDOUT_FILENO, bytes_first(line), bytes_count(line)) < 0) return;
}

void log_request(const struct front *f, const struct trail *t)
{
    struct bytes line;
    if (f->settings->log == LOG_NONE) return;
    line.start = line.end = 0;
    if (f->settings->log == LOG_JSON) put_json(&line, f, t);
    else put_text(&line, f, t);
    bytes_put(&line, "\n", 1);
    write_line(&line);
}
