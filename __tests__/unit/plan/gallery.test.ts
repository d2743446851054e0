import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import { planGallery } from '../../../src/plan/gallery.js'
import type { CreateImageVersion } from '../../../src/model/step.js'
import {
  byImage,
  bySnapshots,
  galleryId,
  imageDefinition,
  imageFacts,
  imageId,
  snapshotFacts,
  withAccount,
} from '../../support/gallery-facts.js'
import { definitionId, imageVersion } from '../../support/image-version.js'

const source = { kind: 'image', id: imageId } as const
const hourMs = 3_600_000

function plan(config: Config, facts: Facts) {
  return planGallery(config, facts)
}

function created(config: Config, facts: Facts): CreateImageVersion {
  const step = plan(config, facts)?.steps.at(-1)
  if (step?.kind !== 'create-image-version') throw new Error('no version is created')
  return step
}

describe('a gallery section', () => {
  test('makes the next version, of which the pool is made', () => {
    const id = `${definitionId}/versions/1.0.0`
    expect(plan(byImage, imageFacts())).toMatchObject({
      steps: [{ kind: 'create-image-version', resource: id, auto: true, timeoutMs: 6 * hourMs }],
      galleryImageVersionId: id,
      imageReferenceId: id,
      traits: { osType: 'Linux', hyperVGeneration: 'V2', location: 'koreacentral' },
    })
  })

  test('waits for the region of the account where there is a pool, else for all', () => {
    const facts = imageFacts()
    expect(created(byImage, withAccount(facts, 'East US')).waitRegion).toBe('eastus')
    expect(created(byImage, facts).waitRegion).toBeUndefined()
  })

  test('publishes to the region of the account, with replicas for its nodes', () => {
    const properties = { scaleSettings: { fixedScale: { targetDedicatedNodes: 400 } } }
    const { body } = created(
      { ...byImage, pool: { properties } },
      withAccount(imageFacts(), 'East US'),
    )
    expect(body).toMatchObject({
      location: 'koreacentral',
      properties: {
        publishingProfile: {
          targetRegions: [{ name: 'koreacentral' }, { name: 'eastus', regionalReplicaCount: 2 }],
        },
      },
    })
  })

  test('takes a timeout of its own', () => {
    const replicationTimeout = { iso: 'PT1H', ms: hourMs }
    const config = { ...byImage, gallery: { ...byImage.gallery, replicationTimeout } }
    expect(created(config, imageFacts()).timeoutMs).toBe(hourMs)
  })

  test('reuses a version from the same image, or waits for it', () => {
    const facts = (state: string) =>
      imageFacts({ versions: [imageVersion('1.0.0', { source, state })] })
    expect(plan(byImage, facts('Succeeded'))?.steps).toMatchObject([
      { kind: 'reuse', what: 'image-version', impact: 'none' },
    ])
    expect(plan(byImage, facts('Creating'))?.steps).toMatchObject([
      { kind: 'await-image-version', impact: 'none' },
    ])
  })

  test('takes no version for that of an image which is still being created', () => {
    const facts = imageFacts({ versions: [imageVersion('1.0.0', { source })] })
    if (facts.given?.kind !== 'managed-image' || facts.given.image === undefined) {
      throw new Error('no image')
    }
    const young = { ...facts.given.image, provisioningState: 'Creating' }
    const given = { ...facts.given, image: young }
    expect(created(byImage, { ...facts, given }).resource).toBe(`${definitionId}/versions/1.0.1`)
  })

  test('plans nothing where the rules object', () => {
    const named = { ...byImage, gallery: { ...byImage.gallery, imageVersion: '1.0.0' } }
    const versions = [imageVersion('1.0.0', { source, state: 'Failed' })]
    expect(plan(named, imageFacts({ versions }))).toBeUndefined()
    expect(plan(byImage, { gallery: { definitionId, versions: [] } })).toBeUndefined()
  })

  test('creates the missing definition first, in the region of the gallery', () => {
    const gallery = { id: galleryId, location: 'westeurope' }
    const facts = { ...snapshotFacts(), gallery: { definitionId, versions: [], gallery } }
    const config: Config = {
      ...bySnapshots,
      gallery: {
        ...bySnapshots.gallery,
        createImageDefinition: true,
        hyperVGeneration: 'V2',
        securityType: 'TrustedLaunch',
      },
    }
    expect(plan(config, facts)?.steps).toMatchObject([
      {
        kind: 'create-image-definition',
        body: {
          location: 'westeurope',
          properties: { features: [{ name: 'SecurityType', value: 'TrustedLaunch' }] },
        },
      },
      { kind: 'create-image-version', body: { location: 'koreacentral' } },
    ])
  })

  test('gives definitions with long names identifiers that Azure takes, and different ones', () => {
    const gallery = { id: galleryId, location: 'westeurope' }
    const identifierOf = (name: string): unknown => {
      const id = `${galleryId}/images/${name}`
      const config: Config = {
        ...bySnapshots,
        gallery: {
          ...bySnapshots.gallery,
          createImageDefinition: true,
          hyperVGeneration: 'V2',
          securityType: 'Standard',
        },
      }
      const facts = { ...snapshotFacts(), gallery: { definitionId: id, versions: [], gallery } }
      const body = plan(config, facts)?.steps[0]
      return body?.kind === 'create-image-definition' ? body.body : undefined
    }
    const long = 'n'.repeat(79)
    expect(identifierOf(`${long}a`)).toMatchObject({
      properties: { identifier: { offer: 'n'.repeat(64), sku: `${'n'.repeat(63)}a` } },
    })
    expect(identifierOf(`${long}a`)).not.toEqual(identifierOf(`${long}b`))
  })
})

describe('image-id of a gallery', () => {
  const version = imageVersion('1.2.0', { source })
  const definition = imageDefinition()

  test('uses the version, waiting while it is being made', () => {
    const given = { kind: 'gallery', id: version.id, version, definition } as const
    expect(plan({}, { given })).toMatchObject({
      steps: [{ kind: 'reuse', what: 'image-version' }],
      imageReferenceId: version.id,
    })
    const young = { ...version, provisioningState: 'Creating' }
    expect(plan({}, { given: { ...given, version: young } })?.steps).toMatchObject([
      { kind: 'await-image-version' },
    ])
  })

  test('of a definition stays floating in the pool', () => {
    const given = { kind: 'gallery', id: definitionId, version, definition } as const
    expect(plan({}, { given })).toMatchObject({
      galleryImageVersionId: version.id,
      imageReferenceId: definitionId,
    })
  })

  test('with a gallery section is what the new version is made from', () => {
    const given = { kind: 'gallery', id: version.id, version, definition } as const
    const config = { ...byImage, gallery: { ...byImage.gallery, imageVersion: '7.0.0' } }
    expect(created(config, { ...imageFacts(), given }).body).toMatchObject({
      location: 'koreacentral',
      properties: { storageProfile: { source: { id: version.id } } },
    })
  })
})

test('without gallery there is nothing to plan', () => {
  expect(plan({ image: { id: imageId } }, {})).toBeUndefined()
})
