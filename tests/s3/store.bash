# A real S3 store behind a proxy that fails on demand. Sourced with $source_dir set, and fail().
#   start_store FOLDER [BUCKET...]   sets AWS_* for a store with these buckets (models), and $port
#   mode MODE                        how it fails: faults.py
#   requests                         how many there were
#   stop_store
free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
mode() { echo "$1" >"$store_folder/faults/mode"; }
requests() { wc -l <"$store_folder/faults/requests"; }
start_store() {
  local folder=$1 bucket
  port=0
  shift
  store_folder=$folder
  while [ $port = 0 ] || ! free $port || ! free $((port + 3)) || ! free $((port + 5)); do
    port=$((20000 + RANDOM % 20000))
  done
  bash "$source_dir/tests/s3/start.sh" "$folder/store" $port || fail "the store does not start"
  mkdir "$folder/faults"
  echo ok >"$folder/faults/mode"
  /usr/bin/python3 "$source_dir/tests/s3/faults.py" $((port + 5)) $port "$folder/faults" 2>"$folder/faults/log" &
  echo $! >>"$folder/store/pids"
  for _ in $(seq 200); do free $((port + 5)) || break; sleep 0.05; done
  export AWS_ACCESS_KEY_ID=test:tester AWS_SECRET_ACCESS_KEY=testing AWS_REGION=us-east-1
  export AWS_ENDPOINT_URL=http://127.0.0.1:$((port + 5))
  unset AWS_SESSION_TOKEN AWS_PROFILE AWS_SHARED_CREDENTIALS_FILE AWS_ENDPOINT_URL_S3
  for bucket in "${@:-models}"; do
    curl -fs -m 30 -X PUT -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 \
      -H 'x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' \
      "http://test%3Atester:testing@127.0.0.1:$port/$bucket" || fail "no bucket can be made"
  done
}
stop_store() {
  [ ! -f "${store_folder:-}/store/pids" ] || kill $(cat "$store_folder/store/pids") 2>/dev/null || true
}
