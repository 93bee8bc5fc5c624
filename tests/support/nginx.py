"""The nginx of docker-compose.yml on loopback: its own configuration, with the addresses of this machine."""

import os
import shutil
from pathlib import Path

import yaml
from django.conf import settings

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


def configure(folder: Path, door: str, *, data: str, ports: tuple[int, int], before: tuple[int, ...]) -> Path:
    """Write what nginx is to read into *folder*: a door on *ports* (plain, TLS) for the web processes *before*."""
    parts = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())["configs"]
    web, site, opened = (parts[name]["content"].replace("$$", "$") for name in ("web", "site", f"door-{door}"))
    assert "server web:8000;" in web
    web = web.replace("server web:8000;", " ".join(f"server 127.0.0.1:{each};" for each in before))
    (folder / "site.conf").write_text(site.replace("/data/", f"{data}/"))
    opened = (
        opened.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};")
        .replace("listen 443 ", f"listen 127.0.0.1:{ports[1]} ")
        .replace("/etc/nginx/site.conf", str(folder / "site.conf"))
        .replace("/etc/nginx/tls/", f"{folder}/")
    )
    whole = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(AROUND.format(folder=folder, web=web, door=opened, user=user))
    return whole
