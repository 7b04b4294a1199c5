"""A real Xen with a real dom0, inside QEMU's software emulation: no privilege, no network, no disk.

Hypervisor, kernel and tools are the system's own packages (packages.txt).  What dom0 needs is gathered into an initramfs
here, written by this program; a test brings an image and a shell script that dom0 runs.
"""
import glob
import gzip
import lzma
import os
import shutil
import stat
import struct
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
XEN_BIN = "/usr/lib/xen-4.17/bin"
HYPERVISOR = "/boot/xen-4.17-amd64.gz"
TOOLS = ["xl", "xenstored", "xenconsoled", "xenconsole", "xen-init-dom0", "libxl-save-helper"]
MODULES = ["xen-evtchn", "xen-gntdev", "xen-gntalloc", "xen-privcmd", "xenfs", "xen-netback", "bridge"]
# What breaks under emulation is off: SMAP (dom0 faults), MONITOR (Xen's idle loop faults), RDTSCP (taken for RDTSC), and
# XSAVE (vector registers leak between domains).
CPU = "EPYC,-smap,-monitor,-rdtscp,-xsave,+svm,+npt"
XEN_WORDS = "console=com1 com1=115200,8n1 dom0_mem=512M,max:512M dom0_max_vcpus=1 spec-ctrl=no,eager-fpu guest_loglvl=all"
KERNEL_WORDS = "console=hvc0 loglevel=4 mitigations=off nokaslr panic=1"


class Missing(Exception):
    """A package is not there; the message names the file that it brings."""


def need(path):
    if not os.path.exists(path):
        raise Missing(path)
    return path


# -- the initramfs: a cpio archive in the "new ASCII" format (cpio(5)) ---------------------------------------------

class Archive:
    def __init__(self):
        self.parts, self.folders, self.inode = [], set(), 0

    def _entry(self, name, mode, data):
        self.inode += 1
        encoded = name.encode() + b"\0"
        fields = [self.inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(encoded), 0]
        head = b"070701" + b"".join(b"%08X" % f for f in fields) + encoded
        self.parts.append(head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4))

    def folder(self, path):
        path = path.strip("/")
        if path and path not in self.folders:
            self.folder(os.path.dirname(path))
            self.folders.add(path)
            self._entry(path, stat.S_IFDIR | 0o755, b"")

    def file(self, path, data, mode=0o755):
        self.folder(os.path.dirname(path))
        self._entry(path.strip("/"), stat.S_IFREG | mode, data)

    def copy(self, source, path=None):
        with open(need(source), "rb") as f:
            self.file(path or source, f.read())

    def link(self, path, to):
        self.folder(os.path.dirname(path))
        self._entry(path.strip("/"), stat.S_IFLNK | 0o777, to.encode())

    def bytes(self):
        whole = Archive()
        whole._entry("TRAILER!!!", 0, b"")
        return b"".join(self.parts) + whole.parts[0]


# -- what dom0 is made of ----------------------------------------------------------------------------------------------

def kernel_version():
    versions = [v for v in (os.path.basename(p)[len("vmlinuz-"):] for p in glob.glob("/boot/vmlinuz-*-amd64"))
                if os.path.isdir(f"/lib/modules/{v}")]
    if not versions:
        raise Missing("/boot/vmlinuz-*-amd64")
    return max(versions, key=lambda v: [int(n) if n.isdigit() else 0 for n in v.replace("-", ".").split(".")])


def unpacked_kernel(path):
    """The ELF inside a bzImage (Linux' x86 boot protocol, 2.08): unpacking it under emulation would take seconds."""
    with open(path, "rb") as f:
        image = f.read()
    setup = (image[0x1F1] + 1) * 512
    at, size = struct.unpack_from("<II", image, 0x248)
    payload = image[setup + at:setup + at + size - 4]  # the last word is the unpacked size
    if payload.startswith(b"\xfd7zXZ"):
        return lzma.decompress(payload)
    if payload.startswith(b"\x1f\x8b"):
        return gzip.decompress(payload)
    return subprocess.run(["zstd", "-dc"], input=payload, stdout=subprocess.PIPE, check=True).stdout


def libraries(programs):
    found = {}
    for program in programs:
        for line in subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout.splitlines():
            for word in line.split():
                if word.startswith("/"):
                    found[word] = True
    # Loaded by name when a thread ends: ldd does not show it.
    return [*found, "/lib/x86_64-linux-gnu/libgcc_s.so.1"]


def modules(version):
    """Paths of the modules and of those they need, in the order in which they load."""
    found = {}
    for name in MODULES:
        shown = subprocess.run(["/sbin/modprobe", "-S", version, "-D", name], capture_output=True, text=True, check=False)
        for line in shown.stdout.splitlines():
            if line.startswith("insmod "):
                found[line.split()[1]] = True
    return list(found)


def dom0(version):
    a = Archive()
    for folder in ("dev", "proc", "sys", "tmp", "run", "root", "var/lib/xen", "var/log/xen/console", "etc/xen/scripts", "job"):
        a.folder(folder)
    a.copy(shutil.which("busybox") or "/bin/busybox", "bin/busybox")
    a.link("bin/sh", "busybox")
    a.link("var/run", "/run")
    programs = [need(f"{XEN_BIN}/{tool}") for tool in TOOLS] + [need("/usr/bin/xenstore")]
    for path in programs + libraries(programs):
        a.copy(path)
    for name in ("exists", "read", "write", "ls", "watch"):
        a.link(f"usr/bin/xenstore-{name}", "xenstore")
    for number, path in enumerate(modules(version)):
        a.copy(path, f"modules/{number:03}-{os.path.basename(path)}")
    a.copy(f"{HERE}/dom0.sh", "init")
    for name in ("vif-ling", "vif-bridge"):  # the second is libxl's own choice
        a.copy(f"{HERE}/vif.sh", f"etc/xen/scripts/{name}")
    a.file("etc/xen/xl.conf", b"", 0o644)
    return a.bytes()


def prepare(folder):
    """Hypervisor, kernel and initramfs, made once for each kernel version."""
    version = kernel_version()
    made = os.path.join(folder, version)
    if not os.path.exists(made + "/dom0"):
        os.makedirs(made, exist_ok=True)
        with gzip.open(need(HYPERVISOR)) as f, open(made + "/xen", "wb") as to:
            to.write(f.read())
        with open(made + "/kernel", "wb") as to:
            to.write(unpacked_kernel(f"/boot/vmlinuz-{version}"))
    with open(made + "/dom0", "wb") as to:  # anew each time: its scripts change
        to.write(dom0(version))
    return made


# -- one run --------------------------------------------------------------------------------------------------------------

def domain(name, words, memory, vif, image="image"):
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    lines = [f'name="{name}"', 'type="pvh"', f'kernel="/job/{image}"', f'cmdline="{quoted}"', f"memory={memory}", "vcpus=1",
             'tsc_mode="native"']  # else each look at the clock is a trap
    lines += [f'on_{end}="preserve"' for end in ("poweroff", "reboot", "crash", "watchdog")]
    if vif:
        lines.append("vif=['mac=00:16:3e:00:00:02,bridge=xenbr0,script=vif-ling']")
    return "\n".join(lines) + "\n"


def run(folder, image, script, files, programs=(), timeout=300):
    """Boots Xen and dom0, where `script` runs with /job/image, the `files` (name to text or bytes) and `programs` (paths) beside it.
    (status of the script or None, all that dom0 and the guest's console said, in lines; the hypervisor's log)"""
    made = prepare(folder)
    job = Archive()
    job.folder("job")
    job.copy(image, "job/image")
    for name, content in files.items():
        job.file(f"job/{name}", content.encode() if isinstance(content, str) else content, 0o644)
    for path in programs:
        job.copy(path, f"job/{os.path.basename(path)}")
    for path in libraries(programs) if programs else ():
        job.copy(path)
    job.file("job/script", script.encode())
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("xen", "kernel"):  # a comma in a path would end it for QEMU
            os.symlink(f"{made}/{name}", f"{scratch}/{name}")
        with open(f"{made}/dom0", "rb") as base, open(f"{scratch}/initrd", "wb") as to:
            to.write(base.read() + job.bytes())
        command = ["qemu-system-x86_64", "-M", "q35", "-accel", "tcg,thread=single", "-smp", "1", "-m", "1280", "-cpu", CPU,
                   "-nodefaults", "-no-reboot", "-display", "none", "-serial", "file:xen.log", "-serial", "file:wire",
                   "-kernel", "xen", "-append", XEN_WORDS, "-initrd", f"kernel {KERNEL_WORDS},initrd"]
        try:
            subprocess.run(command, cwd=scratch, timeout=timeout, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            pass
        lines, status = [], None
        for line in read(f"{scratch}/wire").splitlines():
            if line.startswith("dom0: status "):
                status = int(line.split()[2])
            else:
                lines.append(line)
        return status, lines, read(f"{scratch}/xen.log")


def read(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read().replace("\r", "")
