/* io/inet_command.c - a command to send: who gave it, and its data. */
#include "etf/tags.h"
#include "io/inet.h"
#include "memory/settings.h"

/* The reference of a caller of OTP 26 or later: its size in two bytes, then it in the external format.  prim_inet makes
 * it, so it is of this node; whose name and creation it holds is of no interest here. */
static bool take_tag(struct bytes *b, struct inet_caller *c)
{
    size_t size = bytes_u16be(b);
    const uint8_t *at = bytes_take(b, size);
    struct bytes tag = bytes_of(at, at ? size : 0);
    if (bytes_u8(&tag) != ETF_VERSION || bytes_u8(&tag) != NEWER_REFERENCE_EXT) return false;
    unsigned ids = bytes_u16be(&tag);
    unsigned atom = bytes_u8(&tag);
    bytes_take(&tag, atom == SMALL_ATOM_UTF8_EXT ? bytes_u8(&tag) : bytes_u16be(&tag));
    bytes_u32be(&tag);
    uint64_t low = bytes_u32be(&tag);
    c->number = (uint64_t)bytes_u32be(&tag) << 32 | low;
    c->high = bytes_u32be(&tag);
    c->tagged = true;
    return ids == 3 && !tag.spent && bytes_left(&tag) == 0;
}

/* The form that prim_inet gives: [Tag | Data], Tag a binary of its own.  Then data that is one binary stays shared. */
static bool take_first(struct inet_caller *c, term *data)
{
    if (!is_cons(*data) || !is_binary(head(*data))) return false;
    struct bits v = bits_view(head(*data));
    struct bytes b = bytes_of(v.data, v.offset ? 0 : v.size / 8);
    if (!take_tag(&b, c) || bytes_left(&b)) return false;
    *data = tail(*data);
    if (is_cons(*data) && same(tail(*data), NIL) && is_binary(head(*data))) *data = head(*data);
    return true;
}

/* Any other form: what stands behind the tag is copied. */
static enum iodata_result take_any(struct inet_caller *c, term data, struct binary **body, size_t *bytes)
{
    struct binary *all;
    enum iodata_result r = iodata_to_binary(data, &all);
    if (r != IODATA_OK) return r;
    struct bytes b = bytes_of(all->data, *bytes = all->size);
    bool tagged = take_tag(&b, c);
    *body = tagged ? binary_alloc(bytes_left(&b)) : NULL;
    if (*body) memcpy((*body)->data, b.at, (*body)->size);
    binary_release(all);
    return !tagged ? IODATA_BAD : *body ? IODATA_OK : IODATA_NO_MEMORY;
}

static enum iodata_result take_rest(term data, size_t tag_bytes, struct binary **body, size_t *bytes)
{
    enum iodata_result r = iodata_to_binary(data, body);
    if (r == IODATA_OK) *bytes = tag_bytes + (*body)->size;
    return r;
}

enum iodata_result inet_take_command(struct inet *i, term from, term data, struct binary **body, size_t *bytes)
{
    struct inet_caller c = {.pid = from};
    enum iodata_result r;
    term rest = data;
    if (!otp_at_least(26)) r = take_rest(data, 0, body, bytes);
    else if (take_first(&c, &rest)) r = take_rest(rest, bits_size(head(data)) / 8, body, bytes);
    else r = take_any(&c, data, body, bytes);
    if (r == IODATA_OK) i->caller = c;
    return r;
}
