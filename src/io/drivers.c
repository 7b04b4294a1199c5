/* io/drivers.c - finding drivers by name. */
#include "io/drivers.h"
#include "io/port.h"
#include <string.h>

static const struct {
    const char *name;
    const struct driver *driver;
} drivers[] = {
#define DRIVER(name, variable) {name, &variable},
#include "io/drivers.def"
#undef DRIVER
    {NULL, NULL},
};

const struct driver *driver_named(const char *name, size_t size)
{
    for (size_t i = 0; drivers[i].name; i++)
        if (strlen(drivers[i].name) == size && memcmp(drivers[i].name, name, size) == 0) return drivers[i].driver;
    return NULL;
}

const char *driver_name(size_t index)
{
    return index < sizeof drivers / sizeof *drivers - 1 ? drivers[index].name : NULL;
}
