#!/usr/bin/env bash
# The footer of a VHD has the size twice: in bytes, and as a geometry that cannot name every size. qemu-img decides by the name
# of the program that made the file. Disks exported from Azure say "wa", which it does not know: it goes by the geometry, and the
# end of the disk (with the second GPT) is missing. libvhdi reads the same file whole.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'qemu-utils=1:7.2+dfsg-*' 'libvhdi-utils=20210425-*'
qemu-img --version | head -n 1

# A sparse disk of 30 GiB with a footer as the VHD specification has it; argument: the creating program's four characters.
cat >make.py <<'PYTHON'
import struct, sys
name, creator = sys.argv[1], sys.argv[2].encode().ljust(4, b'\0' if sys.argv[2] == 'wa' else b' ')
size = 30 << 30
cylinders, heads, sectors = size // 512 // 63 // 16, 16, 63
footer = bytearray(512)
struct.pack_into('>8sIIQI4sI4sQQHBBII16s', footer, 0, b'conectix', 2, 0x10000, 2**64 - 1, 0x30000000, creator, 0x70000, b'Wi2k',
                 size, size, cylinders, heads, sectors, 2, 0, bytes(range(16)))
struct.pack_into('>I', footer, 64, ~sum(footer) & 0xffffffff)
with open(name, 'wb') as file:
    file.seek(size)
    file.write(footer)
PYTHON

seen=
for creator in win wa; do
  python3 make.py "$creator.vhd" "$creator"
  qemu=$(qemu-img info -f vpc --output json "$creator.vhd" | sed -n 's/.*"virtual-size": \([0-9]*\).*/\1/p')
  vhdi=$(vhdiinfo "$creator.vhd" | sed -n 's/.*Media size.*(\([0-9]*\) bytes).*/\1/p')
  seen+="made by \"$creator\": libvhdi $vhdi bytes, qemu-img $qemu bytes ($((vhdi - qemu)) missing)"$'\n'
done

still 'two VHDs of 30 GiB that differ only in the name of their maker:' \
  'made by "win": libvhdi 32212254720 bytes, qemu-img 32212254720 bytes (0 missing)
made by "wa": libvhdi 32212254720 bytes, qemu-img 32212131840 bytes (122880 missing)' "${seen%$'\n'}"
