"""The files that no test can run for real: the images and the composition of services. Whatever they name must exist."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from lab.programs.nginx import Nginx
from lab.servers.process import ROOT, free_port
from tests.deploy.echo import Echo

DEPLOY = ROOT / "deploy"
EXACT = re.compile(r"^[a-z/]+:\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$")


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, one a line."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def stage(instructions: list[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    begins = [index for index, (word, _) in enumerate(instructions) if word == "FROM"] + [len(instructions)]
    return next(
        instructions[begin:end] for begin, end in pairwise(begins) if instructions[begin][1].endswith(f" AS {name}")
    )


def copied(instructions: list[tuple[str, str]]) -> list[str]:
    """What is taken from the repository."""
    copies = [shlex.split(rest) for word, rest in instructions if word == "COPY"]
    return [source.rstrip("/") for words in copies if not words[0].startswith("--from") for source in words[:-1]]


class TestImages:
    def test_every_source_is_in_the_repository(self, instructions: list[tuple[str, str]]) -> None:
        tracked = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split("\n")
        sources = copied(instructions)
        assert len(sources) > 5
        for source in sources:
            assert any(file == source or file.startswith(f"{source}/") for file in tracked), source

    def test_no_source_is_left_out_of_the_context(self, instructions: list[tuple[str, str]]) -> None:
        rules = [
            line for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] not in ("#", "")
        ]
        allowed = [rule[1:] for rule in rules if rule.startswith("!")]
        refused = [rule for rule in rules if not rule.startswith("!") and rule != "*"]
        for source in copied(instructions):
            assert any(source == rule or source.startswith(f"{rule}/") for rule in allowed), source
            assert not any(fnmatch(source, rule) for rule in refused), source

    def test_bases_are_pinned_and_nobody_is_root(self, instructions: list[tuple[str, str]]) -> None:
        bases = [rest.split()[0] for word, rest in instructions if word == "FROM"]
        assert all(EXACT.match(base) for base in bases), bases
        for name in ("app", "front"):
            users = [rest for word, rest in stage(instructions, name) if word == "USER"]
            assert users, name
            assert users[-1] != "root"

    def test_the_app_stands_on_what_is_copied(self, instructions: list[tuple[str, str]], tmp_path: Path) -> None:
        """The commands of the build, in a folder with nothing else in it."""
        app = stage(instructions, "app")
        for source in copied(app):
            place = tmp_path / source
            shutil.copytree(ROOT / source, place) if (ROOT / source).is_dir() else shutil.copy(ROOT / source, place)
        (tmp_path / "frontend").mkdir()
        shutil.copytree(ROOT / "frontend" / "dist", tmp_path / "frontend" / "dist")
        [build] = [rest for word, rest in app if word == "RUN" and "manage.py" in rest]
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DEBUG": "0",
            "IRORI_STATE": str(tmp_path / "var"),
        }
        done = subprocess.run(["sh", "-ec", build], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "var" / "static" / "app" / "index.html").exists()
        assert {path.name for path in (tmp_path / "var").iterdir()} == {"static"}, "nothing secret goes into the image"
        [serve] = [rest for word, rest in app if word == "CMD"]
        assert serve == '["python", "manage.py", "serve"]'


class TestCompose:
    @pytest.fixture
    def site(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
        return found

    def test_is_a_whole_site(self, site: dict[str, Any]) -> None:
        assert set(site["services"]) == {"nginx", "worker", "jobs", "migrate", "postgres", "redis"}

    def test_names_only_what_it_has(self, site: dict[str, Any], instructions: list[tuple[str, str]]) -> None:
        stages = {rest.split(" AS ")[1] for word, rest in instructions if word == "FROM"}
        for name, service in site["services"].items():
            assert set(service["networks"]) <= set(site["networks"]), name
            assert set(service.get("depends_on", {})) <= set(site["services"]), name
            if "build" in service:
                assert service["build"]["target"] in stages
                assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).exists()
            else:
                assert EXACT.match(service["image"]), name

    def test_only_nginx_is_reached_from_outside(self, site: dict[str, Any]) -> None:
        assert [name for name, service in site["services"].items() if "ports" in service] == ["nginx"]
        assert site["networks"]["inside"]["internal"] is True
        assert site["services"]["postgres"]["networks"] == site["services"]["redis"]["networks"] == ["inside"]

    def test_files_of_the_release_before_stay_beside_the_new_ones(
        self, site: dict[str, Any], instructions: list[tuple[str, str]], tmp_path: Path
    ) -> None:
        """For a window that was open during the upgrade. The folder outlives the container."""
        front = stage(instructions, "front")
        [command] = [json.loads(rest) for word, rest in front if word == "CMD"]
        [root] = re.findall(r"\bSTATIC_ROOT=(\S+)", " ".join(rest for word, rest in front if word == "ENV"))
        [volume] = [mount.split(":")[0] for mount in site["services"]["nginx"]["volumes"] if mount.endswith(f":{root}")]
        assert volume in site["volumes"]
        assert any(word == "RUN" and f"mkdir {root} && chown nginx: {root}" in rest for word, rest in front)
        # What the container does, with the image's files and the volume in folders of this test.
        prepare = command[2].split(" && /irori/nginx/render")[0].replace("/irori/", f"{tmp_path}/")
        assert command[2].endswith("exec nginx -c /tmp/nginx.conf -g 'daemon off;'")
        served = Path(root.replace("/irori/", f"{tmp_path}/"))
        served.mkdir()
        for release in ("first", "second"):
            shutil.rmtree(tmp_path / "static", ignore_errors=True)
            (tmp_path / "static" / "app").mkdir(parents=True)
            (tmp_path / "static" / "app" / f"{release}.js").touch()
            (tmp_path / "static" / "app" / "logo.svg").write_text(release)
            subprocess.run(["sh", "-ec", prepare], check=True)
        assert {file.name for file in served.rglob("*.js")} == {"first.js", "second.js"}
        assert (served / "app" / "logo.svg").read_text() == "second"

    def test_who_comes_by_ipv6_keeps_the_address(
        self, site: dict[str, Any], instructions: list[tuple[str, str]], tmp_path: Path, echo: Echo
    ) -> None:
        """Without IPv6 in the network Docker's proxy would stand in between. Docker before 27 takes a subnet with it."""
        edge = site["networks"]["edge"]
        [pool] = edge["ipam"]["config"]
        subnet = ip_network(pool["subnet"])
        assert edge["enable_ipv6"] is True
        assert subnet.version == 6
        assert subnet.is_private
        variables = dict(
            pair.split("=", 1)
            for word, rest in stage(instructions, "front")
            if word == "ENV"
            for pair in shlex.split(rest)
        )
        port = free_port()
        listen = variables["HTTP_LISTEN"].replace("8080", str(port))
        with Nginx(tmp_path, [echo.port], port=port, env={"HTTP_LISTEN": listen}):
            for host in ("[::1]", "127.0.0.1"):
                arrived = httpx.get(f"http://{host}:{port}/").json()
                assert arrived["x-forwarded-for"] == host.strip("[]")

    def test_nginx_and_the_workers_share_one_network(self, site: dict[str, Any]) -> None:
        """On two, a worker's name would have two addresses, and each worker would count twice."""
        assert set(site["services"]["nginx"]["networks"]) & set(site["services"]["worker"]["networks"]) == {"inside"}

    def test_tables_are_made_once_before_anybody_serves(self, site: dict[str, Any]) -> None:
        assert site["services"]["worker"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert site["services"]["migrate"]["command"][:3] == ["python", "manage.py", "migrate"]

    def test_where_the_workers_run_no_jobs_somebody_does(self, site: dict[str, Any]) -> None:
        assert site["services"]["worker"]["environment"]["JOBS_IN_PROCESS"] == "0"
        assert site["services"]["worker"]["environment"]["DATABASE_URL"]
        assert site["services"]["jobs"]["command"] == ["python", "manage.py", "worker"]
        assert "outside" in site["services"]["jobs"]["networks"], "where mail servers are"

    def test_nothing_may_use_all_of_the_machine(self, site: dict[str, Any]) -> None:
        for name, service in site["services"].items():
            assert service["mem_limit"], name
            assert 0 < service["pids_limit"] <= 256, name

    def test_redis_takes_a_password_that_no_command_line_shows(self, site: dict[str, Any], tmp_path: Path) -> None:
        redis = site["services"]["redis"]
        assert site["services"]["worker"]["environment"]["REDIS_URL"].startswith("redis://:${REDIS_PASSWORD:?")
        program = tmp_path / "redis-server"
        program.write_text('#!/bin/sh\necho "$@"; cat\n')
        program.chmod(0o755)
        command = [part.replace("$$", "$") for part in redis["command"]]
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "REDIS_PASSWORD": "sesame"}
        shown, asked = subprocess.run(command, env=environment, capture_output=True, text=True).stdout.splitlines()
        assert shown.startswith("- --save")
        assert "sesame" not in shown
        assert asked == "requirepass sesame"

    def test_every_variable_is_explained(self, site: dict[str, Any]) -> None:
        names = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
        guide = (ROOT / "docs" / "hosting.md").read_text()
        assert names
        assert [name for name in names if f"`{name}`" not in guide] == []
