#!/bin/bash
# Runs a command as root inside a throw-away virtual machine with Debian's stock kernel, for
# machines whose own kernel has no ESP and no XFRM interfaces.
#
#   boot.sh [--silence SECONDS] [--progress FILE] [--memory MB] --share DIR COMMAND [ARG...]
#
# QEMU emulates the processor in software, so no KVM is needed. The guest sees this machine's
# files read-only under a memory overlay: every program here is there too, and nothing it writes
# survives but what it writes below DIR, which has the same path inside and outside. It has no
# network card. The command's output comes back on stdout and its exit status is this script's;
# 125 says that the guest never answered. It is stopped when for so many seconds it printed nothing
# and FILE, which the command lets grow while it gets on, stayed as it was.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/live/cache.sh
. "$here/../cache.sh"
silence=600 memory=3072 share="" progress=/dev/null
while [ $# -gt 0 ]; do
  case $1 in
    --silence) silence=$2; shift 2 ;;
    --progress) progress=$2; shift 2 ;;
    --memory) memory=$2; shift 2 ;;
    --share) share=$(realpath "$2"); shift 2 ;;
    *) break ;;
  esac
done
if [ $# = 0 ] || ! [ -d "$share" ]; then
  sed -n "2,15p" "$0" >&2
  exit 125
fi
"$here/make.sh"
version=$(<"$GUEST/version")

control=$(mktemp -d) qemu=
# called by the trap
# shellcheck disable=SC2317
finish() { [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || true; rm -rf "$control"; }
trap finish EXIT
trap 'exit 130' INT TERM

# What the guest does: find its modules, share the folder, run the command, switch itself off.
# The files that every test runs are read once from end to end: a page fault over 9p is slow.
cat >"$control/start" <<START
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
export LIVE_CACHE=$(printf %q "$LIVE_CACHE")
mkdir -p /lib/modules/$version
mount --bind $(printf %q "$GUEST")/root/lib/modules/$version /lib/modules/$version
for m in xfrm_user esp4 xfrm_interface veth tun dummy af_key ip_vti nf_tables; do modprobe \$m; done
ln -sf /proc/self/fd /dev/fd
for i in 0:stdin 1:stdout 2:stderr; do ln -sf /proc/self/fd/\${i%:*} /dev/\${i#*:}; done
ip link set lo up
# daemons that find no log speak to the console, which is this script's output
mount --bind /dev/null /dev/console
mkdir -p $(printf %q "$share")
mount -t 9p -o rw,cache=none,trans=virtio,version=9p2000.L,msize=262144 share $(printf %q "$share")
cd $(printf %q "$PWD")
while read -r f; do cat "\$f"; done </run/control/prime >/dev/null 2>&1
( $(printf '%q ' "$@") ) </dev/null >/dev/ttyS0 2>&1
echo \$? >/run/control/status
sync
echo o >/proc/sysrq-trigger
sleep 60
START
programs=(/usr/sbin/{nft,tcpdump} /usr/bin/{bash,python3,nsenter,unshare,sleep} /usr/bin/ip /usr/sbin/ip)
{
  for p in "${programs[@]}"; do
    if [ -f "$p" ]; then echo "$p"; ldd "$p" 2>/dev/null | grep -oE '/[^ ]+' || true; fi
  done
} | xargs -r realpath -s | sort -u >"$control/prime"

share_as() { echo "local,path=$2,mount_tag=$1,security_model=none"; }
# An older processor's model: software emulation has less to pretend. On a machine with much else to do the kernel's look at
# its timer fails, and it would not boot: it does not look.
qemu-system-x86_64 -accel tcg,thread=multi -cpu Nehalem,+rdrand -smp 1 -m "$memory" \
  -nodefaults -no-reboot -display none -serial stdio \
  -kernel "$GUEST/vmlinuz" -initrd "$GUEST/initrd.gz" \
  -append 'console=ttyS0 quiet loglevel=1 panic=-1 random.trust_cpu=on mitigations=off no_timer_check' \
  -virtfs "$(share_as rootfs /),readonly=on,multidevs=remap" \
  -virtfs "$(share_as control "$control")" -virtfs "$(share_as share "$share")" \
  </dev/null > >(sed -u 's/\r//g; s/\x1bc//g; s/\x1b\[[?0-9;]*[A-Za-z]//g; /reboot: Power down/d; /sysrq: Power Off/d' | tee "$control/output") 2>&1 &
qemu=$!

# what shows that it gets on: the size of its output, and of the command's own file
signs() { stat -c %s "$control/output" "$progress" 2>/dev/null | tr '\n' ' '; }
last='' quiet=0
while kill -0 "$qemu" 2>/dev/null; do
  sleep 0.5
  now=$(signs)
  if [ "$now" != "$last" ]; then last=$now quiet=0; else quiet=$((quiet + 1)); fi
  if [ "$quiet" -gt $((silence * 2)) ]; then
    echo "guest: nothing happened for $silence s" >&2
    exit 125
  fi
done
wait "$qemu" || true
qemu=
if [ -e "$control/status" ]; then exit "$(<"$control/status")"; fi
echo "guest: it ended without a word" >&2
exit 125
