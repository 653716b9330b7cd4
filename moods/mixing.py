"""Channels that take each other away when they are added up to one."""

from typing import Any

import numpy as np

_LEAST = 0.02  # of the channels' power; what is in one of them alone, or differs, leaves all of it
_EVERY = 8  # samples; power needs no more


def without_cancelling(block: Any) -> Any:
    """A decoded block that may be mixed to one channel; it is changed in place where need be.

    Where the sum of its channels is next to nothing although they are not (one of a pair has its
    poles the wrong way round), its loudest channel stands in all of them.
    """
    count = block.layout.nb_channels
    if count < 2:
        return block
    is_planar, kind = block.format.is_planar, block.to_ndarray().dtype
    planes = [np.frombuffer(plane, kind) for plane in block.planes]
    channels = (
        [plane[: block.samples] for plane in planes]
        if is_planar
        else [planes[0][at : count * block.samples : count] for at in range(count)]
    )
    some = np.stack([channel[::_EVERY] for channel in channels]).astype(np.float64)
    if block.format.name.startswith("u8"):
        some -= 128  # its silence
    with np.errstate(all="ignore"):  # samples need not be numbers
        powers, mixed = np.square(some).sum(1), np.square(some.sum(0)).sum()
    if mixed < _LEAST * powers.sum():
        loudest = channels[int(powers.argmax())].copy()
        for channel in channels:
            channel[:] = loudest
    return block
