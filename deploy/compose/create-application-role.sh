#!/usr/bin/env bash
# Runs once, when the container of PostgreSQL makes its database: the role that Anel works as. Anel itself grants it what it needs.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --no-psqlrc --quiet --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv password APPLICATION_PASSWORD
create role anel login password :'password';
SQL
