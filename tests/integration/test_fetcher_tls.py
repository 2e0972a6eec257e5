"""Whoever cannot prove who they are is not read, and nobody can ask to read them all the same (F-12)."""

from __future__ import annotations

import dataclasses
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from bot import fetcher
from bot.domain.errors import SourceError
from bot.ports import Fetcher
from tests.servers.web import WebServer

NAME = "herald.example"
REFUSAL = f"{NAME} cannot prove who it is: its certificate or its encryption is not valid"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def build(web: WebServer, ca_file: str, name: str = NAME) -> Fetcher:
    return fetcher.build(
        fetcher.Options(ca_file=ca_file),
        allow_hosts=(f"{name}:{web.port}",),
        resolve=lambda _host, _port: ("127.0.0.1",),
    )


def old_protocol(authority: trustme.CA) -> ssl.SSLContext:
    """TLS 1.0 and 1.1 and nothing newer; the libraries must be asked to do so at all."""
    context = context_of(authority.issue_cert(NAME))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


def expired(authority: trustme.CA) -> ssl.SSLContext:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    return context_of(authority.issue_cert(NAME, not_before=day, not_after=day.replace(year=2021)))


def not_yet(authority: trustme.CA) -> ssl.SSLContext:
    day = datetime(2099, 1, 1, tzinfo=UTC)
    return context_of(authority.issue_cert(NAME, not_before=day, not_after=day.replace(year=2100)))


def self_signed(_: trustme.CA) -> ssl.SSLContext:
    own = trustme.CA()
    return context_of(own.issue_cert(NAME))


BAD: dict[str, Callable[[trustme.CA], ssl.SSLContext]] = {
    "expired": expired,
    "not yet": lambda authority: context_of(
        authority.issue_cert(
            NAME, not_before=datetime(2099, 1, 1, tzinfo=UTC), not_after=datetime(2099, 2, 1, tzinfo=UTC)
        )
    ),
    "another host": lambda authority: context_of(authority.issue_cert("courier.example")),
    "a host below": lambda authority: context_of(authority.issue_cert(f"www.{NAME}", f"*.{NAME}")),
    "its address only": lambda authority: context_of(authority.issue_cert("127.0.0.1")),
    "nobody vouches": self_signed,
    "old protocol": old_protocol,
}


def test_a_certificate_of_the_right_host_is_read(authority: trustme.CA, ca_file: str) -> None:
    """The name asked for is the one in the address, although the connection goes to a checked address."""
    with WebServer(tls=context_of(authority.issue_cert(NAME))) as web:
        web.serve("/a", "x")
        assert build(web, ca_file).fetch(f"https://{NAME}:{web.port}/a").body == b"x"
        assert web.server_names == [NAME]


@pytest.mark.parametrize("fault", BAD)
def test_any_other_is_refused_before_anything_is_asked(authority: trustme.CA, ca_file: str, fault: str) -> None:
    """F-12: the same on a redirect; no request is sent, so not even the path is told."""
    with WebServer(tls=BAD[fault](authority)) as web, WebServer() as plain:
        web.serve("/a", "x")
        with pytest.raises(SourceError) as caught:
            build(web, ca_file).fetch(f"https://{NAME}:{web.port}/a")
        assert caught.value.message == REFUSAL
        plain.redirect("/r", f"https://{NAME}:{web.port}/a")
        reader = fetcher.build(
            fetcher.Options(ca_file=ca_file),
            allow_hosts=(f"{NAME}:{web.port}", plain.host),
            resolve=lambda _host, _port: ("127.0.0.1",),
        )
        with pytest.raises(SourceError) as caught:
            reader.fetch(plain.url + "/r")
        assert caught.value.message == REFUSAL
        assert web.requests == []


def test_there_is_no_setting_that_reads_them_all_the_same() -> None:
    """F-12: neither the settings nor the commands know a word for it, and curl's own checks are never switched off."""
    names = " ".join(field.name for field in dataclasses.fields(fetcher.Options))
    assert not any(word in names for word in ("verify", "insecure", "ignore", "trust", "tls", "ssl"))
    source = "".join(path.read_text() for path in Path(fetcher.__file__).parent.glob("*.py"))
    assert "SSL_VERIFY" not in source
