from tests.support.three_people import kenji, mai, outsider, room

__all__ = ["kenji", "mai", "outsider", "room"]
