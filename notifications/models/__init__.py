from notifications.models.push_subscription import PushSubscription
from notifications.models.vapid_key import VapidKey

__all__ = ["PushSubscription", "VapidKey"]
