#!/bin/bash
# Makes the guest's two files, kernel and start-up archive, out of Debian's stock kernel package.
# Downloads it once (about 70 MB); does nothing when they are there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/live/cache.sh
. "$here/../cache.sh"
die() { echo "guest: $*" >&2; exit 125; }

[ -e "$GUEST/ready" ] && exit 0
[ "$(uname -m)" = x86_64 ] || die "only an x86-64 guest is known here; this machine is $(uname -m)"
rm -rf "$GUEST" && mkdir -p "$GUEST/deb" "$GUEST/root"

package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ { print $2; exit }')
[ -n "$package" ] || die "no kernel package is known: run apt-get update"
echo "guest: fetching $package"
(cd "$GUEST/deb" && apt-get download -qq "$package" 2>/dev/null) || die "cannot fetch $package"
dpkg-deb -x "$GUEST"/deb/*.deb "$GUEST/root"
version=$(ls "$GUEST/root/lib/modules")
modules=$GUEST/root/lib/modules/$version
mv "$GUEST/root/boot/vmlinuz-$version" "$GUEST/vmlinuz"
# drivers of hardware that the guest does not have: most of the package
rm -rf "$GUEST/deb" "$GUEST/root/usr" "$GUEST/root/boot"
for d in ata gpu hwmon iio infiniband input isdn md media mtd platform scsi staging usb; do
  rm -rf "${modules:?}/kernel/drivers/$d"
done
depmod -b "$GUEST/root" "$version"

# the archive: a busybox, the modules that find the root, in the order in which they load
archive=$(mktemp -d) && trap 'rm -rf "$archive"' EXIT
mkdir -p "$archive/bin" "$archive/modules"
cp "$(command -v busybox)" "$archive/bin/busybox"
n=100
for m in virtio_pci 9pnet_virtio 9p overlay; do
  modprobe -d "$GUEST/root" -S "$version" --show-depends "$m" | awk '/^insmod/ { print $2 }'
done | awk '!seen[$0]++' | while read -r file; do
  n=$((n + 1)) && cp "$file" "$archive/modules/$n-${file##*/}"
done
install -m 755 "$here/init" "$archive/init"
(cd "$archive" && find . | cpio -o -H newc --quiet | gzip -1) >"$GUEST/initrd.gz"
echo "$version" >"$GUEST/version"
touch "$GUEST/ready"
