#!/bin/bash
# Installs the Debian packages that the live tests run: what unpacks the daemons of several Debian
# releases, and the few programs that build a network around them. The daemons themselves are not
# installed: harness/roots.py unpacks them below the build folder. Says which packages are missing
# before it touches anything, and installs nothing when they are all there.
#
#   packages.sh [--list]
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

packages=(
  # roots of other releases
  mmdebstrap debian-archive-keyring
  # two sites in network namespaces
  iproute2 iputils-ping nftables conntrack tcpdump util-linux procps kmod python3
  # the guest with a full kernel, for machines whose own has no ESP
  qemu-system-x86 busybox-static cpio
  # what a target prints is checked by a program that will read it
  shellcheck
  # what brings hostile input to the program is written in C++ (fuzz/run)
  g++
)

die() { echo "packages: $*" >&2; exit 1; }

if [ "${1:-}" = --list ]; then
  printf '%s\n' "${packages[@]}"
  exit
fi
command -v apt-get >/dev/null || die "this needs Debian's apt-get; see tests/live/README.md"

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
missing=()
for p in "${packages[@]}"; do installed "$p" || missing+=("$p"); done
[ ${#missing[@]} = 0 ] && exit 0
[ "$(id -u)" = 0 ] || die "installing packages needs root"

apt-get update -qq || die "apt-get update failed"
echo "packages: installing ${missing[*]}"
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || die "cannot install ${missing[*]}"
