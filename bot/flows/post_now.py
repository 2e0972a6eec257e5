"""One edition of a watch now, whatever its schedule says: written, queued, and delivered before it returns.

For the command line and the demo. In chat the service's own jobs deliver; see `commands`.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digest import Digest
from bot.domain.errors import PlatformError
from bot.domain.watch import Slot, Watch
from bot.flows.ask_model import Writers
from bot.flows.deliver import Courier, deliver_due
from bot.flows.digest import publish_digest

TIMEOUT_S = 90.0
LEASE_S = 300.0
PAUSE_S = 0.2
OPEN_STATES = frozenset({"pending", "sending", "unknown"})


def post_now(watch: Watch, *, as_of: datetime, writers: Writers, courier: Courier) -> Digest:
    """The posted digest. Raises PlatformError when it was written but could not be posted in time."""
    local = as_of.astimezone(ZoneInfo(watch.timezone))
    slot = Slot(watch.name, f"manual-{local:%Y-%m-%dT%H:%M:%S}", as_of)
    with courier.store.begin() as uow:
        uow.watches.claim_slot(slot, courier.clock(), lease_s=LEASE_S)
        uow.commit()
    platform = courier.platforms[watch.channel.partition(":")[0]]
    digest = publish_digest(watch, slot, writers=writers, platform=platform)
    until = courier.clock() + timedelta(seconds=TIMEOUT_S)
    while _states(courier, digest) & OPEN_STATES and courier.clock() < until:
        if not deliver_due(courier):
            time.sleep(PAUSE_S)
    _refuse_unposted(courier, digest)
    return digest


def _states(courier: Courier, digest: Digest) -> set[str]:
    with courier.store.read() as uow:
        return {part.state for part in uow.deliveries.list_group(f"digest:{digest.id}")}


def _refuse_unposted(courier: Courier, digest: Digest) -> None:
    with courier.store.read() as uow:
        parts = uow.deliveries.list_group(f"digest:{digest.id}")
    open_part = next((part for part in parts if part.state != "posted"), None)
    if open_part is not None:
        waits = "it is queued, and `briefbot run` will go on trying"
        raise PlatformError(f"digest {digest.id} was written but not posted: {open_part.error or waits}")
