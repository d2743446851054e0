import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import { observeGallery, observeGivenVersion } from '../../../src/observe/gallery.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import type { JsonObject } from '../../../src/simulator/kernel.js'
import { defaultResources } from '../../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../../src/simulator/world.js'
import { jobOf, openWorld, type World } from '../../support/simulated-run.js'

const group = `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg-images`
const galleryId = `${group}/providers/Microsoft.Compute/galleries/renderGallery`
const definitionId = `${galleryId}/images/render-node`
const call = { signal: new AbortController().signal }

function version(name: string, more: JsonObject = {}): JsonObject {
  return {
    id: `${definitionId}/versions/${name}`,
    name,
    type: 'Microsoft.Compute/galleries/images/versions',
    location: 'koreacentral',
    tags: {},
    properties: {
      publishingProfile: { targetRegions: [{ name: 'Korea Central' }], ...more },
      storageProfile: { source: { id: `${group}/providers/Microsoft.Compute/images/old` } },
      provisioningState: 'Succeeded',
    },
  }
}

async function open(): Promise<World> {
  const versions = [
    version('1.2.0'),
    version('1.10.0'),
    version('2.0.0', { excludeFromLatest: true }),
  ]
  const resources = [...defaultResources(defaultSubscriptionId), ...versions]
  return await openWorld({ resources, pageSize: 2 })
}

async function observe(gallery: Config['gallery'], { azure }: World, location?: string) {
  const { loaded, settings } = jobOf({ gallery })
  return await observeGallery(loaded, { ...settings, location }, azure, call)
}

describe('a gallery section', () => {
  test('is read with all of its versions', async () => {
    const facts = await observe({ imageDefinition: definitionId }, await open(), 'koreacentral')
    expect(facts).toMatchObject({ definitionId, givenLocation: 'koreacentral' })
    expect(facts?.definition?.hyperVGeneration).toBe('V2')
    expect(facts?.versions.map(({ name }) => name).sort()).toEqual(['1.10.0', '1.2.0', '2.0.0'])
    expect(facts).not.toHaveProperty('locations')
    expect(facts).not.toHaveProperty('gallery')
  })

  test('with a missing definition tells whether the gallery is there', async () => {
    const world = await open()
    const facts = await observe({ imageDefinition: `${galleryId}/images/none` }, world)
    expect(facts).toMatchObject({ versions: [], gallery: { location: 'koreacentral' } })
    const elsewhere = `${galleryId}2/images/none`
    expect(await observe({ imageDefinition: elsewhere }, world)).toEqual({
      definitionId: elsewhere,
      versions: [],
    })
  })

  test('with target regions is read with the regions there are', async () => {
    const gallery = { imageDefinition: definitionId, targetRegions: [{ name: 'eastus' }] }
    const facts = await observe(gallery, await open())
    expect(facts?.locations?.map(({ name }) => name)).toContain('koreacentral')
  })

  test.each([403, 404, 501, undefined])(
    'does without the list of regions where the answer is %p',
    async (status) => {
      const world = await open()
      const error = { code: 'Refused', message: 'no', details: [] }
      const refusal = new AzureFailure({
        operation: 'list regions',
        error,
        ...(status !== undefined && { status }),
      })
      const azure = { ...world.azure, locations: async () => await Promise.reject(refusal) }
      const gallery = { imageDefinition: definitionId, targetRegions: [{ name: 'eastus' }] }
      expect(await observe(gallery, { ...world, azure })).not.toHaveProperty('locations')
    },
  )

  test('takes a list without a region for no answer', async () => {
    const world = await open()
    const azure = { ...world.azure, locations: async () => await Promise.resolve([]) }
    const gallery = { imageDefinition: definitionId, targetRegions: [{ name: 'eastus' }] }
    expect(await observe(gallery, { ...world, azure })).not.toHaveProperty('locations')
  })

  test('without an id of a definition is not read', async () => {
    const world = await open()
    expect(await observe({ imageDefinition: 'render-node' }, world)).toBeUndefined()
    expect(await observe(undefined, world)).toBeUndefined()
    expect(world.simulator.transcript.entries).toEqual([])
  })
})

describe('image-id', () => {
  test('of a version is that version', async () => {
    const { azure } = await open()
    const id = `${definitionId}/versions/1.2.0`
    const given = await observeGivenVersion(id, azure, call)
    expect(given).toMatchObject({ kind: 'gallery', id, version: { name: '1.2.0' } })
    expect(given?.definition?.osType).toBe('Linux')
  })

  test('of a definition is its latest version', async () => {
    const { azure } = await open()
    const given = await observeGivenVersion(definitionId, azure, call)
    expect(given).toMatchObject({ id: definitionId, version: { name: '1.10.0' } })
  })

  test('of what is not there has neither version nor definition', async () => {
    const { azure } = await open()
    const id = `${galleryId}/images/none/versions/1.0.0`
    expect(await observeGivenVersion(id, azure, call)).toEqual({ kind: 'gallery', id })
  })

  test('of a managed image is not of a gallery', async () => {
    const { azure } = await open()
    const id = `${group}/providers/Microsoft.Compute/images/old`
    expect(await observeGivenVersion(id, azure, call)).toBeUndefined()
  })
})
