"""One hop with curl: a handle per thread, its options, and what its errors mean.

Imported with the first fetch, because curl and its libraries take six megabytes. Redirects and waiting are `transfer`.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Collection
from ipaddress import ip_address
from typing import Any

import pycurl

from bot.domain.errors import SourceError
from bot.fetcher.answer import MAX_RATIO, Answer, Limits, too_slow
from bot.fetcher.guard import unreachable
from bot.fetcher.urls import Target

_TLS_ERRORS = frozenset(
    (pycurl.E_SSL_CONNECT_ERROR, pycurl.E_SSL_CERTPROBLEM, pycurl.E_SSL_CACERT, pycurl.E_SSL_CIPHER)
)
_BROKEN_OFF = frozenset((pycurl.E_RECV_ERROR, pycurl.E_SEND_ERROR, pycurl.E_PARTIAL_FILE, pycurl.E_GOT_NOTHING))


class Curl:
    """GETs one address at a time in any number of threads. `limits.ca_file`: empty for curl's own choice."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._own = threading.local()

    def get(self, target: Target, addresses: Collection[str], headers: list[bytes], *, timeout_s: float) -> Answer:
        """The answer of `target`, connected to one of `addresses` and to nothing else. Raises SourceError."""
        answer = Answer(self._limits.max_bytes)
        curl = self._handle()
        self._set_options(curl, target, answer, timeout_s)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, _socket_opener(addresses))
        curl.setopt(pycurl.HTTPHEADER, headers)
        if not target.is_literal:
            pinned = ",".join(f"[{one}]" if ":" in one else one for one in addresses)
            curl.setopt(pycurl.RESOLVE, [f"+{target.host}:{target.port}:{pinned}"])
        try:
            curl.perform()
        except pycurl.error as error:
            # Enough of an error page was read: its status is all that is wanted.
            if not (error.args[0] == pycurl.E_WRITE_ERROR and not answer.excess and answer.status not in (0, 200)):
                raise self._explain(error, curl, target, answer) from error
        if not answer.status:
            raise _not_understood(target, "no status")
        return answer

    def _handle(self) -> Any:
        curl = getattr(self._own, "curl", None)
        if curl is None:
            curl = self._own.curl = pycurl.Curl()
        curl.reset()  # forgets options, keeps connections and TLS sessions
        return curl

    def _set_options(self, curl: Any, target: Target, answer: Answer, timeout_s: float) -> None:
        limits = self._limits
        for option, value in (
            (pycurl.URL, target.url),
            (pycurl.NOSIGNAL, 1),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.PROXY, ""),  # nothing from the environment: a proxy would connect for us, unchecked
            (pycurl.NOPROXY, "*"),
            (pycurl.NETRC, pycurl.NETRC_IGNORED),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.USERAGENT, limits.user_agent),
            (pycurl.ACCEPT_ENCODING, ""),
            (pycurl.CONNECTTIMEOUT_MS, max(1, int(limits.connect_timeout_s * 1000))),
            (pycurl.TIMEOUT_MS, max(1, int(timeout_s * 1000))),
            (pycurl.MAXFILESIZE, limits.max_bytes),
            (pycurl.HEADERFUNCTION, answer.take_header),
            (pycurl.WRITEFUNCTION, answer.take_body),
            (pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2),
        ):
            curl.setopt(option, value)
        if limits.ca_file:
            curl.setopt(pycurl.CAINFO, limits.ca_file)

    def _explain(self, error: pycurl.error, curl: Any, target: Target, answer: Answer) -> SourceError:
        code, host = error.args[0], target.host[:100]
        mib = self._limits.max_bytes / 1024 / 1024
        if answer.excess == "ratio":
            return SourceError(f"{host} sends an answer that unpacks to more than {MAX_RATIO} times its size")
        if answer.excess or code == pycurl.E_FILESIZE_EXCEEDED:
            return SourceError(f"the answer of {host} is larger than {mib:.3g} MiB")
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return too_slow(target, self._limits) if curl.getinfo(pycurl.REQUEST_SIZE) else unreachable(host)
        if code in (pycurl.E_COULDNT_CONNECT, pycurl.E_COULDNT_RESOLVE_HOST):
            return unreachable(host)
        if code in _TLS_ERRORS:
            return SourceError(f"{host} cannot prove who it is: its certificate or its encryption is not valid")
        if code in _BROKEN_OFF:
            return SourceError(f"{host} broke off in the middle of its answer", transient=True)
        if code == pycurl.E_BAD_CONTENT_ENCODING:
            return SourceError(f"{host} sends an answer whose compression is damaged", transient=True)
        return _not_understood(target, f"curl error {code}")


def _not_understood(target: Target, why: str) -> SourceError:
    return SourceError(f"{target.host[:100]} answers in a way that is not understood ({why})", transient=True)


def _socket_opener(addresses: Collection[str]) -> Callable[[int, Any], Any]:
    checked = frozenset(map(ip_address, addresses))

    def open_socket(_purpose: int, address: Any) -> Any:
        """The last look before a connection: only addresses that were checked."""
        family, kind, protocol, place = address
        if ip_address(str(place[0]).partition("%")[0]) not in checked:
            return pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)

    return open_socket
