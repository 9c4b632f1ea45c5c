"""Whether a call that says it comes from the platform does.

Source: XP Z12-013, Flow Service, webhook callbacks: ``Afnor-Signature`` is the base64
of an HMAC-SHA-256 over the SHA-256 of body, ``@`` and timestamp. The standard does not
say whether the digest enters as bytes or as hexadecimal digits: both are accepted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

# Seconds; an older call may be a replay.
MOST_AGE = 300


def is_signed(
    body: bytes, signature: str | None, timestamp: str | None, key: str, now: float
) -> bool:
    """Tell whether a call carries the right, recent signature.

    Args:
        body: As it arrived.
        signature: Header ``Afnor-Signature``.
        timestamp: Header ``Afnor-Signature-Timestamp``, seconds since 1970.
        key: Signing key, base64, as the platform gave it.
        now: Seconds since 1970.

    >>> key = base64.b64encode(b"k" * 32).decode()
    >>> digest = hashlib.sha256(b"{}@1000").digest()
    >>> right = base64.b64encode(hmac.new(b"k" * 32, digest, "sha256").digest())
    >>> is_signed(b"{}", right.decode(), "1000", key, 1100.0)
    True
    >>> is_signed(b"{}", right.decode(), "1000", key, 2000.0)
    False
    """
    try:
        age = now - int(timestamp or "")
        secret = base64.b64decode(key, validate=True)
        given = base64.b64decode(signature or "", validate=True)
    except (ValueError, binascii.Error):
        return False
    if not secret or abs(age) > MOST_AGE:
        return False
    digest = hashlib.sha256(body + b"@" + (timestamp or "").encode()).digest()
    as_bytes, as_digits = (
        hmac.compare_digest(given, hmac.new(secret, form, hashlib.sha256).digest())
        for form in (digest, digest.hex().encode())
    )
    return as_bytes or as_digits
