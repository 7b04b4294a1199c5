/* tender/process/filter.h - the two seccomp filters of the cell. */
#pragma once
#include <linux/filter.h>
#include <stdint.h>

enum { FILTER_MOST = 16 };
/* Whatever is not the gate's one call gets `otherwise`, the gate's gets `gate` (SECCOMP_RET_*). The number of
 * instructions. */
unsigned short filter_make(struct sock_filter to[FILTER_MOST], uint32_t gate, uint32_t otherwise);
