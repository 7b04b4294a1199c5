/* spawn/pages/status.c - the counters as JSON: what the dashboard draws, and the steps of one request. */
#include "spawn/pages/pages.h"

/* Buckets are given four to a doubling, and only those that hold something. */
enum { JOINED = HISTOGRAM_STEPS / 4 };

static double ms(uint64_t ns) { return (double)ns / 1e6; }

static bool put_buckets(struct bytes *b, const struct histogram *h)
{
    const char *comma = "";
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i += JOINED) {
        uint64_t n = 0;
        for (unsigned k = 0; k < JOINED; k++) n += h->buckets[i + k];
        if (n == 0) continue;
        if (!bytes_print(b, "%s[%.3f,%llu]", comma, ms(histogram_bound(i + JOINED - 1)), (unsigned long long)n))
            return false;
        comma = ",";
    }
    return true;
}

static bool put_histogram(struct bytes *b, const char *name, const char *text, const struct histogram *h)
{
    return bytes_print(
               b,
               "{\"name\":\"%s\",\"text\":\"%s\",\"count\":%llu,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"max\":%.3f,"
               "\"mean\":%.3f,\"buckets\":[",
               name, text, (unsigned long long)h->count, ms(histogram_quantile(h, 0.5)), ms(histogram_quantile(h, 0.9)),
               ms(histogram_quantile(h, 0.99)), ms(h->most_ns), h->count ? ms(h->sum_ns / h->count) : 0) &&
           put_buckets(b, h) && bytes_print(b, "]}");
}

static bool put_stretches(struct bytes *b, const struct statistics *s)
{
    bool ok = bytes_print(b, "\"steps\":[") &&
              put_histogram(b, "whole", "from the first byte read to the last written", &s->whole);
    for (enum moment m = MOMENT_head; m < MOMENTS && ok; m++)
        ok = bytes_print(b, ",") && put_histogram(b, moment_names[m], moment_stretches[m], &s->stretches[m]);
    return ok && bytes_print(b, "]");
}

static bool put_rates(struct bytes *b, const struct statistics *s)
{
    uint32_t rates[RATE_SECONDS];
    statistics_rates(s, clock_monotonic_ns(), rates);
    bool ok = bytes_print(b, ",\"rates\":[");
    for (int i = 0; i < RATE_SECONDS && ok; i++) ok = bytes_print(b, "%s%u", i ? "," : "", rates[i]);
    return ok && bytes_print(b, "]");
}

static bool put_refused(struct bytes *b, const struct statistics *s)
{
    const char *comma = "";
    if (!bytes_print(b, ",\"refused\":{")) return false;
    for (int status = 100; status < 600; status++) {
        if (!s->refused[status]) continue;
        if (!bytes_print(b, "%s\"%d\":%llu", comma, status, (unsigned long long)s->refused[status])) return false;
        comma = ",";
    }
    return bytes_print(b, "}");
}

bool status_write(const struct front *f, struct bytes *b)
{
    const struct statistics *s = f->statistics;
    uint32_t ready = 0;
    for (uint32_t r = 0; r < f->settings->route_count; r++) ready += f->ready[r];
    return bytes_print(
               b,
               "{\"backend\":\"%s\",\"fresh\":\"%s\",\"seconds\":%.1f,\"requests\":%llu,\"made\":%llu,\"failed\":%llu,"
               "\"instances\":{\"now\":%u,\"ready\":%u,\"most\":%u},\"queue\":{\"now\":%u,\"most\":%u},"
               "\"connections\":{\"now\":%u,\"most\":%u},\"memory\":%llu,",
               f->settings->engine->name, fresh_names[f->settings->fresh],
               (double)(clock_monotonic_ns() - s->started_ns) / 1e9, (unsigned long long)s->requests,
               (unsigned long long)s->made, (unsigned long long)s->failed, f->live, ready, f->settings->instances,
               f->queue_count, f->settings->queue, f->client_count, f->settings->connections,
               (unsigned long long)instances_memory(f)) &&
           put_stretches(b, s) && put_rates(b, s) && put_refused(b, s) && bytes_print(b, "}\n");
}

/* The order of time, which for a machine made ahead is not that of the table. */
bool steps_write(const struct trail *t, struct bytes *b)
{
    uint64_t first = t->moments[MOMENT_first], last = 0;
    const char *comma = "";
    bool ok = bytes_print(b, "{\"request\":%llu,\"status\":%d,\"fresh\":\"%s\",\"steps\":[", (unsigned long long)t->id,
                          t->status, fresh_names[t->fresh]);
    for (enum moment m = MOMENT_first; m < MOMENTS && ok; m++) {
        uint64_t at = t->moments[m];
        if (at < first || at < last) continue;
        ok = bytes_print(b, "%s{\"name\":\"%s\",\"text\":\"%s\",\"at\":%llu}", comma, moment_names[m], moment_texts[m],
                         (unsigned long long)((at - first) / 1000));
        comma = ",", last = at;
    }
    return ok && bytes_print(b, "]}\n");
}
