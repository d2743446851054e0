import { describe, expect, test } from '@jest/globals'
import { objectAt, textAt } from '../../src/simulator/json.js'
import type { Json, JsonObject } from '../../src/simulator/kernel.js'
import {
  diskShape,
  imageShape,
  snapshotShape,
} from '../../src/simulator/resources/compute-shapes.js'
import {
  galleryShape,
  imageDefinitionShape,
  imageVersionShape,
} from '../../src/simulator/resources/gallery-shapes.js'
import type { Shape } from '../../src/simulator/shape.js'
import { schemaProperties, schemasAreHere } from './arm-schemas.js'
import { bodyOf, openBench, propertiesOf, refusalOf } from './calls.js'

const location = 'koreacentral'
const gallery = 'galleries/renderGallery'
const snapshot = (compute: string): JsonObject => ({ id: `${compute}/snapshots/render-os` })

/** A body that is taken, for each type that can be written. */
const good: Readonly<Record<string, (compute: string) => JsonObject>> = {
  'images/new': (compute) => ({
    hyperVGeneration: 'V2',
    storageProfile: {
      osDisk: { osType: 'Linux', osState: 'Generalized', snapshot: snapshot(compute) },
      dataDisks: [],
    },
  }),
  'snapshots/new': () => ({ creationData: { createOption: 'Empty' }, diskSizeGB: 4 }),
  'disks/new': () => ({ creationData: { createOption: 'Empty' }, diskSizeGB: 4 }),
  'galleries/new': () => ({ description: 'ours' }),
  [`${gallery}/images/new`]: () => ({
    osType: 'Linux',
    osState: 'Generalized',
    identifier: { publisher: 'p', offer: 'o', sku: 's' },
  }),
  [`${gallery}/images/render-node/versions/1.0.0`]: (compute) => ({
    storageProfile: { osDiskImage: { source: snapshot(compute) } },
    publishingProfile: { replicaCount: 1 },
  }),
}

describe('Bodies', () => {
  test.each(Object.keys(good))('%s is taken, and what nobody knows in it refused', (path) => {
    const { call, compute } = openBench()
    const properties = good[path]?.(compute) ?? {}
    const put = (body: JsonObject): string =>
      refusalOf(call('PUT', `${compute}/${path}`, { body: { location, ...body } }))
    expect(put({ properties, tag: {} })).toBe('400 InvalidRequestContent')
    expect(put({ properties: { ...properties, storgeProfile: {} } })).toBe(
      '400 InvalidRequestContent',
    )
    expect(put({ properties, tags: { cost: 7 } })).toBe('400 InvalidRequestContent')
    expect(put({ properties, location: 7 })).toBe('400 InvalidRequestContent')
    expect(call('GET', `${compute}/${path}`).status).toBe(404)
    expect(put({ properties: { ...properties, provisioningState: 'Succeeded' } })).toMatch(/^20\d/)
    const patch = call('PATCH', `${compute}/${path}`, { body: { tag: {} } })
    expect(refusalOf(patch)).toBe('400 InvalidRequestContent')
  })

  test('a member that is unknown is named with its place', () => {
    const { call, compute } = openBench()
    const osDisk = { osType: 'Linux', osState: 'Generalized', snapshotId: 'x' }
    const body: Json = { location, properties: { storageProfile: { osDisk } } }
    const answer = call('PUT', `${compute}/images/new`, { body })
    expect(textAt(bodyOf(answer), 'error', 'message')).toContain(
      "Could not find member 'snapshotId' on object of type 'properties.storageProfile.osDisk'",
    )
  })

  test.each([
    ['images/new', { hyperVGeneration: 'V3' }],
    ['images/new', { storageProfile: { osDisk: { caching: 'Always' } } }],
    ['snapshots/new', { networkAccessPolicy: 'Some' }],
    ['disks/new', { creationData: { createOption: 'Clone' } }],
    [`${gallery}/images/new`, { osType: 'BeOS' }],
    [
      `${gallery}/images/render-node/versions/1.0.0`,
      { publishingProfile: { replicationMode: 'Half' } },
    ],
  ])('%s with %j is refused', (path, properties) => {
    const { call, compute } = openBench()
    const answer = call('PUT', `${compute}/${path}`, { body: { location, properties } })
    expect(refusalOf(answer)).toBe('400 InvalidParameter')
    expect(textAt(bodyOf(answer), 'error', 'message')).toContain('Allowed values are: ')
  })

  test('choices are taken in any letter case and come back in the usual one; null is nothing', () => {
    const { call, compute } = openBench()
    const properties = { ...good['images/new']?.(compute), hyperVGeneration: 'v2' }
    const body = { location, properties, tags: null, extendedLocation: null }
    const answer = call('PUT', `${compute}/images/new`, { body })
    expect(propertiesOf(answer)['hyperVGeneration']).toBe('V2')
    expect(bodyOf(answer)).not.toHaveProperty('extendedLocation')
    expect(objectAt(bodyOf(answer), 'tags')).toEqual({})
  })
})

/** Our table for each definition of the published schemas, and where it stands in it. */
const places: readonly (readonly [string, string, Shape, string])[] = [
  ['2026-03-01', 'ImageProperties', imageShape, 'properties'],
  ['2026-03-01', 'ImageStorageProfile', imageShape, 'properties.storageProfile'],
  ['2026-03-01', 'ImageOSDisk', imageShape, 'properties.storageProfile.osDisk'],
  ['2026-03-01', 'ImageDataDisk', imageShape, 'properties.storageProfile.dataDisks'],
  ['2025-01-02', 'SnapshotProperties', snapshotShape, 'properties'],
  ['2025-01-02', 'DiskProperties', diskShape, 'properties'],
  ['2025-01-02', 'CreationData', diskShape, 'properties.creationData'],
  ['2025-01-02', 'ImageDiskReference', diskShape, 'properties.creationData.imageReference'],
  ['2025-01-02', 'Encryption', diskShape, 'properties.encryption'],
  ['2025-01-02', 'DiskPurchasePlan', diskShape, 'properties.purchasePlan'],
  ['2025-01-02', 'SupportedCapabilities', diskShape, 'properties.supportedCapabilities'],
  ['2025-01-02', 'DiskSecurityProfile', diskShape, 'properties.securityProfile'],
  ['2025-03-03', 'GalleryProperties', galleryShape, 'properties'],
  ['2025-03-03', 'SharingProfile', galleryShape, 'properties.sharingProfile'],
  ['2025-03-03', 'GalleryImageProperties', imageDefinitionShape, 'properties'],
  ['2025-03-03', 'GalleryImageIdentifier', imageDefinitionShape, 'properties.identifier'],
  ['2025-03-03', 'GalleryImageFeature', imageDefinitionShape, 'properties.features'],
  ['2025-03-03', 'ImagePurchasePlan', imageDefinitionShape, 'properties.purchasePlan'],
  ['2025-03-03', 'GalleryImageVersionProperties', imageVersionShape, 'properties'],
  [
    '2025-03-03',
    'GalleryImageVersionStorageProfile',
    imageVersionShape,
    'properties.storageProfile',
  ],
  [
    '2025-03-03',
    'GalleryArtifactVersionFullSource',
    imageVersionShape,
    'properties.storageProfile.source',
  ],
  [
    '2025-03-03',
    'GalleryDataDiskImage',
    imageVersionShape,
    'properties.storageProfile.dataDiskImages',
  ],
  ['2025-03-03', 'GalleryOSDiskImage', imageVersionShape, 'properties.storageProfile.osDiskImage'],
  [
    '2025-03-03',
    'GalleryDiskImageSource',
    imageVersionShape,
    'properties.storageProfile.osDiskImage.source',
  ],
  [
    '2025-03-03',
    'GalleryImageVersionPublishingProfile',
    imageVersionShape,
    'properties.publishingProfile',
  ],
  ['2025-03-03', 'TargetRegion', imageVersionShape, 'properties.publishingProfile.targetRegions'],
  ['2025-03-03', 'GalleryImageVersionSafetyProfile', imageVersionShape, 'properties.safetyProfile'],
]

/** Properties of a request in our table that the service does not set itself. */
function ours(shape: Shape, place: string): string[] {
  let here = shape
  for (const name of place.split('.')) {
    const field = here.kind === 'object' ? here.fields[name] : undefined
    if (field === undefined) return []
    here = field.shape.kind === 'list' ? field.shape.of : field.shape
  }
  return here.kind === 'object'
    ? Object.entries(here.fields)
        .flatMap(([name, { readOnly }]) => (readOnly ? [] : [name]))
        .sort()
    : []
}

if (!schemasAreHere) {
  test("Azure's published schemas", () => {
    console.log('skipped: ../shared is not here')
  })
} else {
  // The published schemas count the gallery's identifier, which only the service sets, among what can be written.
  const setByService: Readonly<Record<string, readonly string[]>> = {
    GalleryProperties: ['identifier'],
  }
  test.each(places)(
    "Azure's schema of %s has of %s what our table has",
    (version, name, shape, place) => {
      const published = schemaProperties(`Microsoft.Compute.${version}`, name) ?? []
      const written = published.filter((one) => setByService[name]?.includes(one) !== true)
      expect(ours(shape, place)).toEqual(written)
    },
  )
}
