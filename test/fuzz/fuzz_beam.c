/* test/fuzz/fuzz_beam.c - hostile .beam files: read, verified, and if they pass, translated.
 *
 *   make VARIANT=fuzz build/fuzz/fuzz/beam && build/fuzz/fuzz/beam CORPUS -max_total_time=60
 *
 * Whatever the bytes are, the answer is a module or one of the sentences of beam_errors.def.
 */
#include "fuzz.h"
#include "code/module.h"

/* The name that the file gives itself, so that it is not refused for its name. */
static term name_of(const uint8_t *bytes, size_t size)
{
    struct beam b;
    term name = beam_open(&b, bytes, size) == BEAM_OK ? beam_module_name(&b) : NO_TERM;
    beam_close(&b);
    return is_term(name) ? name : A(undefined);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { RUNS_A_MACHINE = 2000 };
    static unsigned runs;
    struct prepare_failure failure;
    if (runs++ % RUNS_A_MACHINE == 0)
        fuzz_fresh_machine(); /* atoms, exports and entries of funs are never given back */
    struct module *m = module_prepare(name_of(bytes, size), bytes, size, &failure);
    if (m) module_free(m, false);
    else MUST(failure.error != BEAM_OK);
    return 0;
}
