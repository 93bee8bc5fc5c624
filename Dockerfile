# Two stages: one builds with Node and pip, the other runs as a user who may change nothing but /data.
FROM node:24-trixie-slim AS node

# The programs of back-ups: pg_dump must be of the server's own major version, so they come from its very image.
FROM postgres:18-trixie AS postgres

FROM python:3.13-slim-trixie AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --loglevel=error
COPY . .
RUN bin/build-assets \
 && { [ ! -e locale/en/LC_MESSAGES/django.po ] || MOTCUA_VAR=/tmp/var .venv/bin/python manage.py translations --compile; } \
 && .venv/bin/pip uninstall --yes --quiet pip \
 && rm -rf node_modules package.json package-lock.json .npmrc requirements.txt bin/build-assets

FROM python:3.13-slim-trixie
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 libpq5 liblz4-1 libzstd1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin motcua \
 && install -d -o motcua -g motcua /data /back-up /back-up-copy /scratch
COPY --from=postgres /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/pg_restore /usr/local/bin/
COPY --from=postgres /usr/lib/*-linux-gnu/libpq.so.5* /usr/local/lib/
# Of the same release, and before Debian's own; a build in which they do not start ends here.
RUN ldconfig && pg_dump --version && pg_restore --version
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 MOTCUA_VAR=/data MOTCUA_DEMO=0
USER motcua
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
CMD ["python", "manage.py", "portal", "--only", "web", "--host", "0.0.0.0", "--port", "8000"]
