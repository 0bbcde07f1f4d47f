"""A pytest plugin for channels-redis' own tests: our layer, on our Redis, stands where they import theirs."""

import os
from typing import Any

import channels_redis.pubsub

from realtime.fanout.layers import RedisLayer


class InTheirPlace(RedisLayer):
    def __init__(self, hosts: Any = None, **options: Any) -> None:
        super().__init__(hosts=[os.environ["TEST_REDIS_URL"]], **options)


channels_redis.pubsub.RedisPubSubChannelLayer = InTheirPlace
