"""The machine and what lies on it: files, processes, the network, the kernel."""

from tests.attacks.attack import FULL, WALLED, Attack


def attack(name: str, guarantee: str, what: str, does: str, **more) -> Attack:
    return Attack(name, guarantee, what, before=(does,), **({"says": "refused:", "levels": WALLED} | more))


FILES, NETWORK, PROCESSES, KERNEL = "files", "network", "processes", "kernel"

ATTACKS = (
    attack(
        "read_the_course",
        FILES,
        "The course folder, with keys, gradebook and submissions, is read",
        """
import glob
for name in ("keys/99_attacked.safetensors", "gradebook.db", "submitted/ana/99_attacked/99_attacked.ipynb", "source/99_attacked/99_attacked.ipynb"):
    attempt(name, lambda: open(os.path.join(COURSE, name)).read())
attempt("listing", lambda: os.listdir(COURSE))
for pid in {GRADER, 1, os.getppid()} - {0, os.getpid()}:
    attempt("through /proc", lambda: open(f"/proc/{pid}/root{COURSE}/gradebook.db").read())
    attempt("its folder", lambda: os.listdir(f"/proc/{pid}/cwd/"))
""",
    ),
    attack(
        "read_the_authors_side",
        FILES,
        "Solutions in this project's own folders are read",
        """
import helpers
root = os.path.dirname(os.path.dirname(helpers.__file__))
for name in ("course/__init__.py", "course/lectures/01_rnn_basics.md", "source/01_rnn_basics/01_rnn_basics.ipynb", "tests/conftest.py", ".git/HEAD", "nbgrader_config.py"):
    attempt(name, lambda: open(os.path.join(root, name)).read())
attempt("course", lambda: __import__("course.keys"))
""",
    ),
    attack(
        "read_the_system",
        FILES,
        "Files of the machine that are none of its business",
        """
for name in ("/etc/passwd", "/etc/shadow", "/etc/hostname", "/root/.bashrc", "/home", "/var/log", "/root/.ssh", "/run", "/mnt", "/srv", "/opt", "/sys/class"):
    attempt(name, lambda: os.listdir(name) if os.path.isdir(name) else open(name).read())
""",
    ),
    attack(
        "write_the_course",
        FILES,
        "The course folder is written to",
        """
for name in ("gradebook.db", "new", "keys/99_attacked.safetensors"):
    path = os.path.join(COURSE, name)
    attempt("writing", lambda: open(path, "w").write("x")); attempt("removing", lambda: os.remove(path))
    attempt("linking", lambda: os.link(path, "link")); attempt("renaming", lambda: os.rename(path, "mine"))
attempt("a folder", lambda: os.mkdir(COURSE + "/folder")); attempt("a link", lambda: os.symlink("/", COURSE + "/link"))
attempt("truncating", lambda: os.truncate(COURSE + "/gradebook.db", 0))
""",
    ),
    attack(
        "touch_the_course",
        FILES,
        "Rights, times and attributes of the course folder's files are changed",
        """
for name in ("gradebook.db", "keys", ""):
    path = os.path.join(COURSE, name)
    attempt("rights", lambda: os.chmod(path, 0)); attempt("times", lambda: os.utime(path, (0, 0)))
    attempt("owner", lambda: os.chown(path, 0, 0)); attempt("attributes", lambda: os.setxattr(path, "user.x", b"x"))
""",
        levels=(FULL,),
    ),
    attack(
        "links_to_the_course",
        FILES,
        "Links out of the scratch folder, followed by whoever tidies up",
        """
os.symlink(COURSE, "course"); os.symlink(COURSE + "/gradebook.db", "book"); os.makedirs("deep")
os.symlink(COURSE + "/keys", "deep/keys")
attempt("through a link", lambda: open("book").read()); attempt("through another", lambda: os.listdir("course"))
os.rename("deep", "deeper")
home = os.environ["HOME"]
attempt("own folder replaced", lambda: (os.rmdir(home), os.symlink(COURSE, home)))
""",
    ),
    attack(
        "grader_memory",
        PROCESSES,
        "Memory, files, environment and frames of the grader and the template",
        """
for pid in {GRADER, 1, os.getppid()} - {0, os.getpid()}:
    for name in ("mem", "environ", "maps", "fd/0", "fd/1", "fd/3", "root", "cwd", "exe", "stack", "auxv", "map_files", "task/1/mem", "syscall"):
        path = f"/proc/{pid}/{name}"
        attempt(path, lambda: os.readlink(path) if os.path.islink(path) else os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(64))
print("refused:", "itself")
""",
    ),
    attack(
        "grader_traced",
        PROCESSES,
        "ptrace, process_vm_readv, pidfd_getfd and kcmp of the grader and the template",
        """
libc = ctypes.CDLL(None, use_errno=True)
room = (ctypes.c_char * 64)()
class Vector(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
def need(value):
    if value < 0: raise OSError(ctypes.get_errno(), "denied")
    return value
for pid in {GRADER, 1, os.getppid()} - {0, os.getpid()}:
    attempt("attach", lambda: need(libc.ptrace(16, pid, None, None))); attempt("seize", lambda: need(libc.ptrace(0x4206, pid, None, None)))
    here, there = Vector(ctypes.addressof(room), 64), Vector(0x400000, 64)
    attempt("read", lambda: need(libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)))
    attempt("its files", lambda: need(libc.syscall(438, os.pidfd_open(pid), 3, 0)))
""",
    ),
    attack(
        "grader_environment",
        PROCESSES,
        "The grader's environment, in this process and in all others",
        """
print("refused:", {k: v for k, v in os.environ.items() if "CANARY" in k or "SECRET" in k or "TOKEN" in k})
for pid in [name for name in os.listdir("/proc") if name.isdecimal()]:
    try: print(open(f"/proc/{pid}/environ").read() if int(pid) != os.getpid() else "")
    except OSError as error: print(error.errno)
""",
    ),
    attack(
        "course_in_arguments",
        PROCESSES,
        "The arguments of other processes",
        """
seen = [open(f"/proc/{pid}/cmdline").read() for pid in os.listdir("/proc") if pid.isdecimal()]
print("refused:", len(seen), any("pytest" in one for one in seen) and MARKER)
""",
        absent=("unrolled-attack-left-this",),
        levels=(FULL,),
    ),
    attack(
        "tcp",
        NETWORK,
        "TCP to anywhere, and a server",
        """
import socket, urllib.request
for address in (("127.0.0.1", 22), ("127.0.0.1", 8888), ("1.1.1.1", 80), ("169.254.169.254", 80)):
    attempt(f"connect {address}", lambda: socket.create_connection(address, 0.5))
attempt("serve", lambda: socket.create_server(("127.0.0.1", 0)))
attempt("name", lambda: socket.getaddrinfo("example.org", 80)); attempt("v6", lambda: socket.create_connection(("::1", 22), 0.5))
attempt("fetch", lambda: urllib.request.urlopen("http://example.org", timeout=0.5).read(10))
""",
    ),
    attack(
        "udp",
        NETWORK,
        "UDP to anywhere outside",
        """
import socket
def send(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"x", address)
for address in (("1.1.1.1", 53), ("169.254.169.254", 80), ("255.255.255.255", 9)):
    attempt(f"send {address}", lambda: send(address))
""",
    ),
    attack(
        "other_sockets",
        NETWORK,
        "Raw, packet, vsock, netlink, Bluetooth and crypto sockets",
        """
import socket
for family, kind, protocol in ((2, 3, 1), (17, 3, 0), (40, 1, 0), (16, 3, 0), (31, 3, 1), (38, 5, 0), (2, 2, 1), (44, 3, 0), (29, 3, 1)):
    attempt(f"family {family}", lambda: socket.socket(family, kind, protocol))
""",
    ),
    attack(
        "unix_sockets",
        NETWORK,
        "Unix sockets of the machine, by path and by abstract name",
        """
import socket, glob
names = [line.split()[-1] for line in open("/proc/net/unix").read().splitlines()[1:] if len(line.split()) > 7] if os.path.exists("/proc/net/unix") else []
print("refused:", len(names))
for name in names[:200]:
    s = socket.socket(socket.AF_UNIX); s.settimeout(0.2)
    try: s.connect("\\0" + name[1:] if name.startswith("@") else name)
    except OSError: continue
    print("REACH" + "ED", name)
""",
    ),
    attack(
        "namespaces",
        KERNEL,
        "New namespaces, and with them rights that it did not have",
        """
libc = ctypes.CDLL(None, use_errno=True)
def need(value):
    if value: raise OSError(ctypes.get_errno(), "denied")
for name, flag in (("user", 0x10000000), ("mount", 0x20000), ("pid", 0x20000000), ("net", 0x40000000), ("ipc", 0x8000000)):
    attempt(name, lambda: need(libc.unshare(flag)))
attempt("by command", lambda: __import__("subprocess").run(["unshare", "-Ur", "id"], check=True))
attempt("mount", lambda: need(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)))
attempt("clone", lambda: need(0 if libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) > 0 else -1))
""",
    ),
    attack(
        "rights_by_setuid",
        KERNEL,
        "Programs that run as root, and capabilities",
        """
import subprocess
for command in (["su", "-c", "id"], ["sudo", "-n", "id"], ["mount"], ["chroot", "/", "id"], ["nsenter", "-t", "1", "-m", "id"]):
    attempt(command[0], lambda: subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout if command[0] != "mount" else 1 / 0)
attempt("root", lambda: os.setuid(0)); attempt("group", lambda: os.setgroups([0]))
status = open("/proc/self/status").read()
print("refused:" if "CapEff:\\t0000000000000000" in status and "NoNewPrivs:\\t1" in status else "REACH" + "ED", status[-600:])
""",
    ),
    attack(
        "kernel_doors",
        KERNEL,
        "io_uring, bpf, perf events, userfaultfd, keyrings and more of the kernel",
        """
libc = ctypes.CDLL(None, use_errno=True)
def call(*arguments):
    if libc.syscall(*arguments) < 0: raise OSError(ctypes.get_errno(), "denied")
room = ctypes.create_string_buffer(256)
for name, arguments in (("io_uring", (425, 1, room)), ("bpf", (321, 0, room, 72)), ("perf", (298, room, 0, -1, -1, 0)), ("userfaultfd", (323, 1)),
    ("keyctl", (250, 0, -3, 1)), ("add_key", (248, b"user", b"a", b"b", 1, -3)), ("open_by_handle_at", (304, -100, room, 0)),
    ("fsopen", (430, b"tmpfs", 0)), ("kexec", (246, 0, 0, 0, 0)), ("personality", (135, 0x0040000)), ("pivot_root", (155, b".", b"."))):
    attempt(name, lambda: call(*arguments))
""",
    ),
    attack(
        "devices",
        KERNEL,
        "Devices, and device files of its own",
        """
for name in ("/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/input", "/dev/nvidia0", "/dev/console", "/dev/vsock"):
    attempt(name, lambda: os.open(name, os.O_RDWR))
attempt("mknod", lambda: os.mknod("null", 0o20666, os.makedev(1, 3)))
for name in ("/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/self/oom_score_adj", "/proc/self/uid_map"):
    attempt(name, lambda: open(name, "w").write("-1000"))
""",
    ),
)
