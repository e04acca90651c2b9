"""Connections: TLS verifies the name that was asked for, and no server can hold one for ever."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fetching import LIMITS, Make, failed_for_now, refused

from extractors.errors import FetchError

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwords"
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: "


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the key and the certificate of plans.example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "plans.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("plans.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "plans.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def listening(answer: bytes = ANSWER, drip: float = 0.0, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that gives every connection one answer, a byte in `drip` seconds, and has no rules; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                    with tls.wrap_socket(connection, server_side=True) if tls else connection as stream:
                        is_robots = b"/robots.txt" in stream.recv(65_536)
                        _send(stream, *((NO_RULES, 0.0) if is_robots else (answer, drip)))
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join()


def _send(stream: socket.socket, answer: bytes, drip: float) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):  # who asked has gone away
        if not drip:
            stream.sendall(answer)
            return
        for byte in answer:
            stream.sendall(bytes([byte]))
            time.sleep(drip)


def test_tls_verifies_the_name_that_was_asked_for(
    certificate: Path, fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with listening(tls=tls) as port:
        hosts = {"plans.example", "other.example"}
        fetching = fetcher(allowed_hosts=hosts, resolve=lambda _host, _port: ["127.0.0.1"])
        assert fetching.fetch(f"https://plans.example:{port}/").content == b"words"
        assert "the certificate of other.example is not valid" in str(
            refused(fetching, f"https://other.example:{port}/")
        )


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, fetcher: Make) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with listening(tls=tls) as port:
        fetching = fetcher(allowed_hosts={"plans.example"}, resolve=lambda _host, _port: ["127.0.0.1"])
        assert "is not valid" in str(refused(fetching, f"https://plans.example:{port}/"))


def test_no_redirect_leads_from_https_to_http(
    certificate: Path, fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with listening(MOVED + b"http://plans.example/plan\r\n\r\n", tls=tls) as port:
        fetching = fetcher(allowed_hosts={"plans.example"}, resolve=lambda _host, _port: ["127.0.0.1"])
        told = str(refused(fetching, f"https://plans.example:{port}/"))
    assert told.startswith("redirects from https to http://plans.example/plan")


def test_an_answer_whose_head_drips_is_left_when_its_time_is_over(fetcher: Make) -> None:
    with listening(NO_RULES, drip=0.05) as port:
        limits = replace(LIMITS, total_timeout=0.2, read_timeout=10.0, retries=0)
        fetching = fetcher(limits, allowed_hosts={"127.0.0.1"}, clock=time.monotonic)
        assert "GREENPAPER_FETCH_TIMEOUT" in str(failed_for_now(fetching, f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize(
    "answer",
    [
        b"220 mail.example ready\r\n",
        b"",
        b"\0" * 1000,
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 000 Nothing\r\n\r\n",
        b"HTTP/1.1 999 No\r\n\r\n",
        OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nx",
        OK + b"Content-Length: -5\r\n\r\nx",
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 5000 + b"\r\nx",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nwor",
        OK + b"Transfer-Encoding: gzip\r\n\r\nx",
        OK + b"Content-Encoding: \xff\r\n\r\nx",
        OK + b"X: y\r\n" * 50_000 + b"\r\n",
        OK + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        *(
            MOVED + location + b"\r\n\r\n"
            for location in (
                b"http://xn--/",
                b"http://[::5%2\xbceth0]/",
                b"http://[::1%25eth0]/",
                b"http://a b/",
                b"http://a%00b/",
                b"http://%31%32%37.0.0.1/",
                b"http://\xc3\xa9\xe2\x80\x8b/",
                b"http://example.org:99999/",
                b"http://" + b"a" * 70_000 + b"/",
                b"http://" + b"a" * 40_000 + b"/",
                b"http:/" + b"/" * 5000,
                b"\xff\xfe",
            )
        ),
    ],
    ids=lambda answer: repr(answer[:60]),
)
def test_a_hostile_answer_fails_in_one_short_line(fetcher: Make, answer: bytes) -> None:
    with listening(answer) as port:
        fetching = fetcher(replace(LIMITS, retries=0), allowed_hosts={"127.0.0.1"})
        with pytest.raises(FetchError) as raised:
            fetching.fetch(f"http://127.0.0.1:{port}/")
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 700
