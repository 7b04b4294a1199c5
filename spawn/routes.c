/* spawn/routes.c - which image serves a request. */
#include "spawn/settings.h"
#include <string.h>
#include <strings.h>

enum { HOST_RANK = 1 << 16 }; /* above every prefix */

/* "/shop" takes /shop, /shop/x and /shop?x, and not /shopping. */
static bool has_prefix(const char *path, size_t size, const char *prefix)
{
    size_t n = strlen(prefix);
    while (n > 0 && prefix[n - 1] == '/') n--;
    if (size < n || memcmp(path, prefix, n) != 0) return false;
    return size == n || path[n] == '/' || path[n] == '?';
}

int settings_route(const struct settings *s, const char *host, size_t host_size, const char *path, size_t path_size)
{
    int best = -1;
    size_t best_rank = 0;
    for (uint32_t i = 0; i < s->route_count; i++) {
        const struct route *r = &s->routes[i];
        if (r->host && (strlen(r->host) != host_size || strncasecmp(r->host, host, host_size) != 0)) continue;
        if (r->prefix[0] && !has_prefix(path, path_size, r->prefix)) continue;
        size_t rank = 1 + strlen(r->prefix) + (r->host ? HOST_RANK : 0);
        if (rank > best_rank) best = (int)i, best_rank = rank;
    }
    return best;
}
