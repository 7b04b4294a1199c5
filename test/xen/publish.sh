# In dom0: `ling boot --backend xen --publish`, one line for each promise ("ok NAME" or "failed NAME: what was seen").
ok() { echo "ok $1"; }
failed() { echo "failed $1: $2"; }
want() { [ "$2" = "$3" ] && ok "$1" || failed "$1" "'$2', not '$3'"; }
fetch() { timeout 60 wget -q -O - http://127.0.0.1:8090/ 2>/tmp/wget; }
wait_for_page() {
    for turn in $(seq 60); do [ "$(fetch)" = "<h1>a guest</h1>" ] && return 0; sleep 0.5; done
    return 1
}
boot="/job/ling-boot --backend xen --timeout 300 --memory 64M"
card=mac=00:16:3e:00:00:03,bridge=xenbr0,script=vif-ling

# The guest is a web server and, for busybox has no other client of UDP, a name server.
NAMES='Answer = fun(Answer, S) ->
        {ok, {A, P, <<Id:16, _:10/binary, Question/binary>>}} = gen_udp:recv(S, 0),
        Type = binary:part(Question, byte_size(Question) - 4, 2),
        {Count, Record} = case Type of <<1:16>> -> {1, <<16#c00c:16, Type/binary, 1:16, 9:32, 4:16, 10,9,8,7>>}; _ -> {0, <<>>} end,
        ok = gen_udp:send(S, A, P, <<Id:16, 16#8180:16, 1:16, Count:16, 0:32, Question/binary, Record/binary>>),
        Answer(Answer, S) end,
    spawn(fun() -> {ok, S} = gen_udp:open(53, [binary, {active, false}]), Answer(Answer, S) end).'
publish() {
    $boot --vif $card --publish 8090:8080 --publish udp:53:53 /job/image -- "$@" -s guest_web serve -eval "$NAMES" </dev/null >/tmp/boot 2>&1 &
    publisher=$!
    wait_for_page
}
end_published() { kill -TERM $publisher; wait $publisher; }
publish ling.ip=10.0.0.3/24 && ok publish || failed publish "$(cat /tmp/boot /tmp/wget)"
good=0
for n in $(seq 20); do [ "$(fetch)" = "<h1>a guest</h1>" ] && good=$((good + 1)); done
want publish_again $good 20
within=$(for turn in $(seq 20); do nslookup a.test 127.0.0.1 2>/dev/null | grep -c 10.9.8.7 | grep -v '^0$' && break; done)
want publish_datagrams "$within" 1
$boot --vif bridge=xenbr0 --publish 8090:8080 /job/image 2>/tmp/errors
want publish_taken "$? $(cat /tmp/errors)" "64 ling boot: --publish: cannot listen at 127.0.0.1:8090: Address already in use."
end_published
want publish_end "$?" 0

printf '%s\n' 'start 10.0.0.50' 'end 10.0.0.60' 'interface xenbr0' 'lease_file /tmp/leases' 'option subnet 255.255.255.0' >/tmp/udhcpd.conf
touch /tmp/leases
udhcpd -f /tmp/udhcpd.conf >/tmp/udhcpd 2>&1 &
server=$!
publish && ok publish_dhcp || failed publish_dhcp "$(cat /tmp/boot /tmp/wget /tmp/udhcpd)"
end_published
kill $server

$boot --vif $card --publish 8090:8080 /job/image -- ling.ip=10.0.0.1/24 2>/tmp/errors >&2
want publish_lied "$? $(tail -n 1 /tmp/errors)" "126 ling boot: --publish: the guest says that its address is 10.0.0.1, which is the host's."
want publish_leaves_nothing "$(xl list | wc -l)" 2
