"""The server as `./coso run` starts it, beside clients that send a little and fall silent, or far too much."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from launcher import serving
from launcher.keeper import answers
from launcher.places import PROJECT, Places

HOST, PAGE, TOKEN = "127.0.0.1", "/vao/", "a" * 32
SLOW, PATIENCE = 200, 20.0
FORM = f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nCookie: csrftoken={TOKEN}\r\n"
FORM += "Content-Type: multipart/form-data; boundary=x"
BEGINNINGS = ("", FORM[:30], f"{FORM}\r\nContent-Length: 1000\r\n\r\n--x\r\n")
TWO_GIGABYTES = 2 * 1024**3


def unused_port() -> int:
    """A port that no other worker's server takes at the same moment."""
    with socket.create_server((HOST, 0)) as line:
        return int(line.getsockname()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server with two processes, whose body of a form has three seconds; nobody has signed in there."""
    chosen = unused_port()
    path = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")])
    data = tmp_path_factory.mktemp("data")
    ours = {"COSO_DATA": str(data), "PYTHONPATH": path, "COSO_SMALL_SECONDS": "3", "TMPDIR": str(data)}
    ours |= {"DJANGO_SETTINGS_MODULE": "coso.settings"}
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    argv = serving.web(Places(), HOST, chosen, workers=2).argv
    process = subprocess.Popen(argv, env={**given, **ours}, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + PATIENCE
    while not answers(HOST, chosen):
        assert time.monotonic() < limit
        time.sleep(0.1)
    yield chosen
    process.terminate()
    assert process.wait(PATIENCE) == 0


def get(port: int) -> float:
    """The seconds that a person waits for a page."""
    begun = time.perf_counter()
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    line.request("GET", PAGE)
    assert line.getresponse().read()
    line.close()
    return time.perf_counter() - begun


def answer_to(port: int, head: str, body: bytes = b"") -> bytes:
    """What a request is answered, without waiting for more than the headers."""
    with socket.create_connection((HOST, port), timeout=PATIENCE) as line:
        line.sendall(head.encode() + body)
        return line.recv(100)


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=["nothing", "half the headers", "five bytes of a body"])
def test_two_hundred_slow_clients_take_nothing_from_a_person(port: int, beginning: str) -> None:
    get(port)
    with ExitStack() as held:
        for _each in range(SLOW):
            line = held.enter_context(socket.create_connection((HOST, port), timeout=PATIENCE))
            line.sendall(beginning.encode())
        assert sorted(get(port) for _ in range(20))[18] < 0.5


def drip(line: socket.socket) -> None:
    """A byte now and then, until nobody takes it any more."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        line.sendall(b"x")
        time.sleep(0.2)


def test_a_body_that_drips_is_ended_although_it_never_pauses(port: int) -> None:
    begun = time.monotonic()
    with socket.create_connection((HOST, port), timeout=1) as line:
        line.sendall(BEGINNINGS[2].encode())
        with pytest.raises(OSError):
            drip(line)
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\r\n"])
@pytest.mark.parametrize("path", [PAGE, "/phieu/", "/doan-vien/nhap/", "/tai-khoan/login/", "/no/such/page"])
def test_what_is_too_large_is_refused_before_any_of_it_is_read(port: int, path: str, expect: str) -> None:
    head = f"{FORM}\r\n{expect}Content-Length: {TWO_GIGABYTES}\r\n\r\n".replace(PAGE, path, 1)
    assert answer_to(port, head).startswith(b"HTTP/1.1 413 ")


def test_a_made_up_session_opens_no_larger_door(port: int) -> None:
    head = f"{FORM}\r\nContent-Length: {TWO_GIGABYTES}\r\n\r\n".replace(PAGE, "/doan-vien/nhap/", 1)
    assert answer_to(port, head.replace("csrftoken", "sessionid")).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_chunks_is_counted_as_it_comes(port: int) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert answer_to(port, f"{FORM}\r\nTransfer-Encoding: chunked\r\n\r\n", chunk * 2).startswith(b"HTTP/1.1 413 ")


def test_headers_without_end_are_refused(port: int) -> None:
    assert answer_to(port, f"{FORM}\r\nX: ", b"x" * 64 * 1024).split()[1] == b"431"


def test_the_page_of_a_refusal_is_in_words(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=PATIENCE) as line:
        line.sendall(f"{FORM}\r\nContent-Length: {TWO_GIGABYTES}\r\n\r\n".encode())
        page = b"".join(iter(lambda: line.recv(4096), b"")).decode()
    assert "Nội dung gửi lên quá lớn" in page
    assert "64 KB" in page


def test_a_process_that_dies_is_made_anew(tmp_path: Path) -> None:
    code = "from coso.web.server import keep; import os, pathlib; n = pathlib.Path('n')\n"
    code += "keep(1, lambda: n.write_text(n.read_text() + 'x') if n.exists() else n.write_text('x'))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")])}
    env |= {"COSO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "coso.settings"}
    process = subprocess.Popen([str(Places().python), "-c", code], env=env, cwd=tmp_path, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + PATIENCE
    while not (tmp_path / "n").exists() or len((tmp_path / "n").read_text()) < 2:
        assert time.monotonic() < limit
        time.sleep(0.1)
    process.kill()
    process.wait()


def test_what_is_printed_names_an_address_that_can_be_reached() -> None:
    assert serving.origin("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert serving.origin("::", 8000) == "http://127.0.0.1:8000"
    assert serving.origin("10.0.0.7", 80) == "http://10.0.0.7:80"
