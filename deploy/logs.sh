#!/bin/sh
# For the machine's cron, once a day: counts the visits that nginx answered by itself, and deletes log files of all after 30 days.
# One part that fails does not keep the others from their work; counting the same file again counts nothing twice.
set -u

cd "$(dirname "$0")/.." || exit
compose() { docker compose --env-file deploy/secrets.env --file deploy/compose.yaml "$@"; }
failed=0

# nginx begins a new file; its processes write on into the one that was moved for a moment.
compose exec -T nginx sh -c '
  cd /var/log/site && { [ ! -s access.jsonl ] || mv access.jsonl "access-$(date -u +%Y-%m-%dT%H%M%S).jsonl"; } &&
    nginx -c /run/nginx.conf -s reopen && sleep 2' || failed=1
compose exec -T site-a sh -c '
  set -- /site/nginx-logs/access-*.jsonl
  [ ! -e "$1" ] || node scripts/ops.ts visits --days 1 --log "$@" > /dev/null' &&
  compose exec -T nginx find /var/log/site -name 'access-*.jsonl' -mtime +29 -delete || failed=1
for site in site-a site-b; do
  compose exec -T "$site" node scripts/logs-prune.ts || failed=1
done
exit "$failed"
