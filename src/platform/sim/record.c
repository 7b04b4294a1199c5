/* platform/sim/record.c - the world's record: its seed, its luck, what is written down of it. */
#include "memory/arena.h"
#include "platform/platform.h"
#include "platform/sim/sim.h"
#include "platform/sim/source.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    FILE_BYTES_MAX = 1 << 30,
    FAULTS_FROM_MAX = 180, /* waits; a boot takes about 150 */
    FIRST_PORT = 32768,
    SECONDS_DEFAULT = 100000,
};
#define NANOSECONDS UINT64_C(1000000000)

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* Sebastiano Vigna's splitmix64: any seed will do. */
static uint64_t next_number(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t sim_luck(uint64_t limit) { return next_number(&sim()->luck) % limit; }

void platform_random(void *to, size_t bytes)
{
    uint8_t *at = to;
    while (bytes-- > 0) *at++ = (uint8_t)next_number(&sim()->entropy);
}

bool sim_strikes(enum sim_fault kind, unsigned rarity)
{
    struct sim *s = sim();
    return s->faults & kind && s->waits >= s->faults_from && sim_luck(rarity) == 0;
}

void sim_trace(const char *format, ...)
{
    char line[512];
    struct sim *s = sim();
    if (s->trace < 0) return;
    int size = snprintf(line, sizeof line, "%llu ", (unsigned long long)s->now);
    va_list values;
    va_start(values, format);
    size += vsnprintf(line + size, sizeof line - (size_t)size - 1, format, values);
    va_end(values);
    if (size > (int)sizeof line - 2) size = (int)sizeof line - 2;
    line[size++] = '\n';
    (void)!write(s->trace, line, (size_t)size);
}

static void open_world(struct sim *s)
{
    const char *trace = getenv("LING_SIM_TRACE");
    s->seed = number_of("LING_SIM_SEED", 1);
    s->luck = s->seed;
    s->entropy = ~s->seed;
    s->limit = number_of("LING_SIM_SECONDS", SECONDS_DEFAULT) * NANOSECONDS;
    s->trace = trace ? open(trace, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    s->next_port = FIRST_PORT;
    s->now = NANOSECONDS;
    s->devices[0].kind = SIM_INPUT;
    s->devices[1].kind = s->devices[2].kind = SIM_OUTPUT;
    if (!number_of("LING_SIM_FAULTS", 0)) return;
    s->faults = 1 + (unsigned)sim_luck(7);
    s->faults_from = sim_luck(FAULTS_FROM_MAX);
}

/* The file system needs the arena, which needs a clock: it is made when it is first asked for. */
struct sim *sim(void)
{
    struct sim *s = arena_root(ROOT_platform);
    if (s) return s;
    s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (s == MAP_FAILED) platform_exit(SIM_STATUS_NOTHING, false);
    arena_set_root(ROOT_platform, s);
    open_world(s);
    s->files = files_open(host_source(), FILE_BYTES_MAX);
    if (!s->files) platform_exit(SIM_STATUS_NOTHING, false);
    enter_host_directory(s->files);
    return s;
}
