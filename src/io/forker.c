/* io/forker.c - the port by which ERTS starts programs: the first of every machine.  Here the host starts them, and it does nothing. */
#include "io/forker.h"
#include "io/port.h"

static void stop(struct port *p) { (void)p; }
static enum output_result output(struct port *p, term from, term data)
{
    (void)p, (void)from, (void)data;
    return OUTPUT_DONE;
}

static const struct driver forker_driver = {.output = output, .stop = stop};

bool forker_open(void) { return port_create(&forker_driver, NULL, local_pid(0, 0), "forker") != NULL; }
