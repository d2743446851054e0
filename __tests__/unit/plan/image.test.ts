import { describe, expect, test } from '@jest/globals'
import { planImage, resolveImage } from '../../../src/plan/image.js'
import type { Facts, ImageFacts } from '../../../src/model/facts.js'
import type { Config } from '../../../src/inputs/config.js'
import { imageId, snapshotId } from '../../../src/shared/arm-id.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import {
  dataSnapshot,
  existingImage,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  scope,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'

const id = imageId(scope, 'render')
const vhd = source({ kind: 'vhd', uri: 'https://a.blob.core.windows.net/v/os.vhd?sig=secret' })

function bodyOf(config: Config, more: Partial<ImageFacts> = {}) {
  const { image } = imageFacts(more)
  return image && resolveImage(config, image)?.body
}

describe('what an image is made as', () => {
  test('region, OS type and generation are those of the source', () => {
    expect(bodyOf(imageConfig())).toEqual({
      location: 'westeurope',
      tags: {},
      properties: {
        hyperVGeneration: 'V2',
        storageProfile: {
          osDisk: { snapshot: { id: snapshot().id }, osType: 'Linux', osState: 'Generalized' },
          dataDisks: [],
        },
      },
    })
  })

  test('V1 where nothing states a generation, the region of the group where no source states one', () => {
    expect(bodyOf(imageConfig({ osType: 'Windows' }), { osSource: vhd })).toMatchObject({
      location: 'northeurope',
      properties: { hyperVGeneration: 'V1', storageProfile: { osDisk: { osType: 'Windows' } } },
    })
  })

  test('a data snapshot tells the region before the group does', () => {
    const data = dataSnapshot('data', { location: 'East US' })
    const dataSources = [source(foundDisk(data), 0)]
    const body = bodyOf(imageConfig({ osType: 'Linux' }), { osSource: vhd, dataSources })
    expect(body).toMatchObject({ location: 'eastus' })
  })

  test('a display name is looked up among the regions', () => {
    const locations = [{ name: 'westeurope', displayName: 'West Europe' }]
    const body = bodyOf(imageConfig(), { givenLocation: 'WEST EUROPE', locations })
    expect(body).toMatchObject({ location: 'westeurope' })
  })

  test('the snapshots way keeps order and LUNs', () => {
    const at = (name: string, index: number, lun?: number) => ({
      ...source(foundDisk(dataSnapshot(name))),
      path: ['image', 'dataSnapshots', index],
      ...(lun !== undefined && { lun }),
    })
    const dataSources = [at('a', 0), at('b', 1, 0), at('c', 2)]
    const body = bodyOf(imageConfig({ dataDiskCaching: 'ReadOnly' }), { dataSources })
    const disk = (lun: number, name: string) => ({
      lun,
      snapshot: { id: snapshotId(scope, name) },
      caching: 'ReadOnly',
    })
    expect(body).toMatchObject({
      properties: { storageProfile: { dataDisks: [disk(1, 'a'), disk(0, 'b'), disk(2, 'c')] } },
    })
  })

  test('a VM is sent without disks, zones only when said, and its generation from its OS disk', () => {
    const osSource = source(foundVm({}, snapshot()))
    const vm = { id: expect.stringContaining('/virtualMachines/vm') }
    expect(bodyOf(imageConfig(), { osSource })).toEqual({
      ...{ location: 'westeurope', tags: {} },
      properties: { hyperVGeneration: 'V2', sourceVirtualMachine: vm },
    })
    const zones = imageConfig({ zoneResilient: false, osDiskCaching: 'None' })
    expect(bodyOf(zones, { osSource })).toMatchObject({
      properties: { storageProfile: { zoneResilient: false } },
    })
  })

  test('nothing is resolved from a source that is missing', () => {
    expect(bodyOf(imageConfig(), { osSource: source({ kind: 'missing', tried: [] }) })).toBe(
      undefined,
    )
  })

  test('a source that a plan may not read is taken for what its id says', () => {
    const failure = new AzureFailure({
      operation: 'read snapshot os',
      status: 403,
      error: { code: 'AuthorizationFailed', message: 'no', details: [] },
    })
    const assumed = { kind: 'snapshot', id: snapshotId(scope, 'os') } as const
    const osSource = source({ kind: 'unreadable', failure, assumed })
    expect(bodyOf(imageConfig({ osType: 'Linux' }), { osSource })).toMatchObject({
      location: 'northeurope',
      properties: { storageProfile: { osDisk: { snapshot: { id: assumed.id } } } },
    })
  })
})

describe('what has to be done', () => {
  const steps = (facts: Facts, config = imageConfig()) => planImage(config, facts).steps

  test('an image that is not there is created, and the step says from what', () => {
    const dataSources = [source(foundDisk(dataSnapshot('data')), 0)]
    const [step] = steps(imageFacts({ dataSources }))
    expect(step).toMatchObject({
      kind: 'create-image',
      resource: id,
      impact: 'create',
      title: 'create image render from snapshot os and 1 data disk',
    })
    expect(step?.because).toContainEqual({
      property: 'data disk at LUN 0',
      to: snapshotId(scope, 'data'),
    })
  })

  test('what a step says of itself holds no signature', () => {
    const facts = imageFacts({ osSource: vhd })
    const [step] = steps(facts, imageConfig({ osType: 'Linux' }))
    expect(JSON.stringify([step?.title, step?.because])).not.toContain('secret')
  })

  test('the same image is used, waited for while it is being made, left alone when it is another', () => {
    expect(steps(imageFacts({ existing: existingImage() }))).toMatchObject([
      { kind: 'reuse', what: 'image', impact: 'none' },
    ])
    const creating = existingImage({ provisioningState: 'Creating' })
    expect(steps(imageFacts({ existing: creating }))).toMatchObject([{ kind: 'await-image' }])
    const failed = existingImage({ provisioningState: 'Failed' })
    expect(steps(imageFacts({ existing: failed }))).toEqual([])
    const other = existingImage({ location: 'eastus' })
    expect(steps(imageFacts({ existing: other }))).toEqual([])
  })

  test('an image that is given is used, and is what it says', () => {
    const given = { kind: 'managed-image', id, image: existingImage() } as const
    expect(planImage({ image: { id } }, { given })).toMatchObject({
      steps: [{ kind: 'reuse', title: 'use image render' }],
      imageId: id,
      traits: { osType: 'Linux', hyperVGeneration: 'V2', architecture: 'x64' },
    })
  })

  test('straight from snapshots there is no image to make, but it is known what it would be', () => {
    const plan = planImage(imageConfig(), straightFacts())
    expect(plan).toMatchObject({ steps: [], imageId: undefined, traits: { osType: 'Linux' } })
  })

  test('a config without an image plans none', () => {
    expect(planImage({}, {})).toEqual({ steps: [], imageId: undefined, traits: undefined })
  })
})
