import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from lab.push.service import Browser, PushService
from notifications.push.transport.encryption import CURVE, packed, point_of


@pytest.fixture(scope="module")
def private() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVE())


@pytest.fixture
def browser(service: PushService, private: ec.EllipticCurvePrivateKey) -> Browser:
    return service.subscribe(packed(point_of(private.public_key())))
