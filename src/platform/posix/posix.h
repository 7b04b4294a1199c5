/* platform/posix/posix.h - what the platforms that are programs of a POSIX system share: linux, and the pretend world above it. */
#pragma once
#include "platform/host.h"
#include <time.h>

enum host_error error_of(int number);   /* an errno */
enum host_error result_of(long result); /* HOST_OK, or errno when a system call answered -1 */

struct host_date date_of_tm(const struct tm *tm);

/* For mktime() and timegm(): their -1 alone is also a time, so `tm_wday` is -1 and stays so when they fail. */
struct tm tm_of_date(const struct host_date *date);
