# In dom0: what a guest on Xen promises, one line for each ("ok NAME" or "failed NAME: what was seen").
GUEST=http://10.0.0.2:8080

ok() { echo "ok $1"; }
failed() { echo "failed $1: $2"; }
want() { [ "$2" = "$3" ] && ok "$1" || failed "$1" "'$2', not '$3'"; }
fetch() { timeout 60 wget -q -O - "$GUEST$1" 2>/tmp/wget; }
wait_for_page() {
    for turn in $(seq 60); do [ "$(fetch /)" = "<h1>a guest</h1>" ] && return 0; sleep 0.5; done
    return 1
}
said() { xenstore-read "/local/domain/$(xl domid "$1")/data/ling/$2" 2>&1; }
state() { xl list "$1" | awk 'NR == 2 { print $5 }'; }
wait_for_end() { for turn in $(seq 60); do case $(state "$1") in *[sc]*) return ;; esac; sleep 0.5; done; }

xl create -q /job/web.cfg && ok create || failed create "xl create"
wait_for_page && ok page || failed page "no answer"

before=$(fetch /memory)
good=0
for n in $(seq 200); do
    page=$(fetch /) status=$?
    [ "$page" = "<h1>a guest</h1>" ] && good=$((good + 1)) || echo "connection $n: '$page', status $status, $(cat /tmp/wget)"
done
want connections $good 200
after=$(fetch /memory)
echo "memory in use: $before bytes, after 200 connections $after"
[ $((after - before)) -lt 262144 ] && ok leak || failed leak "$before bytes, then $after"

# The backend goes and comes again, as when its driver restarts.
number=$(xl domid guest)
card=vif-$number-0 driver=/sys/bus/xen-backend/drivers/vif
echo $card >$driver/unbind
sleep 2
echo $card >$driver/bind
sleep 1
export XENBUS_PATH=backend/vif/$number/0 vif=vif$number.0
sh /etc/xen/scripts/vif-ling online
wait_for_page && ok reconnect || failed reconnect "no answer; backend state $(xenstore-read /local/domain/0/$XENBUS_PATH/state)"

timeout 60 xl shutdown -w guest >/dev/null
want shutdown "$(state guest | tr -d -)" s
want shutdown_end "$(said guest end) $(said guest status)" "halt 0"
xl destroy guest

# A prepared image, twice, and the image that it was made of.
hundredths() { cut -d' ' -f1 /proc/uptime | tr -d .; }
fact() { sed -n "s/.*[{,]$1 => \([^,}]*\).*/\1/p" /tmp/facts; }
ask() {
    xl create -q -p "/job/$1.cfg"
    notice=/local/domain/$(xl domid "$1")/data/ling/ready earliest=$(date +%s) begun=$(hundredths)
    xl unpause "$1"
    runs=$(hundredths)
    for turn in $(seq 2000); do xenstore-exists "$notice" && break; sleep 0.02; done
    listens=$(hundredths)
    fetch / >/tmp/facts
    answered=$(hundredths)
    echo "$1: xl unpause $(((runs - begun) * 10)) ms, from then $(((listens - runs) * 10)) ms until it listens and $(((answered - runs) * 10)) ms until it has answered"
    xl destroy "$1"
}
ask unprepared
ask prepared
first=$(fact random)
date=$(fact seconds) latest=$(date +%s)
[ "$date" -ge $((earliest - 5)) ] && [ "$date" -le $((latest + 5)) ] && ok prepared_date || failed prepared_date "not $earliest to $latest: $(cat /tmp/facts)"
want prepared_facts "$(fact name) $(fact time_goes_on) $(fact new_reference)" '"told" true true'
ask prepared
[ -n "$first" ] && [ "$first" != "$(fact random)" ] && ok prepared_differ || failed prepared_differ "$first, then $(fact random)"

xl create -q /job/halt.cfg && wait_for_end halt
want halt "$(said halt end) $(said halt status) $(state halt | tr -d -)" "halt 7 sc"
xl destroy halt
xl create -q /job/crash.cfg && wait_for_end crash
want crash "$(said crash end) $(said crash status) $(state crash | tr -d -)" "crash 120 sc"
xl destroy crash

boot="/job/ling-boot --backend xen --timeout 60 --memory 64M"
output=$($boot /job/image -- -eval 'io:format("from a domain~n"), halt(3).' 2>/tmp/errors)
want boot_halt "$? $output" "3 from a domain"
$boot /job/image -- -s guest_web crash >/dev/null 2>/tmp/errors
want boot_crash "$? $(tail -n 1 /tmp/errors)" "120 ling boot: the program crashed."
want boot_leaves_nothing "$(xl list | wc -l)" 2
