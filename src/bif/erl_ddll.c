/* bif/erl_ddll.c - module erl_ddll: the drivers are those of the machine; no other can be loaded. */
#include "bif/bif.h"
#include "io/drivers.h"
#include "io/iodata.h"
#include "io/letter.h"

enum { NAME_MAX = 255, CANNOT_OPEN = -10 };

/* Is this the name (an atom, or characters) of a driver of the machine?  *is_name false: no name at all. */
static bool is_driver(term t, bool *is_name)
{
    char name[NAME_MAX + 1];
    size_t size = 0;
    *is_name = true;
    if (is_atom(t)) {
        struct atom_text text = atom_text(t);
        return driver_named((const char *)text.bytes, text.size);
    }
    *is_name = iodata_size(t, &size) == IODATA_OK;
    return *is_name && size <= NAME_MAX && iodata_put(t, (uint8_t *)name) == IODATA_OK && driver_named(name, size);
}

static bool is_pending(term t) { return same(t, A(pending)) || same(t, A(pending_driver)); }

static bool is_kill_ports_list(term list)
{
    for (; is_cons(list); list = tail(list))
        if (!same(head(list), A(kill_ports))) return false;
    return is_nil(list);
}

static enum bif_end failed(struct process *p, term reason, term *result)
{
    return bif_value(p, heap_tuple2(&p->heap, A(error), reason), result);
}

/* The options of try_load/3; false: badarg. */
static bool load_options(term list, bool *reload)
{
    *reload = false;
    for (; is_cons(list); list = tail(list)) {
        if (!is_tuple_of(head(list), 2)) return false;
        term key = tuple_elements(head(list))[0], value = tuple_elements(head(list))[1];
        bool good = same(key, A(driver_options))                    ? is_kill_ports_list(value)
                    : same(key, A(monitor)) || same(key, A(reload)) ? is_pending(value)
                                                                    : false;
        if (!good) return false;
        *reload = *reload || same(key, A(reload));
    }
    return is_nil(list);
}

enum bif_end bif_erl_ddll_try_load_3(struct process *p, term *args, term *result)
{
    size_t size;
    bool is_name, reload, built_in = is_driver(args[1], &is_name);
    if (!is_name || !load_options(args[2], &reload) || iodata_size(args[0], &size) != IODATA_OK) return bif_badarg(p);
    if (built_in) return failed(p, A(linked_in_driver), result);
    if (reload) return failed(p, A(not_loaded), result);
    term why = heap_tuple2(&p->heap, A(open_error), small(CANNOT_OPEN));
    return is_term(why) ? failed(p, why, result) : bif_no_memory(p);
}

enum bif_end bif_erl_ddll_try_unload_2(struct process *p, term *args, term *result)
{
    bool is_name, built_in = is_driver(args[0], &is_name);
    term list = args[1];
    if (!is_name) return bif_badarg(p);
    for (; is_cons(list); list = tail(list)) {
        const term *pair = is_tuple_of(head(list), 2) ? tuple_elements(head(list)) : NULL;
        if (!same(head(list), A(kill_ports)) && !(pair && same(pair[0], A(monitor)) && is_pending(pair[1])))
            return bif_badarg(p);
    }
    if (!is_nil(list)) return bif_badarg(p);
    return failed(p, built_in ? A(linked_in_driver) : A(not_loaded), result);
}

enum bif_end bif_erl_ddll_loaded_drivers_0(struct process *p, term *args, term *result)
{
    (void)args;
    const char *name;
    term list = NIL;
    for (size_t i = 0; (name = driver_name(i)); i++) {
        term text = heap_string(&p->heap, name, strlen(name), NIL);
        list = is_term(text) ? heap_cons(&p->heap, text, list) : NO_TERM;
        if (!is_term(list)) return bif_no_memory(p);
    }
    return bif_value(p, heap_tuple2(&p->heap, A(ok), list), result);
}

enum bif_end bif_erl_ddll_info_2(struct process *p, term *args, term *result)
{
    const term items[] = {A(processes), A(driver_options), A(port_count), A(awaiting_load), A(awaiting_unload)};
    bool is_name;
    if (!is_driver(args[0], &is_name)) return bif_badarg(p);
    *result = same(args[1], A(linked_in_driver)) ? A(true) : same(args[1], A(permanent)) ? A(false) : NO_TERM;
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (same(args[1], items[i])) *result = A(linked_in_driver);
    return is_term(*result) ? BIF_DONE : bif_badarg(p);
}

enum bif_end bif_erl_ddll_format_error_int_1(struct process *p, term *args, term *result)
{
    const struct {
        term error;
        const char *text;
    } known[] = {
        {A(linked_in_driver), "Driver is statically linked and cannot be loaded/unloaded"},
        {A(inconsistent), "Driver name and/or driver options are inconsistent with currently loaded driver"},
        {A(permanent), "DDLL driver is permanent an cannot be unloaded/loaded"},
        {A(not_loaded_by_this_process), "DDLL driver was not loaded by this process"},
        {A(not_loaded), "DDLL driver is not loaded"},
        {A(pending_reload), "Driver reloading is already pending"},
        {A(pending_process), "Driver is loaded by others when attempting option {reload, pending_driver}"},
        {A(not_pending), "DDLL load not pending for this driver name"},
        {A(already_loaded), "DDLL driver is already loaded successfully"},
    };
    const char *text = NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (same(args[0], known[i].error)) text = known[i].text;
    if (is_tuple_of(args[0], 2) && same(tuple_elements(args[0])[0], A(open_error)) &&
        is_small(tuple_elements(args[0])[1]))
        text = "cannot open shared object file: No such file or directory";
    return text ? bif_value(p, heap_string(&p->heap, text, strlen(text), NIL), result) : bif_badarg(p);
}

/* {'UP', Ref, driver, Name, permanent} or {'DOWN', Ref, driver, Name, unloaded}, at once. */
enum bif_end bif_erl_ddll_monitor_2(struct process *p, term *args, term *result)
{
    bool is_name, good = same(args[0], A(driver)) && is_tuple_of(args[1], 2);
    const term *item = good ? tuple_elements(args[1]) : NULL;
    if (!item || !(same(item[1], A(loaded)) || same(item[1], A(unloaded)) || same(item[1], A(unloaded_only))))
        return bif_badarg(p);
    bool up = is_driver(item[0], &is_name);
    if (!is_name) return bif_badarg(p);
    term ref = process_new_reference(&p->heap);
    term *hp = is_term(ref) ? heap_alloc(&p->heap, TUPLE_WORDS(5)) : NULL;
    if (!hp) return bif_no_memory(p);
    term message = build_tuple(&hp, 5), *e = tuple_elements(message);
    e[0] = up ? A(UP) : A(DOWN), e[1] = ref, e[2] = A(driver), e[3] = item[0], e[4] = up ? A(permanent) : A(unloaded);
    *result = ref;
    return process_send(p, NO_TERM, message) ? BIF_DONE : bif_no_memory(p);
}

enum bif_end bif_erl_ddll_demonitor_1(struct process *p, term *args, term *result)
{
    if (!is_ref(args[0])) return bif_badarg(p);
    *result = A(true); /* its message has been sent */
    return BIF_DONE;
}
