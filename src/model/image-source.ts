/** What the text of an image source means, decided from the text alone. */
import { armTypes, hasType, parseArmId, type ArmId } from '../shared/arm-id.js'

import { mendId } from '../shared/mend-id.js'
import { showValue } from '../shared/show-value.js'

/** `os` and `data` take what `az image create` takes; the snapshot roles take snapshots only. */
export type SourceRole = 'os' | 'data' | 'os-snapshot' | 'data-snapshot'

export type SourceReference =
  | {
      readonly kind: 'snapshot' | 'disk'
      /** As typed: what is sent. */
      readonly id: string
      /** The same with its leading slash: what is read. */
      readonly readId: string
    }
  | { readonly kind: 'vm'; readonly id: string }
  | { readonly kind: 'vhd'; readonly uri: string }
  | { readonly kind: 'name'; readonly name: string }
  | Malformed

export interface Malformed {
  readonly kind: 'malformed'
  /** Continues "`<text>` …". */
  readonly why: string
  readonly help: string
}

/** az takes any text that starts like a URI for the URI of a VHD, whatever the scheme. */
const scheme = /^[a-z][a-z0-9+.-]*:/i
/** What Azure allows in the names of snapshots, disks and VMs, taken together. */
const resourceName = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,78}[\p{L}\p{N}_-])?$/u

const sourceTypes = [armTypes.snapshot, armTypes.disk, armTypes.virtualMachine]

export function readSource(text: string, role: SourceRole): SourceReference {
  const reference = classify(text)
  return refusal(reference, role) ?? reference
}

function classify(text: string): SourceReference {
  if (text.trim() === '') return malformed('is empty', 'remove the item, or name a source')
  const id = parseArmId(text)
  if (id !== undefined) return classifyId(id, text)
  if (scheme.test(text)) {
    const copied = mendId(text, sourceTypes)
    return copied === undefined
      ? { kind: 'vhd', uri: text }
      : malformed('is an address with a resource ID in it', `write ${copied}`)
  }
  if (text.endsWith('/')) {
    return malformed('ends with a slash', `write ${text.replace(/(?<!\/)\/+$/, '')}`)
  }
  const rooted = parseArmId(`/${text}`)
  if (rooted !== undefined) return classifyId(rooted, text)
  if (text.includes('/')) {
    return malformed('is neither a name nor a resource id', idHelp)
  }
  if (resourceName.test(text)) return { kind: 'name', name: text }
  return malformed(
    'is not a valid name of a snapshot, disk or VM',
    'names have letters, digits, _, . and -, at most 80',
  )
}

const idHelp =
  'write /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/snapshots/…, or a name alone'

/** `text` is what was typed; it lacks the leading slash of `id.text` when that was forgotten. */
function classifyId(id: ArmId, text: string): SourceReference {
  if (hasType(id, armTypes.snapshot)) return { kind: 'snapshot', id: text, readId: id.text }
  if (hasType(id, armTypes.disk)) return { kind: 'disk', id: text, readId: id.text }
  if (!hasType(id, armTypes.virtualMachine)) return malformed(...otherType(id))
  if (id.types[0] !== 'virtualMachines') {
    return malformed(
      `spells the type ${showValue(id.types[0])}`,
      'write virtualMachines, the one spelling that az image create takes for a VM',
    )
  }
  if (text !== id.text) return malformed('lacks its leading slash', `write ${id.text}`)
  return { kind: 'vm', id: text }
}

const otherTypes: Readonly<Record<string, readonly [why: string, help: string]>> = {
  'microsoft.compute/images': [
    'is a managed image already',
    'use it with image-id, or name the snapshots that it was made from',
  ],
  'microsoft.compute/galleries/images': [
    'is a gallery image definition',
    'use it with image-id, or name snapshots',
  ],
  'microsoft.compute/galleries/images/versions': [
    'is a gallery image version',
    'use it with image-id, or name snapshots',
  ],
  'microsoft.compute/virtualmachinescalesets/virtualmachines': [
    'is an instance of a scale set, which cannot be captured',
    "make snapshots of the instance's disks and name those",
  ],
}

function otherType(id: ArmId): readonly [why: string, help: string] {
  const known = otherTypes[id.type.toLowerCase()]
  if (known !== undefined) return known
  if (/\/restorepoints(\/|$)/i.test(id.type)) {
    return [
      'is a restore point, which no image can be made from',
      'make a snapshot or disk from the restore point and name that',
    ]
  }
  return [
    `is of type ${showValue(id.type)}, which no image can be made from`,
    'name a snapshot, a managed disk, a VM or the URI of a VHD',
  ]
}

const called = {
  snapshot: 'a snapshot',
  disk: 'a managed disk',
  vm: 'a virtual machine',
  vhd: 'the URI of a VHD',
} as const

/** Well-formed, but not what this role takes. */
function refusal(reference: SourceReference, role: SourceRole): Malformed | undefined {
  const { kind } = reference
  if (kind === 'malformed' || kind === 'name' || kind === 'snapshot') return undefined
  if (role === 'data' && kind === 'vm') {
    return malformed(
      'is a virtual machine, which cannot be a data disk source',
      'name a snapshot, a managed disk or the URI of a VHD',
    )
  }
  if (role === 'os-snapshot') {
    return malformed(
      `is ${called[kind]}, not a snapshot`,
      'give it as source instead of os-snapshot',
    )
  }
  if (role === 'data-snapshot') {
    return malformed(
      `is ${called[kind]}, not a snapshot`,
      'make a snapshot of it, or give all of them as source and data-disk-sources',
    )
  }
  return undefined
}

function malformed(why: string, help: string): Malformed {
  return { kind: 'malformed', why, help }
}

/** A source as it may be shown: a VHD's URI without its query, which may hold a signature. */
export function showSource(text: string): string {
  return scheme.test(text) ? text.replace(/[?#].*$/s, '') : text
}
