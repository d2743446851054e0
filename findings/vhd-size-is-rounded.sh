#!/usr/bin/env bash
# qemu-img makes a VHD larger than the disk that it was given, so that its size is one of the old cylinder geometry. Azure takes
# only whole MiB. With force_size the size stays.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'qemu-utils=1:7.2+dfsg-*'
qemu-img --version | head -n 1

size_of() { qemu-img info -f vpc --output json "$1" | sed -n 's/.*"virtual-size": \([0-9]*\).*/\1/p'; }

seen=
for gib in 1 30 64; do
  qemu-img create -q -f raw disk.raw "${gib}G"
  qemu-img convert -f raw -O vpc -o subformat=fixed disk.raw plain.vhd
  qemu-img convert -f raw -O vpc -o subformat=fixed,force_size=on disk.raw forced.vhd
  plain=$(size_of plain.vhd) forced=$(size_of forced.vhd) raw=$((gib << 30))
  seen+="$gib GiB: $((plain - raw)) bytes more, $((plain % 1048576)) beyond a whole MiB; with force_size $((forced - raw)) more"$'\n'
done

still 'sizes of fixed VHDs that were made from disks of whole GiB:' \
  '1 GiB: 253952 bytes more, 253952 beyond a whole MiB; with force_size 0 more
30 GiB: 393216 bytes more, 393216 beyond a whole MiB; with force_size 0 more
64 GiB: 1040384 bytes more, 1040384 beyond a whole MiB; with force_size 0 more' "${seen%$'\n'}"
