/* io/environment.c - the environment variables, in one sorted array. */
#include "io/environment.h"
#include "memory/memory.h"
#include "platform/host.h"
#include <string.h>

/* Orders name against the variable's name. */
static int compare_name(const char *name, size_t size, const char *variable)
{
    int order = strncmp(name, variable, size);
    return order ? order : '=' - (unsigned char)variable[size]; /* as if `name` ended in '=' too */
}

/* Where the variable is (true) or belongs (false). */
static bool find(const struct environment *e, const char *name, size_t size, size_t *at)
{
    size_t low = 0, high = e->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_name(name, size, e->variables[middle]);
        if (order == 0) {
            *at = middle;
            return true;
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    *at = low;
    return false;
}

const char *environment_get(const struct environment *e, const char *name, size_t size)
{
    size_t at;
    return find(e, name, size, &at) ? e->variables[at] + size + 1 : NULL;
}

/* One more place (a NULL ends the array, as execve(2) wants it). */
static bool grow(struct environment *e)
{
    if (e->count + 2 <= e->room) return true;
    size_t room = 2 * e->room + 64;
    char **variables = memory_resize(MEMORY_SYSTEM, e->variables, room * sizeof *variables);
    if (!variables) return false;
    e->variables = variables, e->room = room;
    variables[e->count] = NULL;
    return true;
}

bool environment_put(struct environment *e, const char *name, size_t name_size, const char *value, size_t value_size)
{
    size_t at;
    char *variable = memory_alloc(MEMORY_SYSTEM, name_size + value_size + 2);
    if (!variable || !grow(e)) {
        memory_free(MEMORY_SYSTEM, variable);
        return false;
    }
    memcpy(variable, name, name_size);
    variable[name_size] = '=';
    memcpy(variable + name_size + 1, value, value_size);
    variable[name_size + 1 + value_size] = 0;
    if (find(e, name, name_size, &at)) {
        memory_free(MEMORY_SYSTEM, e->variables[at]);
    } else {
        memmove(e->variables + at + 1, e->variables + at, (e->count - at) * sizeof *e->variables);
        e->variables[++e->count] = NULL;
    }
    e->variables[at] = variable;
    return true;
}

void environment_remove(struct environment *e, const char *name, size_t size)
{
    size_t at;
    if (!find(e, name, size, &at)) return;
    memory_free(MEMORY_SYSTEM, e->variables[at]);
    memmove(e->variables + at, e->variables + at + 1, (e->count - at) * sizeof *e->variables);
    e->count--;
}

static bool put_variable(struct environment *e, const char *variable)
{
    const char *equals = strchr(variable, '=');
    if (!equals) return true; /* not a variable: execve(2) does not forbid it */
    return environment_put(e, variable, (size_t)(equals - variable), equals + 1, strlen(equals + 1));
}

struct environment *environment_open(void)
{
    struct environment *e = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *e);
    if (!e) return NULL;
    const char *variable;
    bool ok = grow(e);
    for (size_t i = 0; ok && (variable = host_environment(i)); i++) ok = put_variable(e, variable);
    if (ok) return e;
    environment_close(e);
    return NULL;
}

bool environment_resume(struct environment *e)
{
    const char *variable;
    for (size_t i = 0; (variable = host_new_variable(i)); i++)
        if (!put_variable(e, variable)) return false;
    return true;
}

struct environment *environment_copy(const struct environment *from)
{
    struct environment *e = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *e);
    if (!e) return NULL;
    bool ok = grow(e);
    for (size_t i = 0; ok && i < from->count; i++) ok = put_variable(e, from->variables[i]);
    if (ok) return e;
    environment_close(e);
    return NULL;
}

void environment_close(struct environment *e)
{
    for (size_t i = 0; i < e->count; i++) memory_free(MEMORY_SYSTEM, e->variables[i]);
    memory_free(MEMORY_SYSTEM, e->variables);
    memory_free(MEMORY_SYSTEM, e);
}
