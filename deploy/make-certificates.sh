#!/bin/sh
# Makes what the services of compose.yaml show one another: a certificate authority of their own, and a certificate each for
# Redis and Postgres. Also one for the site itself, to try things out: replace site.pem and site.key by those of an
# authority that browsers know. What exists already is kept: delete a certificate that is about to end, and run this again.
#
#   sh deploy/make-certificates.sh [FOLDER] [SITE]
set -eu

folder=${1:-$(dirname "$0")/certificates}
site=${2:-localhost}
days=825

mkdir -p "$folder"
chmod 755 "$folder"
umask 077

if [ ! -f "$folder/ca.pem" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "/CN=PlumbPerfect services" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$folder/ca.key" -out "$folder/ca.pem"
fi

certify() {
  name=$1
  names=$2
  [ -f "$folder/$name.pem" ] && return
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" \
    -keyout "$folder/$name.key" -out "$folder/$name.request"
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$names" > "$folder/$name.extensions"
  openssl x509 -req -days "$days" -in "$folder/$name.request" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" \
    -CAcreateserial -extfile "$folder/$name.extensions" -out "$folder/$name.pem"
  rm "$folder/$name.request" "$folder/$name.extensions"
}

certify redis "DNS:redis,DNS:localhost,IP:127.0.0.1"
certify postgres "DNS:postgres,DNS:localhost,IP:127.0.0.1"
certify site "DNS:$site"

# Certificates are public; keys are not.
chmod 644 "$folder"/*.pem
