/* spawn/settings.h - all that a user can say to `ling spawn`: one table, read from the command line and from a file. */
#pragma once
#include "spawn/frames/frames.h"
#include "tender/engine.h"
#include "tender/streams/policy.h"

enum fresh { FRESH_CREATE, FRESH_POOL, FRESH_RECYCLE };
enum log_format { LOG_TEXT, LOG_JSON, LOG_NONE };
enum { ROUTES_MAX = 32, LISTEN_MAX = 8, WORDS_MAX = 64, INSTANCES_MAX = 8192, CONNECTIONS_MAX = 16384 };

/* Requests for `host` (NULL: any) whose path begins with `prefix` go to instances of `image`. */
struct route {
    const char *host, *prefix, *image;
};

struct words {
    const char *all[WORDS_MAX];
    uint32_t count;
};

struct settings {
    struct words listen; /* ADDRESS:PORT */
    struct route routes[ROUTES_MAX];
    uint32_t route_count;
    const struct engine_kind *engine;
    enum fresh fresh;
    uint32_t pool;      /* machines made ahead, for each route */
    uint32_t instances; /* at once, those made ahead included */
    uint32_t queue;     /* requests that wait for one */
    uint32_t connections;
    uint64_t deadline_ns, idle_ns;
    uint64_t memory;                 /* of an instance; 0: as the image wishes */
    uint64_t body_most, answer_most; /* bytes of a request's and an answer's body */
    uint16_t port;                   /* where the guest listens; 0: the first port at which it does */
    enum log_format log;
    const char *log_file; /* NULL: standard output */
    bool console;         /* the guests' consoles go to ours */
    bool pages;           /* /zerg/ is ours */
    bool rehearsal;
    struct words environment, arguments;
    struct policy policy;          /* where guests may connect to */
    struct frames_settings frames; /* of the backends that have an address for each instance */
    bool help;
};

/* As the user writes it. */
extern const char *const fresh_names[];

/* Takes the arguments and the file that --config names (the arguments win). Texts stay where they are or are never freed. */
bool settings_read(struct settings *s, int argc, char **argv, struct complaint *c);
void settings_help(void);
/* frames/settings.c: lines of the table that are for the backends there. */
bool take_machine(struct settings *s, const char *v, struct complaint *c);
bool take_accel(struct settings *s, const char *v, struct complaint *c);
bool take_toolstack(struct settings *s, const char *v, struct complaint *c);
bool take_uri(struct settings *s, const char *v, struct complaint *c);
bool take_network(struct settings *s, const char *v, struct complaint *c);
bool take_ready(struct settings *s, const char *v, struct complaint *c);
bool take_accel_redirect(struct settings *s, const char *v, struct complaint *c);
/* Which route serves a request; -1: none.  A host name beats none, then the longer prefix. */
int settings_route(const struct settings *s, const char *host, size_t host_size, const char *path, size_t path_size);
