/* tender/streams/policy.c - what the operator allowed. */
#include "tender/streams/policy.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DNS_PORT = 53, BACKLOG = 512 };

static const uint8_t own[4] = {10, 0, 2, 15}, host[4] = {10, 0, 2, 2}, resolver[4] = {10, 0, 2, 3};

static struct guest_address inet(const uint8_t bytes[4])
{
    struct guest_address a = {.family = GUEST_FAMILY_INET, .size = 4};
    memcpy(a.bytes, bytes, 4);
    return a;
}

struct guest_address policy_own_address(void) { return inet(own); }

bool policy_is_any(const struct guest_address *a)
{
    static const uint8_t zeros[16];
    return (a->family == GUEST_FAMILY_INET || a->family == GUEST_FAMILY_INET6) && memcmp(a->bytes, zeros, a->size) == 0;
}

bool policy_is_own(const struct guest_address *a)
{
    static const uint8_t loopback6[16] = {[15] = 1};
    if (a->family == GUEST_FAMILY_LOCAL || policy_is_any(a)) return true;
    if (a->family == GUEST_FAMILY_INET6) return memcmp(a->bytes, loopback6, 16) == 0;
    return a->family == GUEST_FAMILY_INET && (a->bytes[0] == 127 || memcmp(a->bytes, own, 4) == 0);
}

/* -- texts ---------------------------------------------------------------------------------------------- */

static bool port_of(const char *text, uint16_t *port)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    *port = (uint16_t)n;
    return text[0] >= '0' && text[0] <= '9' && !*end && n > 0 && n <= UINT16_MAX;
}

/* Divides at the last colon, and takes the brackets off an IPv6 address. */
static bool split(const char *text, char before[256], const char **after)
{
    const char *colon = strrchr(text, ':');
    if (!colon || colon == text || colon - text > 255) return false;
    bool brackets = text[0] == '[' && colon[-1] == ']';
    size_t size = (size_t)(colon - text) - (brackets ? 2 : 0);
    memcpy(before, text + brackets, size);
    before[size] = 0;
    *after = colon + 1;
    return true;
}

static bool add_rule(struct policy *p, const struct guest_address *a, uint16_t port, struct complaint *c)
{
    if (p->rule_count == RULES_MAX) return complain(c, "--allow: more than %d addresses.", RULES_MAX);
    p->rules[p->rule_count++] = (struct rule){*a, port};
    return true;
}

static bool allow_name(struct policy *p, const char *name, uint16_t port, struct complaint *c)
{
    struct addrinfo *all, hints = {.ai_socktype = SOCK_STREAM};
    int e = getaddrinfo(name, NULL, &hints, &all);
    if (e != 0) return complain(c, "--allow: %s: %s.", name, gai_strerror(e));
    bool ok = true;
    for (struct addrinfo *i = all; i && ok; i = i->ai_next) {
        struct guest_address a;
        struct sockaddr_storage s = {0};
        memcpy(&s, i->ai_addr, i->ai_addrlen);
        address_of_host(&a, &s);
        ok = add_rule(p, &a, port, c);
    }
    freeaddrinfo(all);
    return ok;
}

bool policy_allow(struct policy *p, const char *text, struct complaint *c)
{
    char name[256];
    const char *port_text;
    uint16_t port = 0;
    if (!split(text, name, &port_text) || (strcmp(port_text, "*") != 0 && !port_of(port_text, &port)))
        return complain(c, "--allow wants HOST:PORT, not '%s'.", text);
    if (strcmp(name, "*") == 0) return add_rule(p, &(struct guest_address){0}, port, c);
    return allow_name(p, name, port, c);
}

/* -- the resolver ------------------------------------------------------------------------------------------ */

static bool address_of_text(const char *text, struct guest_address *a)
{
    *a = (struct guest_address){.family = GUEST_FAMILY_INET, .size = 4, .port = DNS_PORT};
    if (inet_pton(AF_INET, text, a->bytes) == 1) return true;
    *a = (struct guest_address){.family = GUEST_FAMILY_INET6, .size = 16, .port = DNS_PORT};
    return inet_pton(AF_INET6, text, a->bytes) == 1;
}

/* The first one of /etc/resolv.conf; without it there are no name look-ups, and that is no error. */
static void host_resolver(struct policy *p)
{
    char line[256], text[256];
    FILE *f = fopen("/etc/resolv.conf", "re");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "nameserver %255s", text) == 1 && address_of_text(text, &p->resolver)) break;
    if (f) fclose(f);
}

bool policy_resolver(struct policy *p, const char *text, struct complaint *c)
{
    char name[256];
    const char *port_text;
    uint16_t port = DNS_PORT;
    if (!text) {
        host_resolver(p);
        return true;
    }
    bool known = address_of_text(text, &p->resolver);
    if (!known)
        known = split(text, name, &port_text) && port_of(port_text, &port) && address_of_text(name, &p->resolver);
    if (!known) return complain(c, "--dns wants ADDRESS or ADDRESS:PORT, not '%s'.", text);
    p->resolver.port = port;
    return true;
}

/* -- publishing ---------------------------------------------------------------------------------------------- */

/* Two programs that share a port of UDP would each miss what the other gets. */
static bool open_at(struct published *one, const struct addrinfo *a)
{
    int on = 1;
    one->fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (one->fd < 0) return false;
    if (one->peers) return bind(one->fd, a->ai_addr, a->ai_addrlen) == 0;
    return setsockopt(one->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
           bind(one->fd, a->ai_addr, a->ai_addrlen) == 0 && listen(one->fd, BACKLOG) == 0;
}

static bool listen_at(struct published *one, const char *name, const char *port, struct complaint *c)
{
    struct addrinfo *a,
        hints = {.ai_socktype = one->peers ? SOCK_DGRAM : SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int e = getaddrinfo(name, port, &hints, &a);
    if (e != 0) return complain(c, "--publish: %s: %s.", name, gai_strerror(e));
    bool ok = open_at(one, a);
    int error = errno;
    freeaddrinfo(a);
    return ok || complain(c, "--publish: cannot listen at %s:%s: %s.", name, port, strerror(error));
}

bool policy_publish(struct policy *p, const char *text, struct complaint *c)
{
    char left[256], name[256] = "127.0.0.1";
    const char *guest_port, *port = left, *after;
    uint16_t number;
    struct published *one = &p->published[p->published_count];
    bool udp = strncmp(text, "udp:", 4) == 0;
    if (p->published_count == PUBLISHED_MAX) return complain(c, "--publish: more than %d ports.", PUBLISHED_MAX);
    if (!split(text + (udp ? 4 : 0), left, &guest_port) || !port_of(guest_port, &number))
        return complain(c, "--publish wants [udp:][ADDRESS:]PORT:GUEST_PORT, not '%s'.", text);
    one->guest_port = number;
    if (split(left, name, &after)) port = after;
    if (!port_of(port, &number)) return complain(c, "--publish wants [udp:][ADDRESS:]PORT:GUEST_PORT, not '%s'.", text);
    if (udp && !(one->peers = peers_make())) return complain(c, "the host gives no memory.");
    if (!listen_at(one, name, port, c)) return false;
    p->published_count++;
    return true;
}

void policy_close(struct policy *p)
{
    for (uint32_t i = 0; i < p->published_count; i++) {
        close(p->published[i].fd);
        free(p->published[i].peers);
    }
}

/* -- outbound -------------------------------------------------------------------------------------------------- */

static bool is_allowed(const struct policy *p, const struct guest_address *a)
{
    for (uint32_t i = 0; i < p->rule_count; i++) {
        const struct rule *r = &p->rules[i];
        if ((r->port == 0 || r->port == a->port) &&
            (r->address.family == GUEST_FAMILY_NONE || address_equal(&r->address, a)))
            return true;
    }
    return false;
}

bool policy_may_reach(const struct policy *p, const struct guest_address *a, struct sockaddr_storage *to,
                      socklen_t *size)
{
    struct guest_address real = *a;
    if (a->family != GUEST_FAMILY_INET && a->family != GUEST_FAMILY_INET6) return false;
    if (a->family == GUEST_FAMILY_INET && memcmp(a->bytes, resolver, 4) == 0) {
        if (a->port != DNS_PORT || p->resolver.family == GUEST_FAMILY_NONE) return false;
        real = p->resolver;
    } else {
        if (!is_allowed(p, a)) return false;
        if (a->family == GUEST_FAMILY_INET && memcmp(a->bytes, host, 4) == 0) {
            static const uint8_t loopback[4] = {127, 0, 0, 1};
            memcpy(real.bytes, loopback, 4);
        }
    }
    *size = address_to_host(to, &real);
    return true;
}

struct guest_address policy_seen_as(const struct policy *p, const struct guest_address *real)
{
    struct guest_address seen = *real;
    bool is_resolver = address_equal(real, &p->resolver) && real->port == p->resolver.port;
    bool is_host = real->family == GUEST_FAMILY_INET && real->bytes[0] == 127;
    if (is_resolver || is_host) {
        seen = inet(is_resolver ? resolver : host);
        seen.port = is_resolver ? DNS_PORT : real->port;
    }
    return seen;
}
