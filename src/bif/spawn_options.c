/* bif/spawn_options.c - reading option lists of spawn_opt, spawn_request and monitor. */
#include "bif/spawn_options.h"
#include "bif/bif.h"
#include "heap/map.h"
#include "memory/settings.h"
#include "process/state.h"
#include "term/map.h"

enum { HEAP_WORDS_MIN = 233, BINARY_WORDS_MIN = 46422 }; /* OTP's least values */

bool priority_read(term value, enum priority *priority)
{
    if (same(value, A(normal))) return *priority = PRIORITY_NORMAL, true;
    if (same(value, A(high))) return *priority = PRIORITY_HIGH, true;
    if (same(value, A(low))) return *priority = PRIORITY_LOW, true;
    if (same(value, A(max))) return *priority = PRIORITY_MAX, true;
    return false;
}

term priority_name(enum priority priority)
{
    switch (priority) {
    case PRIORITY_MAX: return A(max);
    case PRIORITY_HIGH: return A(high);
    case PRIORITY_LOW: return A(low);
    default: return A(normal);
    }
}

/* OTP's heap sizes: a Fibonacci-like row up to about a million words, then steps of a fifth. */
size_t heap_size_rounded(size_t words)
{
    size_t before = 12, size = 38;
    while (size < words && size < 833026) {
        size_t next = size + before + 1;
        before = size;
        size = next;
    }
    while (size < words && size < SIZE_MAX / 2) size += size / 5;
    return size;
}

static bool read_boolean(term map, term key, bool *value)
{
    term v = map_get(map, key);
    if (!is_term(v)) return true;
    *value = same(v, A(true));
    return is_boolean(v);
}

term max_heap_map(struct heap *h, const struct max_heap *m)
{
    term pairs[] = {A(error_logger),
                    boolean(m->log),
                    A(kill),
                    boolean(m->kill),
                    A(size),
                    small((int64_t)m->size),
                    A(include_shared_binaries),
                    boolean(m->include_binaries)};
    return heap_map_from_pairs(h, pairs, otp_at_least(27) ? 4 : 3);
}

bool max_heap_read(term value, struct max_heap *m)
{
    struct spawn_options d = spawn_defaults();
    *m = (struct max_heap){0, d.max_heap_kill, d.max_heap_log, d.max_heap_include_binaries};
    term size = value;
    if (is_map(value)) {
        size = map_get(value, A(size));
        if (!read_boolean(value, A(kill), &m->kill) || !read_boolean(value, A(error_logger), &m->log) ||
            (otp_at_least(27) && !read_boolean(value, A(include_shared_binaries), &m->include_binaries)))
            return false;
    }
    if (!is_term(size) || !is_small(size) || small_value(size) < 0) return false;
    m->size = (size_t)small_value(size);
    return true;
}

static bool alias_mode_read(term value, unsigned *alias)
{
    if (same(value, A(explicit_unalias))) return *alias = ALIAS_EXPLICIT, true;
    if (same(value, A(demonitor))) return *alias = ALIAS_DEMONITOR, true;
    if (same(value, A(reply_demonitor))) return *alias = ALIAS_REPLY, true;
    return false;
}

bool is_priority_option(term option) { return same(option, A(priority)) && otp_at_least(28); }

bool are_priority_options(term list, bool *priority)
{
    *priority = is_cons(list);
    for (; is_cons(list); list = tail(list))
        if (!is_priority_option(head(list))) return false;
    return is_nil(list);
}

bool monitor_options_read(term list, unsigned *alias, term *tag, bool *priority)
{
    *priority = false;
    *alias = ALIAS_NONE;
    *tag = NO_TERM;
    for (; is_cons(list); list = tail(list)) {
        if (is_priority_option(head(list))) {
            *priority = true;
            continue;
        }
        if (!is_tuple_of(head(list), 2)) return false;
        const term *option = tuple_elements(head(list));
        if (same(option[0], A(tag))) *tag = option[1];
        else if (!same(option[0], A(alias)) || !alias_mode_read(option[1], alias)) return false;
    }
    return is_nil(list);
}

/* A size in words, not below `least`; false: not a natural number. */
static bool read_size(term value, size_t least, size_t *size)
{
    if (!is_small(value) || small_value(value) < 0) return false;
    size_t words = (size_t)small_value(value);
    *size = words < least ? least : heap_size_rounded(words);
    return true;
}

static bool read_max_heap(term value, struct spawn_options *o)
{
    struct max_heap m;
    if (!max_heap_read(value, &m)) return false;
    o->max_heap_size = m.size;
    o->max_heap_kill = m.kill;
    o->max_heap_log = m.log;
    o->max_heap_include_binaries = m.include_binaries;
    return true;
}

static bool read_natural(term value, int64_t most, uint32_t *to)
{
    if (!is_small(value) || small_value(value) < 0 || small_value(value) > most) return false;
    *to = (uint32_t)small_value(value);
    return true;
}

static bool read_reply(struct spawn_request *r, term value)
{
    if (same(value, A(yes))) return r->reply_success = r->reply_error = true;
    if (same(value, A(no))) return r->reply_success = r->reply_error = false, true;
    if (same(value, A(error_only))) return r->reply_success = false, r->reply_error = true;
    if (same(value, A(success_only))) return r->reply_error = false, r->reply_success = true;
    return false;
}

/* One {Key, Value}. */
static bool read_pair(struct spawn_request *r, term key, term value, bool request)
{
    struct spawn_options *o = &r->options;
    uint32_t scheduler;
    if (same(key, A(priority))) return priority_read(value, &o->priority);
    if (same(key, A(min_heap_size))) return read_size(value, HEAP_WORDS_MIN, &o->min_heap_size);
    if (same(key, A(max_heap_size))) return read_max_heap(value, o);
    if (same(key, A(fullsweep_after))) return read_natural(value, SMALL_MAX, &o->fullsweep_after);
    if (same(key, A(scheduler))) return read_natural(value, 1, &scheduler);
    if (same(key, A(monitor))) {
        o->monitor = true;
        return monitor_options_read(value, &o->alias, &o->monitor_tag, &o->monitor_priority);
    }
    if (same(key, A(link)) && otp_at_least(28)) return o->link = true, are_priority_options(value, &o->link_priority);
    if (same(key, A(min_bin_vheap_size))) {
        bool good = read_size(value, BINARY_WORDS_MIN, &o->min_binary_bytes);
        o->min_binary_bytes *= sizeof(term);
        return good;
    }
    if (same(key, A(message_queue_data))) {
        o->message_queue_off_heap = same(value, A(off_heap));
        return same(value, A(off_heap)) || same(value, A(on_heap));
    }
    if (request && same(key, A(reply))) return read_reply(r, value);
    if (request && same(key, A(reply_tag))) return r->tag = value, true;
    return false;
}

static bool read_option(struct spawn_request *r, term option, bool request)
{
    struct spawn_options *o = &r->options;
    if (same(option, A(link))) {
        o->link_priority = false;
        return o->link = true;
    }
    if (same(option, A(monitor))) {
        o->monitor_tag = NO_TERM;
        o->alias = ALIAS_NONE;
        o->monitor_priority = false;
        return o->monitor = true;
    }
    if (!is_tuple_of(option, 2)) return false;
    return read_pair(r, tuple_elements(option)[0], tuple_elements(option)[1], request);
}

enum options_end spawn_options_read(struct spawn_request *r, term list, bool request)
{
    bool good = true;
    *r = (struct spawn_request){spawn_defaults(), A(spawn_reply), true, true};
    for (; is_cons(list); list = tail(list)) good &= read_option(r, head(list), request);
    if (!is_nil(list)) return OPTIONS_IMPROPER;
    const struct spawn_options *o = &r->options;
    return good && !(o->max_heap_size && o->max_heap_size < o->min_heap_size) ? OPTIONS_OK : OPTIONS_BAD;
}
