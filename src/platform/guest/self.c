/* platform/guest/self.c - the guest's number, names and variables; the calendar, which is UTC. */
#include "memory/memory.h"
#include "platform/guest/guest.h"
#include <stdio.h>
#include <string.h>

int64_t host_process_id(void) { return 1; }
enum host_error host_detach(void) { return HOST_ENOTSUP; }

/* With a domain: where there is none, OTP asks a program of the host for it. */
enum host_error host_name(char *to, size_t room)
{
    const char *given = door()->host_name(), *name = given && *given ? given : "ling";
    int size = snprintf(to, room, "%s%s", name, strchr(name, '.') ? "" : ".local");
    return (size_t)size < room ? HOST_OK : HOST_ENAMETOOLONG;
}

bool host_module_to_link(size_t index, struct host_module *m) { return door()->module && door()->module(index, m); }
void host_module_linked(size_t index, const struct host_module_size *size) { door()->module_linked(index, size); }

void host_system_version(int version[3]) { version[0] = version[1] = version[2] = 0; }
unsigned host_processors(void) { return 1; }

/* -- variables ------------------------------------------------------------------------------------------ */

static size_t name_size(const char *variable) { return strcspn(variable, "="); }

static char **variable_find(struct guest_world *w, const char *name, size_t bytes)
{
    for (size_t i = 0; i < w->variable_count; i++)
        if (name_size(w->variables[i]) == bytes && memcmp(w->variables[i], name, bytes) == 0) return &w->variables[i];
    return NULL;
}

bool guest_set_variable(struct guest_world *w, const char *variable)
{
    size_t bytes = strlen(variable) + 1;
    char *kept = memory_alloc(MEMORY_SYSTEM, bytes), **at = variable_find(w, variable, name_size(variable));
    if (!kept) return false;
    memcpy(kept, variable, bytes);
    if (at) {
        memory_free(MEMORY_SYSTEM, *at);
        *at = kept;
        return true;
    }
    char **more = memory_resize(MEMORY_SYSTEM, w->variables, (w->variable_count + 1) * sizeof *more);
    if (!more) return false;
    w->variables = more;
    w->variables[w->variable_count++] = kept;
    return true;
}

bool host_set_variable(const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + 2;
    char *text = memory_alloc(MEMORY_SYSTEM, size);
    if (!text) return false;
    snprintf(text, size, "%s=%s", name, value);
    bool set = guest_set_variable(world(), text);
    memory_free(MEMORY_SYSTEM, text);
    return set;
}

const char *host_new_variable(size_t index) { return door()->variable(index); }

const char *host_environment(size_t index)
{
    struct guest_world *w = world();
    return index < w->variable_count ? w->variables[index] : NULL;
}

const char *host_variable(const char *name)
{
    char **at = variable_find(world(), name, strlen(name));
    return at ? *at + strlen(name) + 1 : NULL;
}

/* -- calendar: days of the Gregorian calendar, counted from 0000-03-01 ------------------------------------ */

enum { SECONDS_A_DAY = 86400, DAYS_AN_ERA = 146097, DAYS_BEFORE_1970 = 719468, YEARS_AN_ERA = 400 };

static int64_t divide_down(int64_t a, int64_t b) { return a / b - (a % b < 0); }

bool host_local_date(int64_t seconds, struct host_date *date, bool *dst)
{
    int64_t days = divide_down(seconds, SECONDS_A_DAY), rest = seconds - days * SECONDS_A_DAY;
    days += DAYS_BEFORE_1970;
    int64_t era = divide_down(days, DAYS_AN_ERA), day = days - era * DAYS_AN_ERA;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153; /* 0 is March */
    *date = (struct host_date){.month = (int32_t)(month < 10 ? month + 3 : month - 9),
                               .day = (int32_t)(of_year - (153 * month + 2) / 5 + 1),
                               .hour = (int32_t)(rest / 3600),
                               .minute = (int32_t)(rest / 60 % 60),
                               .second = (int32_t)(rest % 60)};
    date->year = (int32_t)(year + era * YEARS_AN_ERA + (date->month <= 2));
    *dst = false;
    return true;
}

bool host_seconds_of_local(const struct host_date *date, int dst, int64_t *seconds)
{
    (void)dst;
    int64_t months = date->month - 1, year = date->year + divide_down(months, 12);
    int64_t month = months - divide_down(months, 12) * 12 + 1;
    year -= month <= 2;
    int64_t era = divide_down(year, YEARS_AN_ERA), of_era = year - era * YEARS_AN_ERA;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date->day - 1;
    int64_t days = era * DAYS_AN_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_BEFORE_1970;
    *seconds = days * SECONDS_A_DAY + date->hour * 3600 + date->minute * 60 + date->second;
    return true;
}
