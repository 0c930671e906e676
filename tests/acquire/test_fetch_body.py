"""Undoing content codings: what is whole comes out whole however it arrives; what is not is an error."""

import gzip
import random
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.body import Body, BodyError, read_coding
from bot.acquire.page import Limits

# Hexadecimal digits at random: they pack to about half, so that only the cap on decoded bytes is broken.
_DIGITS = random.Random(1).randbytes(155_000).hex().encode()  # noqa: S311 - wants to repeat
_LIMITS = Limits(raw_bytes=200_000, decoded_bytes=300_000, ratio=50, members=3)


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


_PACK: dict[str, list[Callable[[bytes], bytes]]] = {
    "": [bytes],
    "gzip": [gzip.compress, lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])],
    "deflate": [zlib.compress, _raw_deflate],
}


def unpack(coding: str, raw: bytes, step: int = 4_096, limits: Limits = _LIMITS) -> bytes:
    body = Body(coding, limits)
    for start in range(0, len(raw), step):
        body.add(raw[start : start + step])
    return body.finish()


# Repeats make more than a step of output, down to input that ends where a step of output does.
_DATA = st.one_of(
    st.binary(), st.builds(lambda unit, times: unit * times, st.binary(min_size=16), st.integers(1, 3_000))
)


@given(data=_DATA, coding=st.sampled_from(list(_PACK)), step=st.integers(1, 5_000), way=st.integers(0, 1))
def test_a_whole_body_comes_out_whole_in_whatever_pieces_it_arrives(
    data: bytes, coding: str, step: int, way: int
) -> None:
    limits = Limits(ratio=10_000)
    packed = _PACK[coding][way % len(_PACK[coding])](data)
    assert unpack(coding, packed, max(step, len(packed) // 200), limits) == data


@pytest.mark.parametrize("step", [1, 100_000])
@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_540, 131_072, 131_073])
@pytest.mark.parametrize("pack", [*_PACK["gzip"], *_PACK["deflate"]])
def test_output_that_ends_near_a_step_of_decoding_is_not_cut(
    pack: Callable[[bytes], bytes], size: int, step: int
) -> None:
    """The last input may be taken in while a few bytes of output still wait inside the inflater."""
    coding = "gzip" if pack in _PACK["gzip"] else "deflate"
    assert unpack(coding, pack(bytes(size)), step, Limits(ratio=10_000)) == bytes(size)


@given(data=st.binary(min_size=1), coding=st.sampled_from(["gzip", "deflate"]), way=st.integers(0, 1))
def test_every_cut_is_noticed(data: bytes, coding: str, way: int) -> None:
    packed = _PACK[coding][way](data)
    first_member = len(gzip.compress(data[:9])) if coding == "gzip" and way else 0
    for end in {1, len(packed) // 2, len(packed) - 1} - {
        first_member
    }:  # after a whole member nothing is missing
        with pytest.raises(BodyError):
            unpack(coding, packed[:end])


@given(st.sampled_from(["gzip", "deflate"]), st.binary(min_size=2, max_size=300))
def test_bytes_that_are_no_such_stream_are_an_error_or_decode(coding: str, raw: bytes) -> None:
    try:
        data = unpack(coding, raw, 7)
    except BodyError:
        return
    assert coding == "deflate" or raw.startswith(b"\x1f\x8b")
    assert len(data) <= _LIMITS.decoded_bytes


def test_nothing_at_all_is_an_empty_body_in_any_coding() -> None:
    """Servers that compress send an empty answer as it is."""
    assert [unpack(coding, b"") for coding in _PACK] == [b"", b"", b""]


@pytest.mark.parametrize(
    ("coding", "raw", "text"),
    [
        ("", bytes(200_001), "larger than 0.2 MB"),
        ("gzip", gzip.compress(bytes(range(256)) * 1_200, 0), "larger than 0.2 MB"),
        ("gzip", gzip.compress(_DIGITS), "larger than 0.3 MB"),
        ("gzip", gzip.compress(bytes(200_000)), "far more than a page"),
        ("deflate", zlib.compress(bytes(200_000)), "far more than a page"),
        ("deflate", _raw_deflate(bytes(200_000)), "far more than a page"),
        ("gzip", gzip.compress(b"a", mtime=0) * 4, "too many layers"),
        ("gzip", gzip.compress(b"a", mtime=0) + b"junk", "damaged"),
        ("deflate", zlib.compress(b"a") + b"junk", "something after its end"),
        ("gzip", b"<html>", "damaged"),
        ("gzip", gzip.compress(b"abc", mtime=0)[:-8] + bytes(8), "damaged"),
    ],
)
def test_a_body_that_breaks_a_limit_or_its_coding_is_an_error(coding: str, raw: bytes, text: str) -> None:
    with pytest.raises(BodyError, match=text):
        unpack(coding, raw)


def test_three_members_are_still_honest() -> None:
    assert unpack("gzip", gzip.compress(b"ab", mtime=0) * 3) == b"ababab"


@pytest.mark.parametrize("step", [1, 100, 10_000])
def test_a_member_that_ends_with_a_step_of_decoding_is_followed_by_the_next(step: int) -> None:
    member = bytes(65_536)
    assert unpack("gzip", gzip.compress(member) * 3, step, Limits(ratio=10_000)) == member * 3


@pytest.mark.parametrize(
    ("header", "coding"),
    [("", ""), ("identity", ""), (" GZIP ", "gzip"), ("x-gzip", "gzip"), ("deflate", "deflate")],
)
def test_the_codings_that_were_offered_are_known(header: str, coding: str) -> None:
    assert read_coding(header) == coding


@pytest.mark.parametrize("header", ["br", "zstd", "compress", "gzip, gzip", "gzip,", "\x00"])
def test_a_coding_that_was_not_offered_is_an_error(header: str) -> None:
    with pytest.raises(BodyError, match="did not ask for"):
        read_coding(header)
