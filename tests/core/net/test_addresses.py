"""Which addresses are public. The kinds are those of basecamp/surfguard's conformance set; the table is our own."""

from ipaddress import ip_address

import pytest

from core.net.addresses import is_public
from core.net.hosts import address_in
from core.net.refusals import Refused

INSIDE = [
    "0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "168.63.129.16", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
    "::7f00:1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::ffff:0:7f00:1", "::ffff:0:5db8:d822",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "100:0:0:1::1", "100:0:0:2::1", "400::1",
    "1::1", "2000::1", "2001::1", "2001:1::1", "2001:1::4", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2001:dff:ffff::1%eth0", "2002:7f00:1::1", "2002:5db8:d822::1", "3ffe::1", "3fff::1",
    "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::1", "4000::1", "5f00::1", "f000::1", "fc00::1", "fd00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1",
]  # fmt: skip
OUTSIDE = [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.1", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
    "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "64:ff9b::5db8:d822", "2001:200::1", "2001:4860:4860::8888", "2003::1", "2606:2800:220:1:248:1893:25c8:1946",
    "2620:4f:8000::1", "2a00:1450:4001::1", "2c00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_everybodys(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is(address: str) -> None:
    assert is_public(ip_address(address))


class TestHosts:
    @pytest.mark.parametrize("host", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "127.0.0.1", "::1"])
    def test_an_address(self, host: str) -> None:
        assert address_in(host) == ip_address(host)

    @pytest.mark.parametrize(
        "host",
        [
            "example.org",
            "example.org.",
            "push.example",
            "123.example",
            "127.0.0.1.example",
            "0x7f.example",
            "a_b.example",
        ],
    )
    def test_a_name(self, host: str) -> None:
        assert address_in(host) is None

    @pytest.mark.parametrize(
        "host",
        [
            "2130706433", "127.1", "0x7f000001", "0", "00", "0x0", "0x", "0177.0.0.1", "127.0.0.1.", "127.1.", "1.2.3.4.5",
            "2130706433.", "0x7f000001.", ".127.0.0.1", "127..1", "127.0.0.1..", "01.02.03.04", "0X7F000001",
            "127.0.0.1%0", "127.0.0.1/8", "//127.0.0.1", "%127.0.0.1", "fe80::1%eth0", ":::", "::1::", "[::1]",
            "", ".", "..", "a..b", "-a.example", "a-.example", "a b", "a\0b", "é.example", "a" * 64, "a." * 200 + "a",
            "１２７.0.0.1", "127.0.0.１", "256.1.1.1",
        ],
    )  # fmt: skip
    def test_what_is_neither(self, host: str) -> None:
        with pytest.raises(Refused) as refused:
            address_in(host)
        assert refused.value.why == "host"
