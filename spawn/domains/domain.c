/* spawn/domains/domain.c - what the makers of domains share: their command line, their signals, what guests say. */
#include "spawn/domains/domain.h"
#include "tender/options.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const struct {
    const char *name;
    size_t at;
} known[] = {
#define KNOWN(name) {#name, offsetof(struct domain, name)}
    KNOWN(image),     KNOWN(memory),  KNOWN(token),   KNOWN(bridge), KNOWN(address), KNOWN(hardware),
    KNOWN(published), KNOWN(notices), KNOWN(outside), KNOWN(uri),    KNOWN(accel),   KNOWN(toolstack),
#undef KNOWN
};

static bool take(struct domain *d, const char *name, const char *value, struct complaint *c)
{
    if (strcmp(name, "env") == 0) return words_add_pair(d->command_line, "ling.env", value, c);
    if (strcmp(name, "word") == 0) return words_add(d->command_line, value, c);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0) {
            memcpy((char *)d + known[i].at, &value, sizeof value);
            return true;
        }
    return complain(c, "'%s' is none of this program's words: it is started by ling spawn.", name);
}

static bool add_network(struct domain *d, struct complaint *c)
{
    if (d->bridge) return words_add_pair(d->command_line, "ling.ip", d->address ? d->address : "", c);
    return words_add(d->command_line, "ling.ip=10.0.2.15/24", c) &&
           words_add(d->command_line, "ling.gateway=10.0.2.2", c) &&
           (!d->outside || words_add(d->command_line, "ling.dns=10.0.2.3", c));
}

static bool give_name(struct domain *d, struct complaint *c)
{
    char *name = malloc(64);
    if (!name) return complain(c, "there is no memory.");
    snprintf(name, 64, "ling-%.12s", d->token);
    d->name = name;
    return true;
}

bool domain_read(struct domain *d, int argc, char **argv, struct complaint *c)
{
    *d = (struct domain){.bytes = 0};
    for (int i = 1; i + 1 < argc; i += 2)
        if (!take(d, argv[i], argv[i + 1], c)) return false;
    if (!d->image || !d->memory || !d->token) return complain(c, "this program is started by ling spawn.");
    d->bytes = strtoull(d->memory, NULL, 10);
    return give_name(d, c) && words_add_pair(d->command_line, "ling.notice", d->token, c) && add_network(d, c);
}

void domain_say(const char *line)
{
    char text[256];
    int size = snprintf(text, sizeof text, "%s\n", line);
    if (write(STDOUT_FILENO, text, (size_t)size) < 0) return; /* the keeper is gone, and a signal comes */
}

int domain_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void take_line(struct domain *d, const char *line)
{
    char what[16];
    unsigned status;
    bool is_life = strncmp(line, "ling: start ", 12) == 0 || strncmp(line, "ling: ready ", 12) == 0;
    if (!is_life && sscanf(line, "ling: %15s %u", what, &status) == 2) guest_run_end(&d->run, what, status);
}

void domain_hear(struct domain *d, const char *text, size_t size)
{
    if (write(STDOUT_FILENO, text, size) < 0) return;
    for (size_t i = 0; i < size; i++) {
        bool ends = text[i] == '\n' || d->line_size == sizeof d->line - 1; /* no line of ours is so long */
        if (!ends) {
            d->line[d->line_size++] = text[i];
            continue;
        }
        d->line[d->line_size] = 0;
        d->line_size = 0;
        take_line(d, d->line);
    }
}
