"""The files of docs/deploiement.md, as they are written there, are taken by the programs that they are for."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rupfam_assistant.settings import Settings

PAGE = (Path(__file__).parents[1] / "docs" / "deploiement.md").read_text(encoding="utf-8")
UNITS = {"rupfam@.service": "%i", "rupfam-index.service": "L’index"}
"""The units, and what only each of them says."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_nginx_takes_its_block(tmp_path: Path) -> None:
    if shutil.which("nginx") is None:
        pytest.skip("nginx is missing: make system-packages")
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -out assistant.pem -keyout assistant.key"
    subprocess.run(made.split(), cwd=tmp_path, check=True, capture_output=True)
    site = re.sub(r"/etc/ssl/(?:certs|private)", str(tmp_path), blocks("nginx")[0]).replace("443", "18443")
    told = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {site} }}"
    (tmp_path / "nginx.conf").write_text(told, encoding="utf-8")
    done = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert done.returncode == 0 and "[warn]" not in done.stderr, done.stderr


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_its_units(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is missing")
    (unit,) = [block for block in blocks("ini") if "[Service]" in block and UNITS[name] in block]
    installed = unit.replace("/opt/rupfam/bin", str(Path(sys.executable).parent))
    (tmp_path / name).write_text(installed, encoding="utf-8")
    started = tmp_path / name.replace("@.", "@7871.")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", started], capture_output=True, text=True)
    assert [line for line in done.stderr.splitlines() if "rupfam" in line] == []
    assert done.returncode == 0, done.stderr


def test_every_setting_of_the_page_is_one() -> None:
    named = set(re.findall(r"RUPFAM_([A-Z_]+)", PAGE))
    assert named <= {name.upper() for name in Settings.model_fields}
    assert {"HOME", "PUBLIC_URL", "PORT", "DATABASE_URL", "INDEX_URL"} <= named
