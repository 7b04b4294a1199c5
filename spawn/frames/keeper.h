/* spawn/frames/keeper.h - what the files of a keeper share. */
#pragma once
#include "spawn/frames/frames.h"
#include "spawn/maker.h"

enum { TOKEN_BYTES = 16, ADDRESS_TEXT = 64, CALLERS = 4 };

/* What somebody writes to us, with a zero behind it. */
struct heard {
    int fd; /* -1: nobody */
    size_t size;
    char text[1024];
};

struct keeper {
    const struct settings *settings;
    const struct order *order;
    const struct template *template;
    struct report *report;
    int connection; /* to the front */
    int signals;
    pid_t monitor; /* 0: it has ended */
    int monitor_status;
    struct heard life, sentences;  /* what the guest's life is, what its monitor complains of */
    int notices;                   /* listens for the program's own notice; -1: none is expected */
    struct heard callers[CALLERS]; /* who has connected there; one may be the guest */
    char token[2 * TOKEN_BYTES + 1];
    bool ready, answered; /* it listens; it has said something */
    /* The guest's address, and where it is reached: the same on a bridge. */
    char guest_address[ADDRESS_TEXT], hardware[18], published[ADDRESS_TEXT], notice_address[ADDRESS_TEXT],
        notice_url[128];
    struct sockaddr_in reached;
    struct sockaddr_in redirect; /* where nginx fetches the answer */
    int redirects;               /* what listens there; -1: nothing */
};

/* -- network.c: addresses.  False with a sentence: the host gives none. */
bool network_choose(struct keeper *k, struct complaint *c);
/* An address of this host's own that few programs use. */
uint32_t network_loopback(void);
/* A tap device on the bridge; -1 with a sentence. */
int network_open_tap(const struct keeper *k, struct complaint *c);

/* -- notice.c: is the guest ready? ------------------------------------------------------------------------ */
bool notice_open(struct keeper *k, struct complaint *c);
void notice_accept(struct keeper *k);
void notice_hear(struct keeper *k, struct heard *caller);
/* Takes in what the monitor says. */
void life_take(struct keeper *k);
/* Reads what is there; false: that was all. */
bool heard_take(struct heard *w);
void heard_close(struct heard *w);

/* -- monitors.c: the processes that run guests --------------------------------------------------------------- */
bool monitor_start(struct keeper *k, struct complaint *c);
/* Ends it and waits for its end. */
void monitor_stop(struct keeper *k);
/* Takes in signals.  True: we are to end. */
bool monitor_signals(struct keeper *k);
/* Why it has ended, from its last words. */
void monitor_judge(struct keeper *k);

/* -- relay.c: bytes, both ways, until the guest has no more, or nobody wants them ------------------------------ */
/* A connection to the guest; -1: there is none. */
int relay_connect(struct keeper *k);
void relay_run(struct keeper *k, int client, int guest);

/* -- redirect.c: `--accel-redirect` ----------------------------------------------------------------------------- */
bool redirect_open(struct keeper *k, struct complaint *c);
/* Tells the front where the answer is to be fetched, and waits for whoever fetches it; -1: nobody did. */
int redirect_accept(struct keeper *k);
