"""Which addresses a browser may be sent to after a login."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.paths import own_path

_HERE = "https://mood.example/login"


@given(st.text(alphabet=st.sampled_from("/\\.:@?#%&=ab \t\r\n\x00é"), max_size=12))
def test_an_address_that_is_let_through_stays_here(address: str) -> None:
    let_through = own_path(address)
    if let_through is not None:
        assert let_through == address
        # browsers drop tabs and newlines, and read \ as /
        for read in (address, address.replace("\\", "/"), "".join(address.split())):
            assert urlsplit(urljoin(_HERE, read)).netloc == "mood.example"


@pytest.mark.parametrize("address", ["/", "/start?a=b&c=%C3%A9", "/playlists/x#moods", "/a//b"])
def test_our_own_pages_are_let_through(address: str) -> None:
    assert own_path(address) == address


@pytest.mark.parametrize("address", [None, "", "start", "//a", "/\\a", "http:/a", "/" + "a" * 999])
def test_anything_else_is_not(address: str | None) -> None:
    assert own_path(address) is None
