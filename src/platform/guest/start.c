/* platform/guest/start.c - from the door to main(): the page of the run, the words of the command line. */
#include "base/check.h"
#include "platform/guest/guest.h"
#include <string.h>

enum { ARGUMENTS_MAX = 1024 };
enum { STATUS_NO_IMAGE = 125, STATUS_USAGE = 64 }; /* as those of `ling boot` */

int main(int argc, char **argv);

static _Noreturn void refuse(int status, const char *why)
{
    platform_console("ling: ", 6);
    platform_console(why, strlen(why));
    platform_console("\n", 1);
    for (;;) door()->exit(GUEST_END_HALT, status); /* there is no arena yet to ask whose wish it is */
}

/* What linked libraries find behind fs: its own address (musl), and the canary of stack protectors (glibc's place). */
static void make_thread(void)
{
    uint64_t words[6] = {(uint64_t)(uintptr_t)guest_thread};
    platform_random(&words[5], sizeof words[5]);
    memcpy(guest_thread, words, sizeof words);
}

/* Settings of the door (platform/pvh/network.c), which are no words of the program's. */
static bool is_setting(const char *word) { return strncmp(word, "ling.", 5) == 0; }

static int gather(const struct image_manifest *image, char *words[])
{
    int count = 0;
    words[count++] = (char *)(uintptr_t)"ling";
    for (const char *w = NULL; (w = image_next_string(image, image->arguments, w));) {
        if (count == ARGUMENTS_MAX) refuse(STATUS_USAGE, "the command line of the image has too many words");
        if (!is_setting(w)) words[count++] = (char *)(uintptr_t)w;
    }
    const char *w;
    for (size_t i = 0; (w = door()->argument(i)); i++) {
        if (count == ARGUMENTS_MAX) refuse(STATUS_USAGE, "the command line has too many words");
        words[count++] = (char *)(uintptr_t)w;
    }
    words[count] = NULL;
    return count;
}

_Noreturn void guest_start(const struct door *d)
{
    char *words[ARGUMENTS_MAX + 1];
    guest_page = (struct guest_page){.door = d, .request = guest_page.request};
    make_thread();
    if (d->module) platform_exit(main(0, (char *[]){NULL}), false);
    const struct image_manifest *image = guest_image();
    if (!image) refuse(STATUS_NO_IMAGE, "this is the bare machine; `ling build` makes an image of it");
    if (image_check(image, image->payload_bytes)) refuse(STATUS_NO_IMAGE, "the image is damaged");
    guest_page.sockets = d->sockets();
    platform_exit(main(gather(image, words), words), false);
}
