"""The words of filters, in English and Japanese. They are compared folded, so full-width letters are the same."""

from enum import Enum

from core.text.search_fold import search_fold
from search.matching.marks import FILE, IMAGE, LINK, PIN, REACTION, THREAD


class Filter(Enum):
    FROM = "from"
    IN = "in"
    WITH = "with"
    BEFORE = "before"  # the day is not within
    AFTER = "after"  # the day is not within
    UP_TO = "up to"  # 以前: the day is within
    SINCE = "since"  # 以降: the day is within
    ON = "on"
    HAS = "has"
    MENTIONS = "mentions"
    IS = "is"


FILTERS = {
    search_fold(word): meant
    for words, meant in {
        "from 送信者 投稿者 差出人": Filter.FROM,
        "in ルーム 部屋": Filter.IN,
        "with 相手": Filter.WITH,
        "before より前": Filter.BEFORE,
        "after より後": Filter.AFTER,
        "以前 まで": Filter.UP_TO,
        "以降 から": Filter.SINCE,
        "on 日付 日": Filter.ON,
        "has 含む": Filter.HAS,
        "mentions メンション": Filter.MENTIONS,
        "is 状態": Filter.IS,
    }.items()
    for word in words.split()
}
CONTENT = {
    search_fold(word): meant
    for words, meant in {
        "file files ファイル 添付": FILE,
        "image images photo 画像 写真": IMAGE,
        "link links url リンク": LINK,
        "reaction reactions リアクション": REACTION,
        "pin pins pinned ピン ピン留め": PIN,
        "thread threads スレッド": THREAD,
    }.items()
    for word in words.split()
}
ME = "me"
MYSELF = {search_fold(word) for word in (ME, "自分", "私", "わたし")}
UNREAD = {search_fold(word) for word in ("unread", "未読")}
