/* bif/system_info.h - parts of system_info/1 that are long enough for files of their own.
 * Each makes its term on p's heap; NO_TERM: no memory. */
#pragma once
#include "bif/bif.h"
#include "bif/text.h"

/* system_reports.c: text for people. */
typedef void report_fn(struct text *t);
report_fn report_info, report_processes, report_loaded, report_distribution;
