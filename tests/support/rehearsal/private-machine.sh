#!/bin/sh
# Runs a command as root of a machine of its own: the programs of this one, a copy of its /etc, an empty /srv, /tmp, /run and /var, a network
# with nothing but itself, and a certificate authority. All that is written there lies in memory, and is gone when the command ends.
#
#   unshare --mount --net --pid --fork --kill-child sh private-machine.sh PROJECT NODE COMMAND…
#
# PROJECT is the project's folder, which is to be seen under its own path. NODE is the program that becomes /node/bin/node.
set -eu

project=$1
node=$2
shift 2

ip link set lo up

# Any folder that is on every machine: what is mounted over it is seen by this command alone.
root=/mnt
mount -t tmpfs -o mode=755 tmpfs "$root"

for entry in /*; do
  case $entry in
    "$root" | /etc | /srv | /tmp | /run | /var | /proc) ;;
    *)
      if [ -L "$entry" ]; then
        cp -P "$entry" "$root$entry"
      elif [ -d "$entry" ]; then
        mkdir "$root$entry"
        mount --rbind "$entry" "$root$entry"
      fi
      ;;
  esac
done

mkdir -p "$root/mnt" "$root/srv" "$root/run" "$root/proc" "$root/var/backups" "$root/var/lib/nginx" "$root/var/log/nginx"
mkdir -m 1777 "$root/tmp" "$root/var/tmp"
mkdir -m 700 "$root/tmp/home"
ln -s /run "$root/var/run"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
# Without what only the machine's own root may read.
cp -a /etc "$root/etc" 2>/dev/null || true

mkdir -p "$root$project" "$root/node/bin"
mount --rbind "$project" "$root$project"
touch "$root/node/bin/node"
mount --bind "$node" "$root/node/bin/node"

mkdir "$root/etc/rehearsal"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=Authority of a rehearsal" \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
  -keyout "$root/etc/rehearsal/ca.key" -out "$root/etc/rehearsal/ca.pem" 2>/dev/null

cd "$project"
exec env -i PATH=/node/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin HOME=/tmp/home LANG=C.UTF-8 \
  NODE_EXTRA_CA_CERTS=/etc/rehearsal/ca.pem chroot "$root" "$@"
