/** Ends of a VHD as its specification has them. */
import type { VhdEnds } from '../../src/ports/azure.js'

export const mib = 1_048_576

/** `type`: 2 fixed, 3 dynamic, 4 differencing. */
export function vhdFooter(diskBytes: number, type = 2): Uint8Array {
  const footer = Buffer.alloc(512)
  footer.write('conectix')
  footer.writeBigUInt64BE(BigInt(diskBytes), 48)
  footer.writeUInt32BE(type, 60)
  return footer
}

export function fixedVhd(diskBytes: number, more: Partial<VhdEnds> = {}): VhdEnds {
  const end = vhdFooter(diskBytes)
  return { sizeBytes: diskBytes + 512, start: new Uint8Array(512), end, ...more }
}

/** Something that begins in a certain way and has no footer. */
export function otherFile(magic: string, sizeBytes = 30 * mib): VhdEnds {
  const start = Buffer.alloc(512)
  start.write(magic, 'latin1')
  return { sizeBytes, start, end: new Uint8Array(512) }
}
