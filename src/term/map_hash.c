/* term/map_hash.c - which of ERTS' hashes orders the keys of large maps. */
#include "term/map_hash.h"
#include "memory/settings.h"
#include "term/identity.h"
#include "term/objects.h"

struct map_hash_numbers map_hash_numbers(term t)
{
    if (kind_of(t) == KIND_EXPORT) {
        const struct export *x = (const struct export *)(uintptr_t)boxed(t)[1].word;
        return (struct map_hash_numbers){x->module.word, x->function.word, x->arity};
    }
    struct identity id = identity_of(t);
    uint64_t first = (uint64_t)id.ids[1] << 32 | id.ids[0], second = (uint64_t)id.ids[3] << 32 | id.ids[2];
    bool own = same(id.node, node_name()) && id.creation == node_creation();
    return (struct map_hash_numbers){first, second, own ? 0 : (id.node.word << 32 | id.creation) + id.ids[4]};
}

uint64_t map_hash(term key) { return otp_at_least(27) ? map_hash_murmur(key) : map_hash_jenkins(key); }
