import type { JsonObject } from '../../src/simulator/kernel.js'
import type { Oracle, OracleCase } from './oracle.js'

/** Our input for each flag of `az snapshot create`. */
const inputs: Readonly<Record<string, string>> = {
  '-g': 'resource-group',
  '-n': 'snapshot-name-prefix',
  '--source': 'snapshot-source-vm',
  '-l': 'snapshot-location',
  '--sku': 'snapshot-sku',
  '--incremental': 'snapshot-incremental',
  '--network-access-policy': 'snapshot-network-access-policy',
  '--disk-access': 'snapshot-disk-access',
  '--public-network-access': 'snapshot-public-network-access',
  '--tags': 'snapshot-tags',
  '--subscription': 'subscription-id',
}

export interface SnapshotCall {
  readonly inputs: Readonly<Record<string, string>>
  readonly name: string
  /** ID of the disk, as the record writes it or as Azure does where the record gives a name. */
  readonly disk: string
}

/** What of a call no input of ours says, or the inputs that say it. */
export function toSnapshotCall(
  { world }: Oracle,
  { args, env = {} }: OracleCase,
): SnapshotCall | { readonly azOnly: string } {
  const primary = world.subscriptions[0]?.subscriptionId ?? ''
  const given = new Map<string, string>([
    ['subscription-id', primary],
    ['snapshot-location', env['AZURE_DEFAULTS_LOCATION'] ?? ''],
  ])
  let at = 2 // after `snapshot create`
  while (at < args.length) {
    const flag = args[at] ?? ''
    const next = args.findIndex((word, index) => index > at && word.startsWith('-'))
    const words = args.slice(at + 1, next === -1 ? args.length : next)
    const input = inputs[flag]
    if (input === undefined && !isOfTheDisk(flag, words, args, world)) return { azOnly: flag }
    // A bare --incremental is true.
    if (input !== undefined) given.set(input, words.length === 0 ? 'true' : words.join('\n'))
    at += 1 + words.length
  }
  const source = given.get('snapshot-source-vm') ?? ''
  const group = given.get('resource-group') ?? ''
  const named = `/subscriptions/${primary}/resourceGroups/${group}/providers/Microsoft.Compute/disks/${source}`
  const disk = source.includes('/') ? source : diskIn(world, named)?.['id']
  if (typeof disk !== 'string' || !/^\/[^?]*\/disks\/[^/]+$/i.test(disk)) {
    return { azOnly: '--source that is no disk of a machine' }
  }
  return {
    disk,
    name: given.get('snapshot-name-prefix') ?? '',
    inputs: { ...Object.fromEntries(given), 'snapshot-source-vm': vmIdOf(disk) },
  }
}

/** Our snapshots take the generation of the disk: a flag that says the same needs no input. */
function isOfTheDisk(
  flag: string,
  [value]: readonly string[],
  args: readonly string[],
  world: Oracle['world'],
): boolean {
  if (flag !== '--hyper-v-generation') return false
  const disk = diskIn(world, args[args.indexOf('--source') + 1] ?? '')
  return (disk?.['properties'] as JsonObject | undefined)?.['hyperVGeneration'] === value
}

export function diskIn({ resources }: Oracle['world'], id: string): JsonObject | undefined {
  return resources.find((one) => textOf(one['id']).toLowerCase() === id.toLowerCase())
}

/** A machine in the disk's group, which the record does not have. */
function vmIdOf(disk: string): string {
  return disk.replace(/\/disks\/[^/]+$/i, '/virtualMachines/of-the-record')
}

function spelledByAzure(id: string): string {
  return id
    .replace(/^\/subscriptions\//i, '/subscriptions/')
    .replace(/\/resourceGroups\//i, '/resourceGroups/')
    .replace(/\/providers\/Microsoft\.Compute\//i, '/providers/Microsoft.Compute/')
}

const attached = (id: string): JsonObject => ({
  createOption: 'Attach',
  caching: 'None',
  managedDisk: { id },
})

/** Generalized and stopped; the disk of the record is its OS disk, or beside another one its data disk at LUN 0. */
export function machineOf({ world }: Oracle, { disk, inputs: given }: SnapshotCall): JsonObject {
  const found = diskIn(world, disk)
  const { osType } = (found?.['properties'] ?? { osType: 'Linux' }) as { osType?: string }
  const ids = world.resources.map((one) => textOf(one['id']))
  const other = ids.find((id) => id.endsWith('/disks/osdisk-linux')) ?? ''
  return {
    id: spelledByAzure(given['snapshot-source-vm'] ?? ''),
    name: 'of-the-record',
    type: 'Microsoft.Compute/virtualMachines',
    location: found?.['location'] ?? 'westeurope',
    tags: {},
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v3' },
      storageProfile: {
        osDisk: { osType: osType ?? 'Linux', ...attached(osType === undefined ? other : disk) },
        dataDisks: osType === undefined ? [{ lun: 0, ...attached(disk) }] : [],
      },
      instanceView: {
        statuses: [{ code: 'OSState/generalized' }, { code: 'PowerState/deallocated' }],
      },
      provisioningState: 'Succeeded',
    },
  }
}

/** What our snapshot is called where the record's has its name: the prefix is the record's name. */
export function ourName({ world }: Oracle, { disk, name }: SnapshotCall): string {
  const found = diskIn(world, disk)?.['properties'] as JsonObject | undefined
  return found !== undefined && found['osType'] === undefined ? `${name}-data-0` : `${name}-os`
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
