/* code/records.c - the native records that loaded modules declare. */
#include "code/code.h"
#include "code/module.h"
#include "etf/etf.h"
#include "term/compare.h"
#include "term/record.h"

term record_find(term module, term name)
{
    const struct module_row *row = module_row_find(module, false);
    const struct module *m = row ? row->current : NULL;
    for (uint32_t i = 0; m && i < m->record_count; i++)
        if (same(tuple_elements(head(m->records[i]))[RECORD_NAME], name)) return m->records[i];
    return NO_TERM;
}

/* Records that were decoded share the definition of those that code makes. */
static term known(term definition)
{
    const term *e = tuple_elements(definition);
    term found = record_find(e[RECORD_MODULE], e[RECORD_NAME]);
    return is_term(found) && term_equal(head(found), definition) ? head(found) : definition;
}

const struct etf_code code_for_etf = {
    .export_find = export_find, .fun_entry_find = fun_entry_find, .record_known = known};
