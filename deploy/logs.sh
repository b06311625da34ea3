#!/bin/sh
# For the machine's cron, once a day: counts the visits that nginx answered by itself, and deletes log files of all after 30 days.
set -eu

cd "$(dirname "$0")/.."
compose() { docker compose --env-file deploy/secrets.env --file deploy/compose.yaml "$@"; }

file=access-$(date -u +%Y-%m-%dT%H%M%S).jsonl
compose exec -T nginx sh -c "mv /var/log/site/access.jsonl /var/log/site/$file && nginx -c /run/nginx.conf -s reopen"
# Its processes write on into the file that was moved for a moment.
sleep 2
compose exec -T site-a node scripts/ops.ts visits --days 1 --log "/site/nginx-logs/$file" > /dev/null
compose exec -T nginx find /var/log/site -name 'access-*.jsonl' -mtime +29 -delete
for site in site-a site-b; do
  compose exec -T "$site" node scripts/logs-prune.ts
done
