"""The network that one caller has."""

from ipaddress import ip_address, ip_network

_IPV6 = 6


def network_of(address: str) -> str:
    """Return an IPv4 address as it is, or the 64 bits of an IPv6 network; what is neither, as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == _IPV6 else address
