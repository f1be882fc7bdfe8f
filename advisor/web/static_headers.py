"""What every static answer carries: a file from our own folder is never a page that may run or be framed."""

from wsgiref.headers import Headers


def static_headers(headers: Headers, path: str, url: str) -> None:
    """WhiteNoise calls this once per file; it stands above the middlewares that say the same of pages."""
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
    headers["X-Frame-Options"] = "DENY"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
