#!/usr/bin/env bash
# A fixed VHD, the only kind that Azure takes, has its mark at the end. qemu-img looks for marks at the start: without -f it
# takes the file for a raw disk and copies the footer as if it were the disk's last sector.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'qemu-utils=1:7.2+dfsg-*'
qemu-img --version | head -n 1

seen=
for kind in dynamic fixed; do
  qemu-img create -q -f vpc -o subformat=$kind,force_size=on "$kind.vhd" 64M
  format=$(qemu-img info --output json "$kind.vhd" | sed -n 's/.*"format": "\(.*\)".*/\1/p' | tail -n 1)
  qemu-img convert -O raw "$kind.vhd" "$kind.raw" 2>/dev/null
  seen+="$kind: taken for $format, becomes a disk of $(stat -c %s "$kind.raw") bytes that ends in \"$(tail -c 512 "$kind.raw" | head -c 8 | tr -d '\0')\""$'\n'
done

still 'VHDs of 64 MiB (67108864 bytes), read without naming their format:' \
  'dynamic: taken for vpc, becomes a disk of 67108864 bytes that ends in ""
fixed: taken for raw, becomes a disk of 67109376 bytes that ends in "conectix"' "${seen%$'\n'}"
