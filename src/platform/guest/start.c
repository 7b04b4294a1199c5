#include "platform/guest/door.h"
int main(int argc, char **argv);
_Noreturn void guest_start(const struct door *door)
{
    main(0, 0);
    for (;;) door->exit(0, 0);
}
