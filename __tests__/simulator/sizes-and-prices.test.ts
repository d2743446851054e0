import { describe, expect, test } from '@jest/globals'
import { objectsAt, textAt } from '../../src/simulator/json.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { bodyOf, openBench } from './calls.js'

function capabilities(name: string, scenario: Scenario = {}): JsonObject {
  const { call, subscription } = openBench({ pageSize: 100, ...scenario })
  const path = `${subscription}/providers/Microsoft.Compute/skus`
  const filter = "?$filter=location eq 'koreacentral'"
  const size = objectsAt(bodyOf(call('GET', `${path}${filter}`)), 'value').find(
    (one) => one['name'] === name,
  )
  return Object.fromEntries(
    objectsAt(size, 'capabilities').map((one) => [textAt(one, 'name') ?? '', one['value'] ?? null]),
  )
}

describe('Sizes', () => {
  test.each<[string, Record<string, string | undefined>]>([
    [
      'Standard_D2s_v3',
      {
        PremiumIO: 'True',
        EphemeralOSDiskSupported: 'True',
        SupportedEphemeralOSDiskPlacements: 'ResourceDisk,CacheDisk',
        CachedDiskBytes: String(50 * 1024 ** 3),
        MaxResourceVolumeMB: '16384',
        DiskControllerTypes: 'SCSI',
      },
    ],
    [
      'Standard_D4s_v5',
      { EphemeralOSDiskSupported: 'False', MaxResourceVolumeMB: '0', CachedDiskBytes: undefined },
    ],
    [
      'Standard_D2_v3',
      { PremiumIO: 'False', EncryptionAtHostSupported: 'False', HyperVGenerations: 'V1' },
    ],
    [
      'Standard_D2ads_v6',
      {
        NvmeDiskSizeInMiB: '112640',
        SupportedEphemeralOSDiskPlacements: 'NvmeDisk',
        DiskControllerTypes: 'SCSI, NVMe',
      },
    ],
    ['Standard_D2s_v6', { DiskControllerTypes: 'NVMe', NvmeDiskSizeInMiB: undefined }],
    ['Standard_DC2as_v5', { ConfidentialComputingType: 'SNP' }],
    ['Standard_D2ps_v5', { TrustedLaunchDisabled: 'True', CpuArchitectureType: 'Arm64' }],
    ['Standard_ND96asr_v4', { PremiumIO: 'True' }],
    ['Standard_DS1_v2', { AcceleratedNetworkingEnabled: 'False', MaxDataDiskCount: '2' }],
  ])('%s has %j', (name, expected) => {
    const has = capabilities(name)
    for (const [capability, value] of Object.entries(expected)) expect(has[capability]).toBe(value)
  })

  test('the scenario has the last word', () => {
    const capabilitiesByVmSize = { 'Standard_D*s_v5': { PremiumIO: 'False', vCPUs: null } }
    const has = capabilities('Standard_D4s_v5', { capabilitiesByVmSize })
    expect(has).toMatchObject({ PremiumIO: 'False', MaxDataDiskCount: '8' })
    expect(has).not.toHaveProperty('vCPUs')
  })

  test('ultra disks are told of by zone, where there are zones', () => {
    const { call, subscription } = openBench({ pageSize: 100 })
    const path = `${subscription}/providers/Microsoft.Compute/skus`
    const info = (location: string) => {
      const filter = `?$filter=location eq '${location}'`
      const sizes = objectsAt(bodyOf(call('GET', `${path}${filter}`)), 'value')
      const size = sizes.find(({ name }) => name === 'Standard_D4s_v5')
      return objectsAt(size, 'locationInfo')[0]
    }
    expect(info('koreacentral')).toMatchObject({
      zones: ['1', '2', '3'],
      zoneDetails: [{ capabilities: [{ name: 'UltraSSDAvailable', value: 'True' }] }],
    })
    expect(info('koreasouth')).toMatchObject({ zones: [], zoneDetails: [] })
  })
})

describe('Retail prices', () => {
  const path = '/api/retail/prices'
  function prices(filter: string, version = ''): JsonObject[] {
    const { call, simulator } = openBench()
    const found: JsonObject[] = []
    const query = new URLSearchParams({ $filter: filter })
    if (version !== '') query.set('api-version', version)
    let next: string | undefined = `${path}?${query.toString()}`
    while (next !== undefined) {
      const page = bodyOf(call('GET', next, { version: '' }))
      expect(page['Count']).toBe(objectsAt(page, 'Items').length)
      found.push(...objectsAt(page, 'Items'))
      next = textAt(page, 'NextPageLink')
    }
    expect(simulator.unknownRequests).toEqual([])
    expect(simulator.transcript.entries).toEqual([])
    return found
  }

  test('of a region are paged, with all that a client has to leave out', () => {
    const all = prices("armRegionName eq 'koreacentral' and serviceName eq 'virtual machines'")
    expect(all.length).toBeGreaterThan(100)
    const ofSize = all.filter(({ armSkuName }) => armSkuName === 'Standard_D4s_v5')
    const plain = ofSize.filter(
      ({ type, productName, meterName }) =>
        type === 'Consumption' &&
        !/Windows|CloudServices/.test(productName as string) &&
        meterName === 'D4s v5',
    )
    expect(plain.map(({ effectiveStartDate }) => effectiveStartDate).toSorted()).toEqual([
      '2019-01-01T00:00:00Z',
      '2024-06-01T00:00:00Z',
      '2099-01-01T00:00:00Z',
    ])
    expect(plain[0]).toMatchObject({ unitOfMeasure: '1 Hour', currencyCode: 'USD' })
    const names = new Set(ofSize.map(({ meterName }) => meterName))
    expect([...names]).toEqual(['D4s v5', 'D4s v5 Spot', 'D4s v5 Low Priority'])
  })

  test.each([
    ["armSkuName eq 'standard_d4s_v5' and armRegionName eq 'koreacentral'", '', 14],
    [
      "armSkuName eq 'standard_d4s_v5' and armRegionName eq 'koreacentral'",
      '2023-01-01-preview',
      0,
    ],
    [
      "armRegionName eq 'koreacentral' and priceType eq 'Consumption' and (armSkuName eq 'Standard_D4s_v5' or armSkuName eq 'Standard_D8s_v5')",
      '',
      24,
    ],
    ["armRegionName eq 'nowhere'", '', 0],
  ])('%s in "%s" finds %i', (filter, version, count) => {
    expect(prices(filter, version)).toHaveLength(count)
  })

  test('a filter that is not known here has no behaviour', () => {
    const { call } = openBench()
    expect(call('GET', `${path}?$filter=contains(meterName, 'Spot')`, { version: '' }).status).toBe(
      501,
    )
  })
})
