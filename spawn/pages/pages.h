/* spawn/pages/pages.h - what stands below /zerg/: each writes its text; false: there is no room for it. */
#pragma once
#include "spawn/front.h"

bool status_write(const struct front *f, struct bytes *b);  /* all counters, as JSON: what the dashboard shows */
bool metrics_write(const struct front *f, struct bytes *b); /* the same in Prometheus' text format */
bool steps_write(const struct trail *t, struct bytes *b);   /* one request's moments, as JSON */
