import datetime
import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.sources.session import BoundedSession, TookTooLong

DROPS = 2400  # two minutes of them


class Site(BaseHTTPRequestHandler):
    sent = 0

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(1 if self.path == "/quick" else DROPS):
                self.wfile.write(b"a")
                self.wfile.flush()
                if self.path != "/quick":
                    Site.sent += 1
                    time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        return


def write_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "site.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    pem = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.block_on_close = False
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}", pem
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_slow_drip_over_tls_is_cut_off_too(site):
    url, pem = site
    patient, session = BoundedSession(), BoundedSession(total=0.6)
    patient.verify = session.verify = str(pem)
    assert patient.request("GET", f"{url}/quick").content == b"a"
    with pytest.raises(TookTooLong):
        session.request("GET", f"{url}/drip")
    assert Site.sent < DROPS, "it did not wait for the end"


def test_a_certificate_that_nobody_vouches_for_is_refused(site):
    url, _ = site
    with pytest.raises(requests.exceptions.SSLError):
        BoundedSession().request("GET", f"{url}/quick")
