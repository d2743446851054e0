import type { Config } from '../../src/inputs/config.js'
import type { Facts, ImageFacts, SourceFacts } from '../../src/model/facts.js'
import type { Disk, ManagedImage, VirtualMachine } from '../../src/ports/azure.js'
import type { AzureRule, OfflineRule, Violation } from '../../src/rules/rule.js'
import { imageId, snapshotId, virtualMachineId } from '../../src/shared/arm-id.js'

export const scope = { subscriptionId: 's-1', resourceGroup: 'rg' }

export function snapshot(more: Partial<Disk> = {}): Disk {
  return {
    id: snapshotId(scope, 'os'),
    kind: 'snapshot',
    location: 'westeurope',
    osType: 'Linux',
    hyperVGeneration: 'V2',
    provisioningState: 'Succeeded',
    tags: {},
    ...more,
  }
}

export function dataSnapshot(name: string, more: Partial<Disk> = {}): Disk {
  const id = snapshotId(scope, name)
  return { id, kind: 'snapshot', location: 'westeurope', tags: {}, ...more }
}

export function foundDisk(disk: Disk): SourceFacts['found'] {
  return { kind: 'disk', id: disk.id, disk }
}

export function foundVm(more: Partial<VirtualMachine> = {}, osDisk?: Disk): SourceFacts['found'] {
  const id = virtualMachineId(scope, 'vm')
  const vm: VirtualMachine = { id, location: 'westeurope', osType: 'Linux', tags: {}, ...more }
  return { kind: 'vm', id, vm, ...(osDisk !== undefined && { osDisk }) }
}

/** A source as the `source` or `dataDiskSources` of a config. */
export function source(found: SourceFacts['found'], index?: number): SourceFacts {
  const given = 'id' in found ? found.id : 'uri' in found ? found.uri : 'given'
  const path = index === undefined ? ['image', 'source'] : ['image', 'dataDiskSources', index]
  return { path, given, found }
}

/** Facts of an image from a Linux snapshot of generation 2. */
export function imageFacts(more: Partial<ImageFacts> = {}): Facts {
  const { image } = straightFacts(more)
  return image === undefined ? {} : { image: { imageId: imageId(scope, 'render'), ...image } }
}

/** The same without a managed image: the gallery version is made straight from the snapshots. */
export function straightFacts(more: Partial<ImageFacts> = {}): Facts {
  return {
    image: {
      mode: 'apply',
      scope,
      osSource: source(foundDisk(snapshot())),
      dataSources: [],
      resourceGroup: { id: '/subscriptions/s-1/resourceGroups/rg', location: 'northeurope' },
      ...more,
    },
  }
}

export function imageConfig(image: NonNullable<Config['image']> = {}): Config {
  return { image: { name: 'render', source: 'os', ...image } }
}

/** The image that a PUT for `imageFacts()` makes. */
export function existingImage(more: Partial<ManagedImage> = {}): ManagedImage {
  return {
    id: imageId(scope, 'render'),
    location: 'westeurope',
    tags: {},
    provisioningState: 'Succeeded',
    properties: {
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: { osType: 'Linux', osState: 'Generalized', snapshot: { id: snapshot().id } },
        dataDisks: [],
      },
    },
    ...more,
  }
}

export function check(
  rule: OfflineRule | AzureRule,
  config: Config,
  facts: Facts = {},
): readonly Violation[] {
  return rule.needs === 'config' ? rule.check(config) : rule.check(config, facts)
}
