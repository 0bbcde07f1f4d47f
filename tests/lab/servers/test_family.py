import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from lab.servers.process import family


def test_it_has_what_any_thread_has_started() -> None:
    command = [sys.executable, "-c", "input()"]
    with ThreadPoolExecutor(1) as other:
        process = other.submit(subprocess.Popen, command, stdin=subprocess.PIPE).result()
        with process:
            assert process.pid in family(os.getpid())
            process.communicate(b"\n")
    assert process.pid not in family(os.getpid())
