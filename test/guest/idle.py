"""How much of a processor a guest's monitors use while it has nothing to do."""
import os
import time

SETTLED_S, WATCHED_S = 2, 3  # seconds: before, the machine gives back memory that it does not need
MOST = 0.01  # of one processor


def processes(guest):
    """The tender, and its cell or the monitor it has started."""
    return [guest.pid, *open(f"/proc/{guest.pid}/task/{guest.pid}/children", encoding="ascii").read().split()]


def processor_ns(guest):
    total = 0
    for pid in processes(guest):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
    return total


def share_used(guest):
    """Of one processor, by the guest's monitor and its children."""
    time.sleep(SETTLED_S)
    before, begun = processor_ns(guest), time.monotonic_ns()
    time.sleep(WATCHED_S)
    return (processor_ns(guest) - before) / (time.monotonic_ns() - begun)


def complaint(guest, name):
    """What is wrong with an idle guest; None: nothing."""
    used = share_used(guest)
    print(f"  {name}: idle, {used * 100:.2f} % of a processor")
    return f"an idle guest uses {used * 100:.1f} % of a processor" if used > MOST else None
