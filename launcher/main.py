"""Which command was asked for."""

import os
import signal
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import NoReturn

from launcher.checks import test
from launcher.demo import demo
from launcher.install import passthrough, run
from launcher.mutations import mutate
from launcher.places import Places
from launcher.say import StopError, plain_output, say

HELP = """\
Cơ Sở: ./coso LỆNH

  demo [--port N] [--preset province|small] [--fresh]   chạy thử với dữ liệu mẫu / try it on made-up data
  run [--host H] [--port N]                             chạy thật / a real installation (coso.env, COSO_DATA)
  test [...]                                            kiểm tra toàn bộ mã nguồn / every check of the project
  mutate [SỐ ...]                                       thử chính các phần thử / do the tests see mistakes
  doctor                                                khám bản cài đặt / look the installation over
  backup TỆP, restore TỆP                               sao lưu, phục hồi / save and bring back the data
  bench                                                 đo tốc độ / measure the speed
  manage LỆNH ...                                       lệnh quản trị Django / Django's own commands

doctor, backup, restore, bench, manage: thêm --demo ngay sau lệnh để làm trên dữ liệu mẫu
                                        put --demo right after the command to work on the demo's data
"""

Command = Callable[[Places, Sequence[str]], int]


def through(command: str) -> Command:
    return lambda places, words: passthrough(places, command, words)


COMMANDS: dict[str, Command] = {"demo": demo, "run": run, "test": test, "mutate": mutate}
COMMANDS |= {name: through(name) for name in ("manage", "bench", "doctor", "backup", "restore")}


def interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main(words: Sequence[str]) -> int:
    """Run one command; the exit code."""
    plain_output()
    if not words or words[0] in ("-h", "--help", "help"):
        say(HELP)
        return 0
    if words[0] not in COMMANDS:
        say(f"Không có lệnh này / No such command: {words[0]}\n\n{HELP}")
        return 2
    os.umask(0o077)  # data, backups, logs: for this account alone
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    return guarded(partial(COMMANDS[words[0]], Places(), words[1:]))


def guarded(work: Callable[[], int]) -> int:
    """Do it; what stops it is told in one line."""
    try:
        return work()
    except StopError as error:
        say(f"✗ {error}")
        return error.code
    except KeyboardInterrupt:
        say("\nĐã dừng giữa chừng; lần sau chạy tiếp từ đây / Stopped; the next start goes on from here")
        return 130
