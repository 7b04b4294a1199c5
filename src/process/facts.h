/* process/facts.h - what garbage_collection_info, trace messages, system_monitor and the log say of a heap:
 * the same list of {Tag, Words}. */
#pragma once
#include "process/process.h"

enum fact {
    FACT_OLD_HEAP_BLOCK_SIZE,
    FACT_HEAP_BLOCK_SIZE,
    FACT_MBUF_SIZE,
    FACT_RECENT_SIZE,
    FACT_STACK_SIZE,
    FACT_OLD_HEAP_SIZE,
    FACT_HEAP_SIZE,
    FACT_BIN_VHEAP_SIZE,
    FACT_BIN_VHEAP_BLOCK_SIZE,
    FACT_BIN_OLD_VHEAP_SIZE,
    FACT_BIN_OLD_VHEAP_BLOCK_SIZE,
    FACTS,
};
/* In the order and choice of collection traces, and of system_monitor's messages. */
#define FACTS_ALL ((1u << FACTS) - 1)
#define FACTS_MONITOR                                                                                                  \
    (1u << FACT_OLD_HEAP_BLOCK_SIZE | 1u << FACT_HEAP_BLOCK_SIZE | 1u << FACT_MBUF_SIZE | 1u << FACT_STACK_SIZE |      \
     1u << FACT_OLD_HEAP_SIZE | 1u << FACT_HEAP_SIZE)

uint64_t process_fact(const struct process *p, enum fact which);

/* The list of the chosen facts of p; takes FACTS_WORDS at most of *hp. */
enum { FACTS_WORDS = FACTS * 7 };
term build_facts(const struct process *p, unsigned chosen, term **hp);
