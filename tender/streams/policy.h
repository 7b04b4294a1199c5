/* tender/streams/policy.h - the guest's place in the network: which addresses are its own, where it may connect to,
 * which ports of the host lead to it.
 *
 * The numbers are those of QEMU's user network, so that an image finds the same everywhere: the guest is 10.0.2.15, the
 * host itself 10.0.2.2, the host's resolver 10.0.2.3. */
#pragma once
#include "tender/report.h"
#include "guest_abi.h"
#include <sys/socket.h>

enum { RULES_MAX = 64, PUBLISHED_MAX = 16 };

struct rule {
    struct guest_address address; /* family NONE: any */
    uint16_t port;                /* 0: any */
};

struct peers; /* who wrote to a published port lately */

struct published {
    int fd; /* a socket of the host's that listens, or that datagrams come to */
    uint16_t guest_port;
    bool readable;
    struct peers *peers; /* NULL: it listens */
};

/* One connection that is there already; the guest is given it when it listens and bytes have come. */
struct handed {
    int fd;              /* 0: there is none, or the guest has it */
    uint16_t guest_port; /* 0: the first that the guest listens at */
    bool readable;
    uint32_t slot; /* where the guest has it; 0: nowhere yet */
    struct guest_address peer;
    struct report *report; /* where moments are noted; NULL: nowhere */
};

struct policy {
    struct handed handed;
    struct rule rules[RULES_MAX];
    uint32_t rule_count;
    struct published published[PUBLISHED_MAX];
    uint32_t published_count;
    struct guest_address resolver; /* what 10.0.2.3 stands for; family NONE: no name look-ups */
};

/* "HOST:PORT", each may be "*"; a name is looked up now. */
bool policy_allow(struct policy *p, const char *text, struct complaint *c);
/* "[udp:][ADDRESS:]PORT:GUEST_PORT"; listens at once, so that a taken port is said before the guest starts. */
bool policy_publish(struct policy *p, const char *text, struct complaint *c);
/* ADDRESS or ADDRESS:PORT of a resolver, or NULL: the host's own. */
bool policy_resolver(struct policy *p, const char *text, struct complaint *c);
void policy_close(struct policy *p);
struct peers *peers_make(void);

/* Is it one of the guest's own addresses, or the one that means all of them? */
bool policy_is_own(const struct guest_address *a);
bool policy_is_any(const struct guest_address *a);
struct guest_address policy_own_address(void);
/* May the guest speak to it?  If so, `to` is where the host really connects to. */
bool policy_may_reach(const struct policy *p, const struct guest_address *a, struct sockaddr_storage *to,
                      socklen_t *size);

/* The address under which the guest knows who wrote from `real`. */
struct guest_address policy_seen_as(const struct policy *p, const struct guest_address *real);

bool address_equal(const struct guest_address *a, const struct guest_address *b); /* ports aside */
void address_of_host(struct guest_address *to, const struct sockaddr_storage *from);
socklen_t address_to_host(struct sockaddr_storage *to, const struct guest_address *from);
/* Does a guest's address make sense at all? */
bool address_is_sound(const struct guest_address *a);
