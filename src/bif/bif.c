/* bif/bif.c - the table of built-in functions, and the endings they share. */
#include "bif/nif.h"
#include "memory/settings.h"
#include "code/code.h"

const struct bif bif_table[] = {
#define BIF(module, function, arity, c_name, kind) {module, function, arity, c_name, kind},
#include "bif/bifs.def"
#undef BIF
};
const size_t bif_count = sizeof bif_table / sizeof *bif_table;

/* What is peculiar about a function in some releases. */
enum peculiar { EXISTS, IN_ERLANG, INSTRUCTION, BUILT_IN };
static const struct bif_age {
    bif_fn *call;
    uint8_t peculiar, first, last;
} ages[] = {
#define EXISTS(first, last, c_name)      {c_name, EXISTS, first, last},
#define IN_ERLANG(first, last, c_name)   {c_name, IN_ERLANG, first, last},
#define INSTRUCTION(first, last, c_name) {c_name, INSTRUCTION, first, last},
#define BUILT_IN(first, last, c_name)    {c_name, BUILT_IN, first, last},
#include "bif/bif_ages.def"
};

static const struct bif_age *find_age(const struct bif *b, enum peculiar peculiar)
{
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        if (ages[i].call == b->call && ages[i].peculiar == peculiar) return &ages[i];
    return NULL;
}

static bool is_peculiar(const struct bif *b, enum peculiar peculiar)
{
    const struct bif_age *age = find_age(b, peculiar);
    return age && settings()->release >= age->first && settings()->release <= age->last;
}

/* The first release that has a module, of those that not every one has. */
static bool module_in_release(const char *module)
{
    if (strcmp(module, "records") == 0) return otp_at_least(29);
    if (strcmp(module, "zstd") == 0) return otp_at_least(28);
    return strcmp(module, "prim_tty") != 0 || otp_at_least(26);
}

bool bif_in_release(const struct bif *b)
{
    return module_in_release(b->module) && (!find_age(b, EXISTS) || is_peculiar(b, EXISTS));
}

bool bif_is_native(const struct bif *b) { return nif_is_module(b->module) && !is_peculiar(b, BUILT_IN); }
bool bif_is_builtin(const struct bif *b) { return !bif_is_native(b) && !is_peculiar(b, IN_ERLANG); }
bool bif_is_instruction(const struct bif *b) { return is_peculiar(b, INSTRUCTION); }

enum bif_end bif_raise(struct process *p, term class, term reason)
{
    p->failure = (struct failure){
        .class = class, .reason = reason, .trace = NO_TERM, .args = NO_TERM, .cause = NO_TERM, .options = NO_TERM};
    return BIF_RAISE;
}

enum bif_end bif_error(struct process *p, term reason) { return bif_raise(p, A(error), reason); }

enum bif_end bif_badarg_cause(struct process *p, term cause)
{
    bif_error(p, A(badarg));
    p->failure.cause = cause;
    return BIF_RAISE;
}

enum bif_end bif_call(struct process *p, term module, term function, uint32_t arity)
{
    const struct export *e = export_find(module, function, arity, true);
    if (!e) return bif_no_memory(p);
    p->callee = e;
    p->callee_arity = arity;
    return BIF_CALL;
}
