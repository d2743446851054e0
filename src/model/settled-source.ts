import type { Disk, HyperVGeneration, OsType } from '../ports/azure.js'
import type { SourceFacts } from './facts.js'
import { showSource } from './image-source.js'

/** A source that an image can be made from, settled. */
export interface ImageSource {
  readonly kind: 'snapshot' | 'disk' | 'vm' | 'vhd'
  /** What is sent: an id as typed or as looked up, or a VHD's URI. */
  readonly id: string
  readonly path: SourceFacts['path']
  readonly location?: string
  readonly osType?: OsType
  readonly hyperVGeneration?: HyperVGeneration
  readonly securityType?: string
  /** The snapshot or disk itself, or the OS disk of the VM. */
  readonly disk?: Disk
}

export interface DataDisk extends ImageSource {
  readonly lun: number
}

/** Undefined when it is missing, malformed, or cannot be told. */
export function imageSource({ found, path }: SourceFacts): ImageSource | undefined {
  switch (found.kind) {
    case 'disk': {
      const { disk, id } = found
      return { kind: disk.kind, id, path, ...stated(disk), location: disk.location, disk }
    }
    case 'vm': {
      const { vm, id, osDisk } = found
      const osType = vm.osType ?? osDisk?.osType
      return {
        kind: 'vm',
        id,
        path,
        ...stated({ ...osDisk, ...(osType !== undefined && { osType }) }),
        location: vm.location,
        ...(vm.securityType !== undefined && { securityType: vm.securityType }),
        ...(osDisk !== undefined && { disk: osDisk }),
      }
    }
    case 'vhd':
      return { kind: 'vhd', id: found.uri, path }
    case 'unreadable':
      return found.assumed === undefined ? undefined : { ...found.assumed, path }
    case 'missing':
    case 'malformed':
      return undefined
  }
}

function stated({ osType, hyperVGeneration }: Pick<Disk, 'osType' | 'hyperVGeneration'>) {
  return {
    ...(osType !== undefined && { osType }),
    ...(hyperVGeneration !== undefined && { hyperVGeneration }),
  }
}

const nouns = { snapshot: 'snapshot', disk: 'disk', vm: 'VM', vhd: 'VHD' } as const

/** `snapshot render-os and 2 data disks` */
export function describeSources(os: ImageSource, data: readonly DataDisk[]): string {
  const name = showSource(os.id).split('/').at(-1) ?? ''
  const first = `${nouns[os.kind]} ${name}`
  if (data.length === 0) return first
  return `${first} and ${String(data.length)} data disk${data.length === 1 ? '' : 's'}`
}
