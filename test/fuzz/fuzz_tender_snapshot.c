/* test/fuzz/fuzz_tender_snapshot.c - any bytes as a snapshot: what is taken has its record at its end, and the sum that this says. */
#include "image_format.h"
#include "tender/snapshot.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool judge(const uint8_t *data, size_t size)
{
    struct complaint c;
    int file = memfd_create("snapshot", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
    bool taken = snapshot_judge(file, &c);
    if (!taken && !c.text[0]) abort();
    close(file);
    return taken;
}

/* As it is; then with a record that fits, which must be taken; and that with a bit turned, which must not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct snapshot_record r = {.magic = SNAPSHOT_MAGIC, .bytes = size, .sum = image_sum(data, data + size, size)};
    if (judge(data, size) && size < sizeof r) abort();
    uint8_t *whole = malloc(size + sizeof r);
    if (!whole) abort();
    if (size) memcpy(whole, data, size);
    memcpy(whole + size, &r, sizeof r);
    if (judge(whole, size + sizeof r) != (size > 0)) abort();
    if (size) whole[data[0] % size] ^= 1;
    if (size && judge(whole, size + sizeof r)) abort();
    free(whole);
    return 0;
}
