/** Whether a VHD is one that Azure makes images of: https://learn.microsoft.com/azure/virtual-machines/linux/create-upload-generic#resizing-vhds */
import type { VhdEnds } from '../ports/azure.js'

export interface VhdFault {
  /** Continues "VHD x …". */
  readonly why: string
  readonly help: string
}

const mib = 1_048_576
const footerBytes = 512
/** Fields of the footer, big-endian: Virtual Hard Disk Image Format Specification, Microsoft, 2006. */
const cookie = 'conectix'
const sizeAt = 48
const typeAt = 60
const fixed = 2
const types: Readonly<Record<number, string>> = { 3: 'dynamic', 4: 'differencing' }

/** What other files begin with, and what qemu-img calls them. */
const otherFormats = [
  ['vhdxfile', 'vhdx', 'a VHDX'],
  ['QFI\u{fb}', 'qcow2', 'a qcow2 image'],
  ['KDMV', 'vmdk', 'a VMDK'],
  ['conectix', 'vpc', 'a dynamic VHD that is cut off'],
] as const

/** `name`: of the file, for the commands. Undefined for a VHD that fits. */
export function faultOfVhd(
  { sizeBytes, start, end, blobType }: VhdEnds,
  name: string,
): VhdFault | undefined {
  if (textIn(end, cookie.length) !== cookie) return noFooter({ sizeBytes, start, end }, name)
  const footer = new DataView(end.buffer, end.byteOffset, end.byteLength)
  const type = footer.getUint32(typeAt)
  const diskBytes = Number(footer.getBigUint64(sizeAt))
  if (type !== fixed) {
    const kind = types[type] ?? `of type ${String(type)}`
    const first = type === 4 ? 'merge it with its parent first; ' : ''
    return {
      why: `is ${kind}, and Azure takes fixed ones only`,
      help: first + convert(name, 'vpc', diskBytes),
    }
  }
  if (diskBytes + footerBytes !== sizeBytes) {
    return {
      why: `is not whole: its footer tells of ${String(diskBytes)} bytes and a footer, and the file has ${String(sizeBytes)}`,
      help: 'upload it again (azcopy copy, with --blob-type PageBlob)',
    }
  }
  if (diskBytes % mib !== 0) {
    return {
      why: `holds ${String(diskBytes)} bytes, which is no whole number of MiB`,
      help: convert(name, 'vpc', diskBytes),
    }
  }
  if (blobType === undefined || blobType.toLowerCase() === 'pageblob') return undefined
  return {
    why: `is a ${blobType}, and Azure makes images of page blobs`,
    help: 'upload it again (azcopy copy, with --blob-type PageBlob)',
  }
}

function noFooter({ sizeBytes, start }: VhdEnds, name: string): VhdFault {
  const [, format, noun] = otherFormats.find(
    ([magic]) => textIn(start, magic.length) === magic,
  ) ?? ['', 'raw', 'a raw disk, or something else']
  return {
    why: `does not end in the footer of a VHD: it is ${noun}`,
    help: convert(name, format, format === 'raw' ? sizeBytes : undefined),
  }
}

/** Without `force_size` qemu-img makes the disk larger, and no whole number of MiB. */
function convert(name: string, format: string, diskBytes: number | undefined): string {
  const [file, raw, made] = [name, `${name}.raw`, `${name}.fixed.vhd`].map(quoted) as [
    string,
    string,
    string,
  ]
  const to = 'convert -O vpc -o subformat=fixed,force_size=on'
  if (diskBytes !== undefined && diskBytes % mib === 0) {
    return `qemu-img ${to} -f ${format} ${file} ${made}, and upload that as a page blob`
  }
  const size = diskBytes === undefined ? '<whole MiB>' : String(Math.ceil(diskBytes / mib))
  return `qemu-img convert -f ${format} -O raw ${file} ${raw} && qemu-img resize -f raw ${raw} ${size}M && qemu-img ${to} -f raw ${raw} ${made}, and upload that as a page blob`
}

function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function textIn(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length))
}
