#!/bin/sh
# Publish the event of a file as a new one: QUEUE=<DecisionsQueueUrl> sh publish.sh candidate.rejected.v1.json
# It needs the AWS CLI. The event's "id" and "time" must stand before "data", each as "name": "value" on a line.
#
# It ends with 0 only if the queue has the event. Otherwise run it again: a decision that arrives twice sends one email.
set -eu

fail() { printf '%s\n' "$1" >&2; exit 1; }

[ $# -eq 1 ] && [ -n "${QUEUE:-}" ] || fail "Usage: QUEUE=<DecisionsQueueUrl> sh publish.sh EVENT.json"
[ -r "$1" ] || fail "Not published: $1: it can't be read"

# Each attempt sends the same event under the same id, so one whose answer got lost does no harm.
export AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5

id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
body=$(sed '/"data" *:/,$!{
  s/"id" *: *"[^"]*"/"id": "'"$id"'"/
  s/"time" *: *"[^"]*"/"time": "'"$time"'"/
}' "$1")
case $body in
  *'"specversion"'*) ;;
  *) fail "Not published: $1: not a CloudEvents 1.0 object" ;;
esac
case $body in
  *"\"id\": \"$id\""*"\"time\": \"$time\""* | *"\"time\": \"$time\""*"\"id\": \"$id\""*) ;;
  *) fail "Not published: $1: \"id\" and \"time\" must stand before \"data\", on lines of their own" ;;
esac

# Version 1 of the AWS CLI does not use AWS_ENDPOINT_URL for every service; on a real account it is empty.
message=$(aws sqs send-message ${AWS_ENDPOINT_URL:+--endpoint-url="$AWS_ENDPOINT_URL"} \
  --queue-url "$QUEUE" --message-body "$body" --query MessageId --output text) || fail "Not published: $1: see above"
case $message in
  "" | None) fail "Not published: $1: the answer names no message" ;;
esac
printf 'Published: %s: event %s, message %s\n' "$1" "$id" "$message"
