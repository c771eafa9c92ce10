"""Links to files, which the API gives out as redirects."""

import httpx

from .responses import Response


def link_to(redirect: Response, broker_url: str) -> httpx.URL | None:
    """Return the link of a redirect; None if it has none or one that would drop encryption."""
    if not redirect.location:
        return None
    home = httpx.URL(broker_url)
    try:
        link = home.join(redirect.location)
    except (httpx.InvalidURL, ValueError):
        return None
    is_home = (link.scheme, link.netloc) == (home.scheme, home.netloc)
    return link if link.host and (is_home or link.scheme == "https") else None
