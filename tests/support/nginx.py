"""The nginx of docker-compose.yml on loopback: its own configuration, with the addresses of this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.support.compose import nginx_text

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
AROUND = """
{user}
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  log_format upstream '$status $upstream_addr $uri'; access_log {folder}/access.log upstream;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include /etc/nginx/mime.types;
  {web}
  {door}
}}
"""


def version() -> tuple[int, ...]:
    """Which nginx is here; what the compose file asks of a newer one is put in the words of an older."""
    told = subprocess.run([str(NGINX), "-v"], capture_output=True, text=True, check=True).stderr
    return tuple(int(number) for number in re.findall(r"\d+", told)[:3])


def configure(folder: Path, door: str, *, data: str, ports: tuple[int, int], before: tuple[int, ...]) -> Path:
    """Write what nginx is to read into *folder*: a door on *ports* (plain, TLS) for the web processes *before*."""
    web, site, opened, words = (nginx_text(name) for name in ("web", "site", f"door-{door}", "words"))
    assert "server web:8000 resolve;" in web
    web = web.replace("server web:8000 resolve;", " ".join(f"server 127.0.0.1:{each};" for each in before))
    web = re.sub(r"resolver 127\.0\.0\.11 .*?;", "", web)  # the engine's own; there is none here
    (folder / "words.conf").write_text(words)
    site = site.replace("access_log /dev/stdout house;", f"access_log {folder}/house.log house;")
    site = site.replace("/etc/nginx/words.conf", str(folder / "words.conf"))
    site = site.replace(" house;", f" house; access_log {folder}/access.log upstream;", 1)
    (folder / "site.conf").write_text(site.replace("/data/", f"{data}/"))
    if version() < (1, 25, 1):
        opened = opened.replace("http2 on;", "").replace("listen 443 ssl;", "listen 443 ssl http2;")
    opened = (
        opened.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};")
        .replace("listen 443 ", f"listen 127.0.0.1:{ports[1]} ")
        .replace("/etc/nginx/site.conf", str(folder / "site.conf"))
        .replace("/etc/nginx/tls/", f"{folder}/")
        .replace("/var/www/challenge", f"{folder}/challenge")
    )
    whole = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(AROUND.format(folder=folder, web=web, door=opened, user=user))
    return whole
