import sys
from pathlib import Path

import msgspec

from files.inspection.pictures.inspection import inspect
from files.inspection.pictures.request import ANSWER, Request
from files.inspection.pictures.restrictions import restrict


def main() -> None:
    request = msgspec.json.decode(sys.argv[1], type=Request)
    restrict(request.limits)
    Path(request.folder, ANSWER).write_bytes(msgspec.json.encode(inspect(request)))


main()
