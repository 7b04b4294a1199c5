/* spawn/pages/metrics.c - the counters in the text format that Prometheus reads. */
#include "spawn/pages/pages.h"

static bool put_counter(struct bytes *b, const char *name, const char *help, const char *type, uint64_t n)
{
    return bytes_print(b, "# HELP ling_%s %s\n# TYPE ling_%s %s\nling_%s %llu\n", name, help, name, type, name,
                       (unsigned long long)n);
}

static bool put_counters(const struct front *f, struct bytes *b)
{
    const struct statistics *s = f->statistics;
    return put_counter(b, "requests_total", "Requests that were answered, refused or given up.", "counter",
                       s->requests) &&
           put_counter(b, "instances_made_total", "Machines that were ordered.", "counter", s->made) &&
           put_counter(b, "instances_failed_total", "Machines that did not answer to the end.", "counter", s->failed) &&
           put_counter(b, "received_bytes_total", "Bytes of requests' bodies.", "counter", s->received) &&
           put_counter(b, "sent_bytes_total", "Bytes of answers' bodies.", "counter", s->sent) &&
           put_counter(b, "instances", "Machines now.", "gauge", f->live) &&
           put_counter(b, "queue", "Requests that wait for a machine.", "gauge", f->queue_count) &&
           put_counter(b, "connections", "Connections of clients.", "gauge", f->client_count) &&
           put_counter(b, "instances_memory_bytes", "Memory that the machines have touched.", "gauge",
                       instances_memory(f));
}

static bool put_statuses(const struct statistics *s, struct bytes *b)
{
    bool ok =
        bytes_print(b, "# HELP ling_answers_total Answers by the hundreds of their status; 0: the client was gone.\n"
                       "# TYPE ling_answers_total counter\n");
    for (int i = 0; i < STATUS_CLASSES && ok; i++)
        ok = bytes_print(b, "ling_answers_total{class=\"%d\"} %llu\n", i, (unsigned long long)s->classes[i]);
    ok = ok && bytes_print(
                   b, "# HELP ling_refusals_total Answers of the spawner's own.\n# TYPE ling_refusals_total counter\n");
    for (int status = 100; status < 600 && ok; status++)
        if (s->refused[status])
            ok = bytes_print(b, "ling_refusals_total{status=\"%d\"} %llu\n", status,
                             (unsigned long long)s->refused[status]);
    return ok;
}

/* One bound for each doubling, from 16 us to 34 s. */
static bool put_buckets(struct bytes *b, const char *step, const struct histogram *h)
{
    enum { LAST_DOUBLING = 22 };
    uint64_t seen = 0;
    unsigned i = 0;
    bool ok = true;
    for (unsigned doubling = 1; doubling <= LAST_DOUBLING && ok; doubling++) {
        for (; i < doubling * HISTOGRAM_STEPS; i++) seen += h->buckets[i];
        ok = bytes_print(b, "ling_step_seconds_bucket{step=\"%s\",le=\"%.6f\"} %llu\n", step,
                         (double)histogram_bound(i - 1) / 1e9, (unsigned long long)seen);
    }
    return ok &&
           bytes_print(
               b,
               "ling_step_seconds_bucket{step=\"%s\",le=\"+Inf\"} %llu\nling_step_seconds_sum{step=\"%s\"} %.9f\n"
               "ling_step_seconds_count{step=\"%s\"} %llu\n",
               step, (unsigned long long)h->count, step, (double)h->sum_ns / 1e9, step, (unsigned long long)h->count);
}

bool metrics_write(const struct front *f, struct bytes *b)
{
    const struct statistics *s = f->statistics;
    bool ok =
        put_counters(f, b) && put_statuses(s, b) &&
        bytes_print(
            b,
            "# HELP ling_step_seconds How long each step of a request took.\n# TYPE ling_step_seconds histogram\n") &&
        put_buckets(b, "whole", &s->whole);
    for (enum moment m = MOMENT_head; m < MOMENTS && ok; m++) ok = put_buckets(b, moment_names[m], &s->stretches[m]);
    return ok;
}
