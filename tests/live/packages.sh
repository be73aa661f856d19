#!/bin/bash
# Installs the Debian packages that the live tests run: the daemons themselves and the few
# programs that build a network around them. Says which ones are missing before it touches
# anything, and installs nothing when they are all there.
#
#   packages.sh [--list]
#
# Nothing is started: while apt works, a policy-rc.d keeps services down, and it is taken away
# again. libreswan cannot be installed beside strongSwan (dpkg calls them conflicting), so its
# package is unpacked below the build folder and only the libraries it needs are installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/live/cache.sh
. "$here/cache.sh"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

packages=(
  # strongSwan: both of its front ends, every cipher it can be built with, and ESP in user space
  charon-systemd strongswan-swanctl strongswan-starter strongswan-charon
  libstrongswan-standard-plugins libcharon-extra-plugins
  # BGP over the tunnels
  frr
  # two sites in network namespaces
  iproute2 iputils-ping nftables tcpdump util-linux procps kmod python3
  # the guest with a full kernel, for machines whose own has no ESP
  qemu-system-x86 busybox-static cpio
  # what a target prints is checked by the programs that will read it
  systemd shellcheck
)

die() { echo "packages: $*" >&2; exit 1; }

if [ "${1:-}" = --list ]; then
  printf '%s\n' "${packages[@]}" "libreswan (unpacked, not installed)"
  exit
fi
command -v apt-get >/dev/null || die "this needs Debian's apt-get; see tests/live/README.md"

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
missing=()
for p in "${packages[@]}"; do installed "$p" || missing+=("$p"); done
[ ${#missing[@]} = 0 ] && [ -e "$LIBRESWAN/ready" ] && exit 0
[ "$(id -u)" = 0 ] || die "installing packages needs root"

# Services stay down: the tests run their own copies inside namespaces.
policy=/usr/sbin/policy-rc.d saved=
if ! { [ -x $policy ] && rc=0 && { $policy frr start >/dev/null 2>&1 || rc=$?; } && [ "$rc" = 101 ]; }; then
  if [ -e $policy ]; then saved=$policy.before-peerconf && mv $policy $saved; fi
  restore() { rm -f $policy; [ -z "$saved" ] || mv "$saved" $policy; }
  trap restore EXIT
  printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy
fi

apt-get update -qq || die "apt-get update failed"
install() {
  [ $# = 0 ] && return
  echo "packages: installing $*"
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null || die "cannot install $*"
}
install "${missing[@]}"

if [ ! -e "$LIBRESWAN/ready" ]; then
  echo "packages: unpacking libreswan into $LIBRESWAN"
  rm -rf "$LIBRESWAN" && mkdir -p "$LIBRESWAN/deb"
  # apt's download sandbox cannot write here; it says so and carries on as root
  (cd "$LIBRESWAN/deb" && apt-get download -qq libreswan 2>/dev/null) || die "cannot fetch libreswan"
  dpkg-deb -x "$LIBRESWAN"/deb/libreswan_*.deb "$LIBRESWAN"
  # the first name of each alternative, without versions and architectures; the resolver
  # package "host" is a virtual one
  mapfile -t depends < <(dpkg-deb -f "$LIBRESWAN"/deb/libreswan_*.deb Depends | tr ',' '\n' |
    sed -E 's/\|.*//; s/\(.*//; s/:any//; s/[[:space:]]//g; s/^host$/bind9-host/')
  wanted=()
  for p in "${depends[@]}"; do installed "$p" || wanted+=("$p"); done
  install "${wanted[@]}"
  if ldd "$LIBRESWAN/usr/libexec/ipsec/pluto" | grep 'not found'; then
    die "libreswan lacks the libraries above"
  fi
  dpkg-deb -f "$LIBRESWAN"/deb/libreswan_*.deb Version >"$LIBRESWAN/version"
  rm -rf "$LIBRESWAN/deb" && touch "$LIBRESWAN/ready"
fi
