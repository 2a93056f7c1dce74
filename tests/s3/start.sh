#!/usr/bin/env bash
# A real S3 store on loopback: OpenStack Swift with its S3 interface, which checks signatures. All its files
# are in FOLDER, its process ids in FOLDER/pids.
#   start.sh FOLDER PORT        uses PORT to PORT + 4; account test:tester, secret testing
set -euo pipefail
folder=$1 port=$2
mkdir -p "$folder"/{etc,srv/d1,log}
cd "$folder/etc"
user=$(id -un)
container=$((port + 1)) account=$((port + 2)) object=$((port + 3)) cache=$((port + 4))

/usr/bin/python3 - "$folder/etc" <<EOF
import sys
from swift.common.ring import RingBuilder
for name, number in (("account", $account), ("container", $container), ("object", $object)):
    ring = RingBuilder(4, 1, 1)
    ring.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": number, "device": "d1", "weight": 1.0,
                  "replication_ip": "127.0.0.1", "replication_port": number, "meta": ""})
    ring.rebalance()
    ring.get_ring().save(f"{sys.argv[1]}/{name}.ring.gz")
EOF
printf '[swift-hash]\nswift_hash_path_suffix = s\nswift_hash_path_prefix = p\n[storage-policy:0]\nname = Policy-0\ndefault = yes\n' >swift.conf
for server in account:$account container:$container object:$object; do
  name=${server%%:*}
  cat >"$name-server.conf" <<EOF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${server##*:}
workers = 0
user = $user
swift_dir = $folder/etc
devices = $folder/srv
mount_check = false
fallocate_reserve = 0
[pipeline:main]
pipeline = healthcheck $name-server
[app:$name-server]
use = egg:swift#$name
[filter:healthcheck]
use = egg:swift#healthcheck
EOF
done
cat >proxy-server.conf <<EOF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $port
workers = 0
user = $user
swift_dir = $folder/etc
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$cache
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
dns_compliant_bucket_names = true
allow_multipart_uploads = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
EOF
for name in catch_errors gatekeeper healthcheck listing_formats bulk copy slo dlo symlink; do
  printf '[filter:%s]\nuse = egg:swift#%s\n' "$name" "$name" >>proxy-server.conf
done

: >"$folder/pids"
memcached -u nobody -l 127.0.0.1 -p $cache -m 32 -U 0 >"$folder/log/memcached" 2>&1 &
echo $! >>"$folder/pids"
for name in account container object proxy; do
  "/usr/bin/swift-$name-server" "$folder/etc/$name-server.conf" >"$folder/log/$name" 2>&1 &
  echo $! >>"$folder/pids"
done
for _ in $(seq 400); do
  ready=1
  for at in $port $account $container $object; do
    curl -fs -m 2 -o /dev/null "http://127.0.0.1:$at/healthcheck" || ready=0
  done
  [ $ready = 0 ] || exit 0
  sleep 0.05
done
tail -n 5 "$folder"/log/* >&2
exit 1
