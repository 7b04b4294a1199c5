# In dom0: what `ling spawn --backend xen` promises, one line for each ("ok NAME" or "failed NAME: what was seen").
PAGE=http://127.0.0.1:8080/

ok() { echo "ok $1"; }
failed() { echo "failed $1: $2"; }
want() { [ "$2" = "$3" ] && ok "$1" || failed "$1" "'$2', not '$3'"; }
fetch() { timeout 150 wget -q -O - "$PAGE$1" 2>/tmp/wget; }
domains() { xl list | awk 'NR > 2 { print $1 }'; }
# Until the command says so, at most about so many seconds; long ones, for emulation on a busy host can take ten times its time.
within() {
    for turn in $(seq $(($1 * 5))); do eval "$2" && return 0; sleep 0.2; done
    return 1
}
spawner() {
    /job/ling-spawn --backend xen --network xenbr0=10.0.0.1/24 --memory 64M --deadline 150 "$@" /job/image -- -s guest_web serve >/tmp/log 2>&1 &
    spawner=$!
    within 60 'grep -q "each request" /tmp/log' || echo "the spawner: $(cat /tmp/log)"
}
end_spawner() { kill $spawner; wait $spawner; }

spawner
want page "$(fetch)" "<h1>a guest</h1>"
within 60 '[ -z "$(domains)" ]' && ok gone || failed gone "$(xl list)"
(fetch >/tmp/first) &
first=$!
fetch >/tmp/second
wait $first
want at_once "$(echo $(cat /tmp/first /tmp/second))" "<h1>a guest</h1> <h1>a guest</h1>"
want instances $(($(grep -o ' instance [0-9]* ' /tmp/log | sort -u | wc -l))) 3
grep '"GET /"' /tmp/log
# Nodes of cards that are gone; the folder itself may stay.
within 60 '[ -z "$(xenstore-ls /local/domain/0/backend/vif 2>/dev/null)" ]' && ok cards_gone || failed cards_gone "$(xenstore-ls /local/domain/0/backend)"
end_spawner
want end "$?" 0

# A prepared image: each request has an instance of its own, and the right date.
(
    /job/ling-spawn --backend xen --network xenbr0=10.0.0.1/24 --memory 64M --deadline 150 --listen 127.0.0.1:8082 /job/prepared.img >/tmp/log 2>&1 &
    spawner=$!
    PAGE=http://127.0.0.1:8082/
    within 60 'grep -q "each request" /tmp/log'
    earliest=$(date +%s)
    fetch >/tmp/first
    fetch >/tmp/second
    fact() { sed -n "s/.*[{,]$1 => \([^,}]*\).*/\1/p" "$2"; }
    date=$(fact seconds /tmp/second) latest=$(date +%s)
    [ "$date" -ge $((earliest - 5)) ] && [ "$date" -le $((latest + 5)) ] && ok prepared_date ||
        failed prepared_date "not $earliest to $latest: $(cat /tmp/second /tmp/log)"
    [ -n "$(fact random /tmp/first)" ] && [ "$(fact random /tmp/first)" != "$(fact random /tmp/second)" ] && ok prepared_differ || failed prepared_differ "$(cat /tmp/first)"
    grep '"GET /"' /tmp/log
    end_spawner
)

# The general way.
spawner --toolstack libxl
want page_by_libxl "$(fetch)" "<h1>a guest</h1>"
within 60 '[ -z "$(domains)" ]' && ok gone_by_libxl || failed gone_by_libxl "$(xl list)"
grep '"GET /"' /tmp/log
end_spawner

# The spawner is killed with a domain that waits: its maker of domains takes it away.
spawner --fresh pool --pool 1
within 120 '[ -n "$(domains)" ]' || failed pool "no domain"
killall -9 ling-spawn 2>/dev/null
within 60 '[ -z "$(domains)" ]' && ok killed || failed killed "$(xl list)"

# All of them are: the guest ends itself, its lease not renewed for 5 s; and what is left of it the next start destroys.
spawner --fresh pool --pool 1
within 120 '[ -n "$(domains)" ]' || failed pool "no domain"
name=$(domains)
sleep 8
case $(xl list "$name" | awk 'NR == 2 { print $5 }') in *[sc]*) failed renewed "$(xl list)" ;; *) ok renewed ;; esac
killall -STOP ling-spawn-xen # or it would take its domain away when its keeper dies
killall -9 ling-spawn 2>/dev/null
killall -9 ling-spawn-xen 2>/dev/null
within 60 '[ -n "$(xenstore-read 2>/dev/null /local/domain/$(xl domid "$name")/data/ling/end)" ]'
want lease "$(xenstore-read "/local/domain/$(xl domid "$name")/data/ling/end")" lease
spawner
within 60 '[ -z "$(domains)" ]' && ok sweep || failed sweep "$(xl list)"
want page_after_sweep "$(fetch)" "<h1>a guest</h1>"
end_spawner

# No bridge: 503, and the log says why.
/job/ling-spawn --backend xen --network nobridge=10.9.0.1/24 --memory 64M --deadline 150 --listen 127.0.0.1:8081 /job/image >/tmp/log 2>&1 &
spawner=$!
within 60 'grep -q "each request" /tmp/log'
PAGE=http://127.0.0.1:8081/
fetch
want no_bridge "$(grep -c '"GET /" 503 .*no domain' /tmp/log)" 1
end_spawner
