import { describe, expect, test } from '@jest/globals'
import { imageDifferences, tagDifferences } from '../../../src/model/image-differences.js'
import type { ManagedImage } from '../../../src/ports/azure.js'
import type { JsonObject } from '../../../src/shared/json.js'

const base = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute'
const osId = `${base}/snapshots/os`

function body(osDisk: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    tags: {},
    properties: {
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: { osType: 'Linux', osState: 'Generalized', snapshot: { id: osId }, ...osDisk },
        dataDisks: [{ lun: 0, snapshot: { id: `${base}/snapshots/data` } }],
        ...more,
      },
    },
  }
}

/** As Azure shows it: ids in its own case, sizes and defaults filled in. */
function shown(osDisk: JsonObject = {}, dataDisks?: readonly JsonObject[]): ManagedImage {
  return {
    id: `${base}/images/render`,
    location: 'West Europe',
    tags: {},
    provisioningState: 'Succeeded',
    properties: {
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: {
          ...{ osType: 'Linux', osState: 'Generalized', snapshot: { id: osId.toUpperCase() } },
          ...{ diskSizeGB: 30, caching: 'None', storageAccountType: 'Standard_LRS', ...osDisk },
        },
        dataDisks: dataDisks ?? [
          {
            ...{ lun: 0, snapshot: { id: `${base}/snapshots/DATA` }, diskSizeGB: 128 },
            ...{ caching: 'None', storageAccountType: 'Standard_LRS' },
          },
        ],
        zoneResilient: false,
      },
    },
  }
}

const properties = (wanted: JsonObject, existing: ManagedImage): readonly string[] =>
  imageDifferences(wanted, existing).map(({ property }) => property)

describe('an image that exists beside the one that is wanted', () => {
  test('is the same with the defaults, sizes and letter case of Azure', () => {
    expect(imageDifferences(body(), shown())).toEqual([])
  })

  test('is the same when it was asked for with the settings that it has', () => {
    const settings = { caching: 'ReadWrite', storageAccountType: 'Premium_LRS' }
    expect(imageDifferences(body(settings), shown(settings))).toEqual([])
  })

  test('may show the caching that Azure chooses for premium storage', () => {
    const premium = { storageAccountType: 'Premium_LRS' }
    expect(imageDifferences(body(premium), shown({ ...premium, caching: 'ReadOnly' }))).toEqual([])
  })

  test('a disk whose storage type is left open may have any', () => {
    const disk = { snapshot: null, managedDisk: { id: `${base}/disks/os` } }
    const existing = shown({ ...disk, storageAccountType: 'Premium_LRS' })
    expect(imageDifferences(body(disk), existing)).toEqual([])
  })

  test.each<[string, JsonObject, JsonObject]>([
    ['osDisk.source', { snapshot: { id: `${base}/snapshots/other` } }, {}],
    ['osDisk.caching', { caching: 'ReadWrite' }, {}],
    ['osDisk.caching', {}, { caching: 'ReadOnly' }],
    ['osDisk.storageAccountType', { storageAccountType: 'Premium_LRS' }, {}],
    ['osDisk.storageAccountType', {}, { storageAccountType: 'Premium_LRS' }],
    ['osType', { osType: 'Windows' }, {}],
  ])('differs in %s', (property, wanted, found) => {
    expect(properties(body(wanted), shown(found))).toEqual([property])
  })

  test('differs in region, generation and zones', () => {
    const wanted = { ...body({}, { zoneResilient: true }), location: 'northeurope' }
    const old = shown()
    const existing = { ...old, properties: { ...old.properties, hyperVGeneration: 'V1' } }
    expect(properties(wanted, existing)).toEqual(['location', 'hyperVGeneration', 'zoneResilient'])
  })

  test('differs in edge zone', () => {
    const zone = { name: 'losangeles', type: 'EdgeZone' }
    const wanted = { ...body(), extendedLocation: zone }
    expect(properties(wanted, shown())).toEqual(['edgeZone'])
    expect(properties(wanted, { ...shown(), extendedLocation: zone })).toEqual([])
  })

  test('an image without a generation is of the first', () => {
    const { storageProfile } = shown().properties
    const old = { ...shown(), properties: storageProfile === undefined ? {} : { storageProfile } }
    expect(imageDifferences(body(), old)).toEqual([
      { property: 'hyperVGeneration', from: 'V1', to: 'V2' },
    ])
  })

  test('tells data disks apart by LUN: one more, one less, another', () => {
    const disk = (lun: number, name: string) => ({
      lun,
      snapshot: { id: `${base}/snapshots/${name}` },
    })
    expect(properties(body(), shown({}, []))).toEqual(['dataDisks[lun 0]'])
    expect(properties(body(), shown({}, [disk(0, 'data'), disk(3, 'more')]))).toEqual([
      'dataDisks[lun 3]',
    ])
    expect(properties(body(), shown({}, [disk(0, 'other')]))).toEqual(['dataDisks[lun 0].source'])
  })

  test('a captured VM is compared by the VM: its disks are filled in by Azure', () => {
    const vm = { id: `${base}/virtualMachines/vm` }
    const wanted = {
      location: 'westeurope',
      tags: {},
      properties: { hyperVGeneration: 'V2', sourceVirtualMachine: vm },
    }
    const old = shown()
    const captured = { ...old, properties: { ...old.properties, sourceVirtualMachine: vm } }
    expect(imageDifferences(wanted, captured)).toEqual([])
    expect(imageDifferences(wanted, old)).toEqual([
      { property: 'source', from: osId.toUpperCase(), to: vm.id },
    ])
    expect(properties(body(), captured)).toEqual(['source'])
  })

  test('VHDs are told by their URI, and no signature is shown', () => {
    const blob = (query: string) => ({
      snapshot: null,
      blobUri: `https://a.blob.core.windows.net/vhds/os.vhd${query}`,
    })
    expect(imageDifferences(body(blob('?sig=new')), shown(blob('')))).toEqual([])
    const [change] = imageDifferences(body(blob('?sig=secret')), shown())
    expect(change?.property).toBe('osDisk.source')
    expect(JSON.stringify(change)).not.toContain('secret')
  })
})

test('tags of others do not count, and the names of tags have no letter case', () => {
  expect(tagDifferences({ Team: 'a' }, { team: 'a', owner: 'policy' })).toEqual([])
  expect(tagDifferences({ team: 'a', env: 'x' }, { team: 'b' })).toEqual([
    { property: 'tag team', from: 'b', to: 'a' },
    { property: 'tag env', to: 'x' },
  ])
})
