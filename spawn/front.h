/* spawn/front.h - the process that owns the clients' sockets: one loop, no threads, no way to make anything.
 *
 * client.c has connections, ask.c and exchange.c a request and its answer, instances.c the machines as the front sees them. */
#pragma once
#include "spawn/http/reader.h"
#include "spawn/maker.h"
#include "spawn/statistics.h"

enum watch_kind { WATCH_LISTENER, WATCH_CLIENT, WATCH_INSTANCE, WATCH_CONTROL, WATCH_MAKER, WATCH_SIGNALS };

/* What epoll hands back; the first member of what is watched. */
struct watch {
    enum watch_kind kind;
    int fd; /* -1: not open */
    uint32_t interest;
};

enum instance_state {
    INSTANCE_FREE,
    INSTANCE_READY, /* ordered or set back, and no request has it */
    INSTANCE_BUSY,
    INSTANCE_ENDING, /* told to end, and not gone yet */
};

struct instance {
    struct watch watch; /* our end of its connection */
    enum instance_state state;
    uint32_t place, route;
    uint64_t serial, machine; /* the maker knows a machine by the serial of its first instance */
    struct client *client;
    struct watch control;         /* recycle: through which it is given connections */
    int end;                      /* recycle: the guest's end of `watch`, not given yet; -1: it is */
    bool answered;                /* its request came to an end in order */
    uint64_t released_ns;         /* recycle: when it was to set itself back, or ordered */
    uint64_t ordered_ns, gone_ns; /* gone: its process, though bytes of its answer may still be here */
    int wait_status;
    uint64_t trail; /* id of the request that it served */
};

enum client_state {
    CLIENT_HEAD,   /* a request's head is read, or waited for */
    CLIENT_QUEUED, /* a request waits for an instance */
    CLIENT_BUSY,   /* an instance answers */
    CLIENT_SELF,   /* an answer of our own is on its way */
    CLIENT_LINGER, /* answered for the last time: what comes is thrown away until the client closes */
};

struct client {
    struct watch watch;
    enum client_state state;
    struct client *next, *previous, *queue_next;
    struct instance *instance;
    char name[PEER_SHOWN];
    uint64_t deadline_ns;
    bool used; /* a request of this connection has been answered */
    bool request_done, answer_begun, answer_done, keep, expects, gone, half_closed;
    bool broken; /* its answer cannot be ended in order: the connection is cut */
    struct trail trail;
    struct bytes in, out, to_instance;
    struct http_reader request, answer;
};

struct front {
    const struct settings *settings;
    struct statistics *statistics;
    union report_page *reports;
    int epoll;
    struct watch maker, signals, listeners[LISTEN_MAX];
    uint32_t listener_count;
    struct instance *instances;                             /* settings->instances of them */
    uint32_t live, ready[ROUTES_MAX], standing[ROUTES_MAX]; /* standing: ready or busy */
    uint64_t pool_from_ns[ROUTES_MAX];                      /* none is made ahead before: the last one died unused */
    uint64_t serial, requests;
    struct client *clients, *dead, *spare;
    uint32_t client_count;
    struct client *queue_first, *queue_last;
    uint32_t queue_count;
    bool stopping;
    uint64_t stopped_ns;
    struct trail trails[TRAILS];
    char scratch[BYTES_ROOM];
    struct bytes page; /* of ours, while it is written */
};

/* -- front.c ------------------------------------------------------------------------------------------------- */
/* The process's life: until it is told to end and no request runs. */
_Noreturn void front_run(struct front *f, int maker);
/* What epoll is to say of it from now on; 0: nothing but its end. */
void front_watch(struct front *f, struct watch *w, uint32_t events);
void front_forget(struct front *f, struct watch *w);
/* New connections are looked at; again, where there was no descriptor for one. */
void front_listen(struct front *f);

/* -- client.c ------------------------------------------------------------------------------------------------ */
void client_accept(struct front *f, struct watch *listener);
void client_event(struct front *f, struct client *c, uint32_t events);
/* Does whatever can be done now. */
void client_advance(struct front *f, struct client *c);
/* Deadlines of all. */
void clients_sweep(struct front *f);
void clients_free_dead(struct front *f);

/* -- ask.c --------------------------------------------------------------------------------------------------- */
/* The request's head is there: asks for an instance, answers itself, or refuses. */
void ask(struct front *f, struct client *c);

/* -- exchange.c ---------------------------------------------------------------------------------------------- */
/* An instance is there for it. */
void exchange_start(struct front *f, struct client *c, struct instance *i);
/* Moves bytes both ways; did anything move? */
bool exchange_pump(struct front *f, struct client *c);
/* Notes what its instance's tender said, and lets go of it. */
void exchange_release(struct front *f, struct client *c);
/* Everything about the request is known: counts it, logs it, lets go of its instance. */
void exchange_over(struct front *f, struct client *c);

/* -- refuse.c -------------------------------------------------------------------------------------------------- */
/* A plain page instead of an answer; where one has begun, the connection is cut. */
__attribute__((format(printf, 4, 5))) void refuse(struct front *f, struct client *c, int status, const char *why, ...);
/* An answer of our own; false: it is too long. */
bool answer_self(struct front *f, struct client *c, int status, const char *type, const void *body, size_t size);
const char *status_text(int status);

/* -- instances.c ------------------------------------------------------------------------------------------------ */
/* One for this request, now; NULL: there is none. */
struct instance *instance_take(struct front *f, uint32_t route, struct client *c);
void instance_end(struct front *f, struct instance *i);
/* It serves somebody else to its end, and ends by itself. */
void instance_leave(struct front *f, struct instance *i);
/* Orders one that no request has yet, `ahead` of any or for one that waits; NULL: there is no place for it. */
struct instance *instance_make(struct front *f, uint32_t route, bool ahead);
bool instance_order(struct front *f, const struct order *o, int descriptor);
/* The trail of the request that it served hears when it was gone, or set back. */
void instance_note_gone(struct front *f, const struct instance *i, uint64_t ns);
void instances_notice(struct front *f);
/* Gives free ones to the queue, then to the pool. */
void instances_share(struct front *f);
/* Bytes that all machines hold, as the maker last saw it. */
uint64_t instances_memory(const struct front *f);
void queue_remove(struct front *f, struct client *c);

/* -- recycled.c: machines that are set back for each request ----------------------------------------------------- */
/* Orders one from the maker. */
bool recycled_order(struct front *f, struct instance *i, const struct order *o);
/* One that is set back, with a connection that it has not been given; NULL: there is none, and who waits will be served. */
struct instance *recycled_take(struct front *f, uint32_t route);
/* Gives it the connection; the request has been written as far as it is known. */
void recycled_begin(struct instance *i);
/* Its request is over: it sets itself back, and is ready for the next.  False: it is to be ended. */
bool recycled_release(struct front *f, struct instance *i);
/* Ends those that do not come back, and orders one more for whom none came free since the last sweep. */
void recycled_sweep(struct front *f, uint64_t now_ns);

/* -- pages/pages.c ------------------------------------------------------------------------------------------- */
/* Answers what lies below /zerg/; false: it is not ours. */
bool pages_answer(struct front *f, struct client *c, const char *path, size_t size);

/* -- log.c --------------------------------------------------------------------------------------------------- */
void log_request(const struct front *f, const struct trail *t);
