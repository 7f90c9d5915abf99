"""Keeps the children of one installation alive, and stops them all together."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from launcher import procs
from launcher.say import say

LONGEST_WAIT = 60.0
STEADY = 60.0
PATIENCE = 10.0
Setting = tuple[dict[str, str], Path]  # the environment and the folder that children start in
Ready = Callable[[], bool]
Greet = Callable[[], object]


@dataclass
class Child:
    """A process that is started again when it dies, each time after a longer wait."""

    name: str
    argv: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    wait: float = 1.0
    due: float = 0.0

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def mourn(self, now: float) -> None:
        """Note a death: the next start is due after the wait, which doubles unless the child had lived long."""
        code = self.process.returncode if self.process else None
        self.signal(signal.SIGKILL)  # what the dead child had started goes with it
        self.wait = 1.0 if now - self.started > STEADY else self.wait
        self.due, self.process = now + self.wait, None
        say(f"! {self.name} đã dừng (mã {code}); khởi động lại sau {self.wait:.0f} giây")
        self.wait = min(self.wait * 2, LONGEST_WAIT)

    def signal(self, number: int) -> None:
        """Reach the whole process group of the child."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


class Keeper:
    """Starts the children, says when the first of them answers, and ends them on a signal."""

    def __init__(self, children: Sequence[Child], setting: Setting, ready: Ready, greet: Greet) -> None:
        self.children, self.setting, self.ready, self.greet = children, setting, ready, greet
        self.greeted = False
        self.stopping = False

    def stop_asked(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> int:
        """Stay until a signal comes; 1 when the first child ended before it ever answered."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop_asked)
        try:
            while not self.stopping:
                if not self.look(time.monotonic()):
                    return 1
                time.sleep(0.1)
        finally:
            self.stop()
        return 0

    def look(self, now: float) -> bool:
        """One look at everything; False when going on makes no sense."""
        for child in self.children:
            if child.process is not None and not child.alive():
                child.mourn(now)
                if not self.greeted and child is self.children[0]:
                    return False
            if child.process is None and now >= child.due:
                child.process, child.started = procs.spawn(child.argv, *self.setting), now
        if not self.greeted and self.ready():
            self.greeted = True
            self.greet()
        return True

    def stop(self) -> None:
        """Ask all to end, wait, and end by force what is left."""
        say("… đang dừng")
        for child in self.children:
            child.signal(signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and any(child.alive() for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process:
                child.process.wait()
        say("✓ đã dừng hết")


def answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def free_port(host: str, port: int) -> int:
    """The first port from this one on that nobody listens on."""
    for candidate in range(port, min(port + 100, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return 0
