/* spawn/settings.c - reads the command line and the file of `ling spawn`. */
#include "spawn/settings.h"
#include "spawn/units.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* -- one function for each line of the table ---------------------------------------------------------------- */

static bool add_word(struct words *w, const char *value, const char *name, struct complaint *c)
{
    if (w->count == WORDS_MAX) return complain(c, "--%s: more than %d.", name, WORDS_MAX);
    w->all[w->count++] = value;
    return true;
}

static bool take_number(const char *name, const char *value, uint32_t least, uint32_t most, uint32_t *to,
                        struct complaint *c)
{
    uint64_t n;
    if (!unit_number(value, &n) || n < least || n > most)
        return complain(c, "--%s wants a number from %u to %u, not '%s'.", name, least, most, value);
    *to = (uint32_t)n;
    return true;
}

static bool take_size(const char *name, const char *value, uint64_t *to, struct complaint *c)
{
    return unit_size(value, to) || complain(c, "--%s wants a size such as 64M, not '%s'.", name, value);
}

static bool take_seconds(const char *name, const char *value, uint64_t *to, struct complaint *c)
{
    return unit_seconds(value, to) || complain(c, "--%s wants seconds, not '%s'.", name, value);
}

static bool take_listen(struct settings *s, const char *value, struct complaint *c)
{
    if (s->listen.count == LISTEN_MAX) return complain(c, "--listen: more than %d.", LISTEN_MAX);
    return add_word(&s->listen, value, "listen", c);
}

/* The same host and prefix again: the later one counts. */
static bool add_route(struct settings *s, struct route new, struct complaint *c)
{
    for (uint32_t i = 0; i < s->route_count; i++) {
        struct route *r = &s->routes[i];
        bool same_host = r->host && new.host ? strcasecmp(r->host, new.host) == 0 : r->host == new.host;
        if (!same_host || strcmp(r->prefix, new.prefix) != 0) continue;
        *r = new;
        return true;
    }
    if (s->route_count == ROUTES_MAX) return complain(c, "--route: more than %d.", ROUTES_MAX);
    s->routes[s->route_count++] = new;
    return true;
}

static bool take_image(struct settings *s, const char *value, struct complaint *c)
{
    return add_route(s, (struct route){NULL, "", value}, c);
}

static bool take_route(struct settings *s, const char *value, struct complaint *c)
{
    const char *equals = strrchr(value, '='), *slash = strchr(value, '/');
    if (!equals || equals == value || !equals[1]) return complain(c, "--route wants MATCH=FILE, not '%s'.", value);
    if (!slash || slash > equals) slash = equals;
    struct route r = {slash > value ? strndup(value, (size_t)(slash - value)) : NULL,
                      strndup(slash, (size_t)(equals - slash)), equals + 1};
    return add_route(s, r, c);
}

static bool take_backend(struct settings *s, const char *value, struct complaint *c)
{
    if (strcmp(value, kvm_engine.name) == 0) s->engine = &kvm_engine;
    else if (strcmp(value, process_engine.name) == 0) s->engine = &process_engine;
    else s->engine = frames_of_name(value);
    return s->engine || complain(c, "--backend is kvm, process, qemu, libvirt or xen, not '%s'.", value);
}

const char *const fresh_names[] = {[FRESH_CREATE] = "create", [FRESH_POOL] = "pool", [FRESH_RECYCLE] = "recycle"};

static bool take_fresh(struct settings *s, const char *value, struct complaint *c)
{
    for (size_t i = 0; i < sizeof fresh_names / sizeof *fresh_names; i++)
        if (strcmp(value, fresh_names[i]) == 0) {
            s->fresh = (enum fresh)i;
            return true;
        }
    return complain(c, "--fresh is create, pool or recycle, not '%s'.", value);
}

static bool take_pool(struct settings *s, const char *v, struct complaint *c)
{
    return take_number("pool", v, 1, INSTANCES_MAX, &s->pool, c);
}
static bool take_instances(struct settings *s, const char *v, struct complaint *c)
{
    return take_number("instances", v, 1, INSTANCES_MAX, &s->instances, c);
}
static bool take_queue(struct settings *s, const char *v, struct complaint *c)
{
    return take_number("queue", v, 0, CONNECTIONS_MAX, &s->queue, c);
}
static bool take_connections(struct settings *s, const char *v, struct complaint *c)
{
    return take_number("connections", v, 1, CONNECTIONS_MAX, &s->connections, c);
}
static bool take_deadline(struct settings *s, const char *v, struct complaint *c)
{
    return take_seconds("deadline", v, &s->deadline_ns, c);
}
static bool take_idle(struct settings *s, const char *v, struct complaint *c)
{
    return take_seconds("idle", v, &s->idle_ns, c);
}
static bool take_memory(struct settings *s, const char *v, struct complaint *c)
{
    return take_size("memory", v, &s->memory, c);
}
static bool take_body(struct settings *s, const char *v, struct complaint *c)
{
    return take_size("body", v, &s->body_most, c);
}
static bool take_answer(struct settings *s, const char *v, struct complaint *c)
{
    return take_size("answer", v, &s->answer_most, c);
}

static bool take_port(struct settings *s, const char *v, struct complaint *c)
{
    uint32_t n;
    if (!take_number("port", v, 1, UINT16_MAX, &n, c)) return false;
    s->port = (uint16_t)n;
    return true;
}

static bool take_env(struct settings *s, const char *v, struct complaint *c)
{
    if (!strchr(v, '=') || v[0] == '=') return complain(c, "--env wants NAME=VALUE, not '%s'.", v);
    return add_word(&s->environment, v, "env", c);
}

static bool take_allow(struct settings *s, const char *v, struct complaint *c)
{
    return policy_allow(&s->policy, v, c);
}

static bool take_argument(struct settings *s, const char *v, struct complaint *c)
{
    return add_word(&s->arguments, v, "argument", c);
}

static bool take_log(struct settings *s, const char *v, struct complaint *c)
{
    static const char *const names[] = {[LOG_TEXT] = "text", [LOG_JSON] = "json", [LOG_NONE] = "none"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(v, names[i]) == 0) {
            s->log = (enum log_format)i;
            return true;
        }
    return complain(c, "--log is text, json or none, not '%s'.", v);
}

static bool take_log_file(struct settings *s, const char *v, struct complaint *c)
{
    (void)c;
    s->log_file = v;
    return true;
}

static bool take_choice(const char *name, const char *v, bool *to, struct complaint *c)
{
    if (strcmp(v, "yes") != 0 && strcmp(v, "no") != 0) return complain(c, "--%s is yes or no, not '%s'.", name, v);
    *to = v[0] == 'y';
    return true;
}

static bool take_console(struct settings *s, const char *v, struct complaint *c)
{
    return take_choice("console", v, &s->console, c);
}

static bool take_pages(struct settings *s, const char *v, struct complaint *c)
{
    return take_choice("pages", v, &s->pages, c);
}

static bool take_rehearsal(struct settings *s, const char *v, struct complaint *c)
{
    return take_choice("rehearsal", v, &s->rehearsal, c);
}

static const struct {
    const char *name, *value, *says;
    bool (*take)(struct settings *s, const char *value, struct complaint *c);
} table[] = {
#define S(name, value, says) {#name, value, says, take_##name},
#include "spawn/settings.def"
#undef S
};

/* The same name, whichever of - and _ stands in it. */
static bool is_named(const char *name, const char *said)
{
    while (*name && (*name == *said || (*name == '_' && *said == '-'))) name++, said++;
    return !*name && !*said;
}

static bool take(struct settings *s, const char *name, const char *value, struct complaint *c)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (is_named(table[i].name, name)) return table[i].take(s, value, c);
    return complain(c, "there is no setting '%s'; see `ling spawn --help`.", name);
}

/* -- the file: "name value" on a line of its own, # begins a comment line ------------------------------------- */

static bool take_line(struct settings *s, char *line, struct complaint *c)
{
    line += strspn(line, " \t");
    line[strcspn(line, "\r\n")] = 0;
    for (char *end = line + strlen(line); end > line && (end[-1] == ' ' || end[-1] == '\t');) *--end = 0;
    if (!*line || *line == '#') return true;
    char *value = line + strcspn(line, " \t");
    if (!*value) return complain(c, "'%s' has no value.", line);
    *value++ = 0;
    value = strdup(value + strspn(value, " \t"));
    return value ? take(s, line, value, c) : complain(c, "there is no memory.");
}

static bool take_file(struct settings *s, const char *path, struct complaint *c)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    struct complaint why;
    FILE *f = fopen(path, "re");
    if (!f) return complain(c, "--config %s: %s.", path, strerror(errno));
    bool ok = true;
    for (unsigned n = 1; ok && (size = getline(&line, &room, f)) >= 0; n++) {
        ok =
            (strlen(line) == (size_t)size || complain(&why, "there is a zero byte in it.")) && take_line(s, line, &why);
        if (!ok) complain(c, "%s, line %u: %s", path, n, why.text);
    }
    if (ferror(f)) ok = complain(c, "--config %s: %s.", path, strerror(errno));
    free(line);
    fclose(f);
    return ok;
}

/* -- the command line ------------------------------------------------------------------------------------------ */

static bool take_arguments(struct settings *s, int argc, char **argv, struct complaint *c)
{
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(a, "--help") == 0) return s->help = true;
        if (strcmp(a, "--") == 0) {
            while (++i < argc)
                if (!take_argument(s, argv[i], c)) return false;
            return true;
        }
        if (a[0] != '-') {
            if (!take_image(s, a, c)) return false;
            continue;
        }
        if (strncmp(a, "--", 2) != 0) return complain(c, "there is no option %s; see `ling spawn --help`.", a);
        if (!value) return complain(c, "%s wants a value; see `ling spawn --help`.", a);
        if (strcmp(a, "--config") != 0 && !take(s, a + 2, value, c)) return false;
        i++;
    }
    return true;
}

static bool take_config(struct settings *s, int argc, char **argv, struct complaint *c)
{
    for (int i = 1; i + 1 < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--config") == 0 && !take_file(s, argv[++i], c)) return false;
    return true;
}

static bool finish(struct settings *s, struct complaint *c)
{
    if (s->help) return true;
    if (!s->route_count) return complain(c, "which image? See `ling spawn --help`.");
    if (!s->listen.count) s->listen.all[s->listen.count++] = "127.0.0.1:8080";
    if (s->engine == &kvm_engine && access("/dev/kvm", R_OK | W_OK) != 0)
        return complain(c, "--backend kvm: /dev/kvm: %s; process works without it.", strerror(errno));
    if (!s->engine) s->engine = access("/dev/kvm", R_OK | W_OK) == 0 ? &kvm_engine : &process_engine;
    if (s->fresh == FRESH_RECYCLE && !s->engine->set_back)
        s->fresh = FRESH_POOL; /* a new process for each, made before */
    if (s->fresh != FRESH_CREATE && s->pool * s->route_count > s->instances)
        return complain(c, "--pool %u for %u image(s) is more than --instances %u.", s->pool, s->route_count,
                        s->instances);
    if (!frames_settings_judge(s, c)) return false;
    return !s->policy.rule_count || policy_resolver(&s->policy, NULL, c);
}

bool settings_read(struct settings *s, int argc, char **argv, struct complaint *c)
{
    *s = (struct settings){.pool = 4,
                           .pages = true,
                           .rehearsal = true,
                           .instances = 32,
                           .queue = 256,
                           .connections = 1024,
                           .deadline_ns = UINT64_C(30000000000),
                           .idle_ns = UINT64_C(15000000000),
                           .body_most = UINT64_C(64) << 20,
                           .answer_most = UINT64_C(1) << 30};
    return take_config(s, argc, argv, c) && take_arguments(s, argc, argv, c) && finish(s, c);
}

void settings_help(void)
{
    printf("Usage: ling spawn [--SETTING VALUE ...] IMAGE [-- WORD ...]\n\n"
           "Serves HTTP: each request gets a new instance of IMAGE, made by `ling build`, and is answered by the web\n"
           "server in it; then the instance is gone.  /zerg/ shows what happens.\n\n");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char left[64];
        snprintf(left, sizeof left, "--%s %s", table[i].name, table[i].value);
        for (char *c = left; (c = strchr(c, '_'));) *c = '-';
        printf("  %-24s %s\n", left, table[i].says);
    }
    printf("  %-24s %s\n", "--config FILE", "settings, one on a line, without the dashes; SIGHUP reads it again");
    printf("\nSIGTERM and SIGINT end it when the requests that run have their answers; a second one at once.\n");
}
