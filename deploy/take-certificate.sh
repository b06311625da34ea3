#!/bin/sh
# Puts a certificate where the nginx of compose.yaml reads it, and has it read anew. certbot runs this after it fetched or renewed one,
# and names the folder of it in RENEWED_LINEAGE.
set -eu

cd "$(dirname "$0")/.."
# Written over, and not replaced: Docker shows nginx the files that were there when it started.
cat "$RENEWED_LINEAGE/fullchain.pem" > deploy/certificates/site.pem
cat "$RENEWED_LINEAGE/privkey.pem" > deploy/certificates/site.key
docker compose --env-file deploy/secrets.env --file deploy/compose.yaml kill --signal HUP nginx
