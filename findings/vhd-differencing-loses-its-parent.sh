#!/usr/bin/env bash
# A differencing VHD (a checkpoint of Hyper-V, and what Packer's hyperv builders make from a parent disk) holds only what differs
# from its parent. qemu-img takes it for a dynamic one: info names no parent, and convert ends with 0 after writing zeros for
# all that lies in the parent, which is beside it. libvhdi sees what the file is.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'qemu-utils=1:7.2+dfsg-*' 'libvhdi-utils=20210425-*'
qemu-img --version | head -n 1

# Two disks of three blocks of 2 MiB, as the VHD specification has them: the parent has blocks 0 and 1, the child has block 1.
cat >make.py <<'PYTHON'
import struct
BLOCK, DYNAMIC, DIFFERENCING, NONE = 2 << 20, 3, 4, 2**32 - 1
def with_checksum(data, offset):
    struct.pack_into('>I', data, offset, ~sum(data) & NONE)
    return bytes(data)
def disk(name, number, blocks, parent=None):
    size = 3 * BLOCK
    kind = DIFFERENCING if parent else DYNAMIC
    footer, header, table = bytearray(512), bytearray(1024), bytearray(b'\xff' * 512)
    struct.pack_into('>8sIIQI4sI4sQQHBBII16s', footer, 0, b'conectix', 2, 0x10000, 512, 0x30000000, b'win ', 0x60001, b'Wi2k',
                     size, size, size // 512 // 68, 4, 17, kind, 0, bytes([number] * 16))
    struct.pack_into('>8sQQIII', header, 0, b'cxsparse', 2**64 - 1, 1536, 0x10000, 3, BLOCK)
    data = b''
    if parent:
        path = ('.\\' + parent).encode('utf-16-le')
        struct.pack_into('>16sI', header, 40, bytes([number - 1] * 16), 0x30000000)
        header[64:64 + 2 * len(parent)] = parent.encode('utf-16-be')
        struct.pack_into('>4sIIIQ', header, 576, b'W2ru', 512, len(path), 0, 2048)
        data = path.ljust(512, b'\0')
    for block, letter in blocks.items():
        struct.pack_into('>I', table, 4 * block, (2048 + len(data)) // 512)
        data += b'\xff' * 512 + letter * BLOCK
    footer = with_checksum(footer, 64)
    with open(name, 'wb') as file:
        file.write(footer + with_checksum(header, 36) + table + data + footer)
disk('parent.vhd', 1, {0: b'p', 1: b'p'})
disk('child.vhd', 2, {1: b'c'}, 'parent.vhd')
PYTHON
python3 make.py

seen="libvhdi: $(vhdiinfo child.vhd | sed -n 's/^\t*\(Disk type\|Parent filename\)\t*: /\1 /p' | paste -sd, -)"$'\n'
seen+="qemu-img info: $(qemu-img info child.vhd | grep -ci 'backing\|parent' || true) lines about a parent"$'\n'
for name in parent child; do
  status=0
  qemu-img convert -f vpc -O raw $name.vhd $name.raw || status=$?
  seen+="qemu-img convert $name.vhd: exit $status, blocks"
  for block in 0 1 2; do seen+=" $(od -A n -c -j $((block << 21)) -N 1 $name.raw | tr -d ' ')"; done
  seen+=$'\n'
done

still 'a differencing VHD in whose block 0 the guest reads "p":' 'libvhdi: Disk type Differential,Parent filename parent.vhd
qemu-img info: 0 lines about a parent
qemu-img convert parent.vhd: exit 0, blocks p p \0
qemu-img convert child.vhd: exit 0, blocks \0 c \0' "${seen%$'\n'}"
