"""Pushes to browsers of a push service of lab/."""

from cryptography.hazmat.primitives.asymmetric import ec

from lab.push.service import Browser
from notifications.push import vapid
from notifications.push.transport.parcels import SECONDS, Parcel, Push


def parcel_to(browser: Browser, private: ec.EllipticCurvePrivateKey, push: Push, seconds: float = SECONDS) -> Parcel:
    authorization = vapid.authorization(private, browser.endpoint)
    return Parcel(
        browser.endpoint, **browser.subscription["keys"], authorization=authorization, push=push, seconds=seconds
    )
