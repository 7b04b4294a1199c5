/* etf/decode_identity.c - pids, ports and references, in every form they ever had. */
#include "etf/decode.h"
#include "heap/build.h"
#include "term/identity.h"

/* Old forms have a creation of two bits. */
static uint32_t creation(struct etf_decoder *d, bool old)
{
    uint32_t value = old ? bytes_u8(&d->in) : bytes_u32be(&d->in);
    if (old && value > 3) d->result = ETF_BAD;
    return value;
}

static bool is_this_node(const struct identity *id)
{
    return same(id->node, node_name()) && id->creation == node_creation();
}

static term external(struct etf_decoder *d, enum kind kind, const struct identity *id)
{
    if (d->in.spent || d->result != ETF_MORE) return decode_bad(d);
    struct external_id *e = (struct external_id *)decode_alloc(d, EXTERNAL_ID_WORDS);
    if (!e) return NO_TERM;
    *e = (struct external_id){header(kind, EXTERNAL_ID_WORDS - 1), id->node.word, id->creation, id->count, {0}};
    for (uint32_t i = 0; i < id->count; i++) e->ids[i] = id->ids[i];
    return boxed_at(e);
}

static term pid(struct etf_decoder *d, bool old)
{
    struct identity id = {.node = decode_atom(d), .count = 2};
    if (!is_term(id.node)) return NO_TERM;
    id.ids[0] = bytes_u32be(&d->in);
    id.ids[1] = bytes_u32be(&d->in);
    id.creation = creation(d, old);
    if (!is_this_node(&id)) return external(d, KIND_EXT_PID, &id);
    term t = pid_of_shown(id.ids[0], id.ids[1]);
    return is_term(t) ? t : decode_bad(d);
}

static term port(struct etf_decoder *d, enum etf_tag tag)
{
    struct identity id = {.node = decode_atom(d), .count = 2};
    if (!is_term(id.node)) return NO_TERM;
    uint64_t number = tag == V4_PORT_EXT ? bytes_u64be(&d->in) : bytes_u32be(&d->in);
    id.ids[0] = (uint32_t)number, id.ids[1] = (uint32_t)(number >> 32);
    id.creation = creation(d, tag == PORT_EXT);
    if (!is_this_node(&id)) return external(d, KIND_EXT_PORT, &id);
    return number >> 58 ? decode_bad(d) : local_port(number);
}

enum { OLD_REFERENCE_ID_LIMIT = 1 << 18, LOCAL_REF_IDS = 3, REF_IDS_MAX = 5 };

static term local_reference(struct etf_decoder *d, const struct identity *id)
{
    if (id->count > LOCAL_REF_IDS || d->in.spent) return decode_bad(d);
    term *hp = decode_alloc(d, LOCAL_REF_WORDS);
    return hp ? build_local_ref(&hp, (uint64_t)id->ids[1] << 32 | id->ids[0], id->ids[2]) : NO_TERM;
}

static term reference(struct etf_decoder *d, enum etf_tag tag)
{
    struct identity id = {.count = tag == REFERENCE_EXT ? 1 : bytes_u16be(&d->in)};
    if (id.count == 0 || id.count > REF_IDS_MAX) return decode_bad(d);
    id.node = decode_atom(d);
    if (!is_term(id.node)) return NO_TERM;
    if (tag != REFERENCE_EXT) id.creation = creation(d, tag == NEW_REFERENCE_EXT);
    for (uint32_t i = 0; i < id.count; i++) id.ids[i] = bytes_u32be(&d->in);
    if (tag == REFERENCE_EXT) id.creation = creation(d, true);
    if (tag != NEWER_REFERENCE_EXT && id.ids[0] >= OLD_REFERENCE_ID_LIMIT) return decode_bad(d);
    return is_this_node(&id) ? local_reference(d, &id) : external(d, KIND_EXT_REF, &id);
}

term decode_identity(struct etf_decoder *d, enum etf_tag tag)
{
    switch (tag) {
    case PID_EXT:
    case NEW_PID_EXT: return pid(d, tag == PID_EXT);
    case PORT_EXT:
    case NEW_PORT_EXT:
    case V4_PORT_EXT: return port(d, tag);
    case REFERENCE_EXT:
    case NEW_REFERENCE_EXT:
    case NEWER_REFERENCE_EXT: return reference(d, tag);
    default: return decode_bad(d);
    }
}
