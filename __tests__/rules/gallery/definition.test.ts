import { describe, expect, test } from '@jest/globals'
import type { Config, GalleryConfig } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import type { ImageDefinition } from '../../../src/ports/azure.js'
import {
  byImage,
  bySnapshots,
  galleryId,
  imageDefinition,
  imageFacts,
  imageId,
  snapshotFacts,
  withSecurityType,
} from '../../support/gallery-facts.js'
import { definitionId } from '../../support/image-version.js'
import { poolConfig, poolFacts } from '../../support/pool-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const definitionIdRule = offlineRule('gallery/definition-id')
const sound: GalleryConfig = {
  imageDefinition: definitionId,
  imageVersion: '1.0.0',
  endOfLifeDate: '2030-12-31',
  targetRegions: [{ name: 'koreacentral' }, { name: 'eastus' }],
}
const newDefinitionSettled = offlineRule('gallery/new-definition-settled')
const galleryNamesAreValid = offlineRule('gallery/names-are-valid')
const definitionExists = azureRule('gallery/definition-exists')
const definitionGeneration = azureRule('gallery/definition-generation')
const definitionOsType = azureRule('gallery/definition-os-type')
const definitionOsState = azureRule('gallery/definition-os-state')
const definitionArchitecture = azureRule('gallery/definition-architecture')
const definitionPurchasePlan = azureRule('gallery/definition-purchase-plan')
const plan = { publisher: 'acme', product: 'nodes', name: 'base' }
const definitionSecurityType = azureRule('gallery/definition-security-type')
const snapshotsFeedDefinition = azureRule('gallery/snapshots-feed-definition')
const definitionTakesAcceleratedNetworking = azureRule(
  'gallery/definition-takes-accelerated-networking',
)
const locationAgrees = azureRule('gallery/location-agrees')

test.each([
  [{}, ['gallery'], 'a gallery version is asked for, but no image definition is named'],
  [
    { imageDefinition: imageId },
    ['gallery', 'imageDefinition'],
    expect.stringContaining('is neither the ID of an image definition nor its name'),
  ],
  [
    { imageDefinition: `${definitionId}/versions/1.0.0` },
    ['gallery', 'imageDefinition'],
    expect.stringContaining('is neither the ID of an image definition nor its name'),
  ],
])('a definition is named by its id: %j', (gallery, at, message) => {
  expect(definitionIdRule.check({ gallery })).toMatchObject([{ at, message }])
})

describe('a definition to be created', () => {
  test('needs generation and security type', () => {
    const gallery = { ...sound, createImageDefinition: true }
    const messages = newDefinitionSettled.check({ gallery }).map(({ message }) => message)
    expect(messages).toEqual([
      'create-image-definition needs the Hyper-V generation, which a definition can never change',
      'create-image-definition needs the security type, which a definition can never change',
    ])
  })

  test('takes the generation of the image section, where it is explicit as well', () => {
    const gallery = { ...sound, createImageDefinition: true, securityType: 'Standard' as const }
    expect(newDefinitionSettled.check({ gallery, image: { hyperVGeneration: 'V2' } })).toEqual([])
  })
})

test.each([
  ['render.Gallery_2', 'a', 0],
  ['g', 'render-node.2', 0],
  ['render-gallery', 'node', 1],
  ['.render', 'node-', 2],
  ['g'.repeat(81), 'node', 1],
])('gallery %s with definition %s: %i findings', (gallery, definition, count) => {
  const id = `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/${gallery}/images/${definition}`
  expect(galleryNamesAreValid.check({ gallery: { imageDefinition: id } })).toHaveLength(count)
  expect(galleryNamesAreValid.check({ image: { id: `${id}/versions/1.0.0` } })).toHaveLength(count)
})

describe('a definition that is missing', () => {
  const gallery = { id: galleryId, location: 'koreacentral' }
  const missing = ({ gallery: facts, ...rest }: Facts, more: object = {}): Facts => {
    const { definitionId: id = definitionId, versions = [] } = facts ?? {}
    return { ...rest, gallery: { definitionId: id, versions, ...more } }
  }

  test('is an error that names the input which creates it', () => {
    const [problem] = definitionExists.check(byImage, missing(imageFacts(), { gallery }))
    expect(problem?.message).toBe(`image definition ${definitionId} does not exist`)
    expect(problem?.help).toContain('create-image-definition: true')
  })

  test('is none when it is to be created', () => {
    const config: Config = {
      ...byImage,
      gallery: { ...byImage.gallery, createImageDefinition: true },
    }
    expect(definitionExists.check(config, missing(imageFacts(), { gallery }))).toEqual([])
  })

  test('is an error all the same without its gallery', () => {
    const config: Config = {
      ...byImage,
      gallery: { ...byImage.gallery, createImageDefinition: true },
    }
    const [problem] = definitionExists.check(config, missing(imageFacts()))
    expect(problem?.message).toContain('gallery gal of image definition')
    expect(problem?.help).toContain('az sig create --resource-group rg-images --gallery-name gal')
  })

  test('is compared as it would be created', () => {
    const config: Config = {
      ...byImage,
      gallery: {
        ...byImage.gallery,
        createImageDefinition: true,
        hyperVGeneration: 'V1',
        securityType: 'Standard',
      },
    }
    expect(definitionGeneration.check(config, missing(imageFacts(), { gallery }))).toMatchObject([
      { at: ['gallery', 'createImageDefinition'], help: 'set gallery.hyperVGeneration to V2' },
    ])
  })
})

test.each<[Partial<ImageDefinition>, typeof definitionOsType, string]>([
  [{ osType: 'Windows' }, definitionOsType, 'is for Windows, the source holds Linux'],
  [{ osState: 'Specialized' }, definitionOsState, 'Batch takes generalized ones only'],
  [{ hyperVGeneration: 'V1' }, definitionGeneration, 'is of generation V1, the source is V2'],
  [{ architecture: 'Arm64' }, definitionArchitecture, 'is for Arm64, the source is for x64'],
])('%j is told before any write', (more, rule, message) => {
  const problems = rule.check(byImage, imageFacts({ definition: imageDefinition(more) }))
  expect(problems).toMatchObject([
    { at: ['gallery', 'imageDefinition'], message: expect.stringContaining(message) },
  ])
})

test('a snapshot that states no generation is left to Azure', () => {
  const definition = imageDefinition({ hyperVGeneration: 'V1' })
  const facts = snapshotFacts({ hyperVGeneration: undefined }, { definition })
  expect(definitionGeneration.check(bySnapshots, facts)).toEqual([])
})

describe('purchase plans', () => {
  const check = (ofSource: boolean, ofDefinition: boolean) =>
    definitionPurchasePlan.check(
      bySnapshots,
      snapshotFacts(ofSource ? { purchasePlan: plan } : {}, {
        definition: imageDefinition(
          ofDefinition ? { purchasePlan: { ...plan, publisher: 'ACME' } } : {},
        ),
      }),
    )

  test('that agree in another letter case are well', () => {
    expect(check(true, true)).toEqual([])
  })

  test('of the source must be on the definition', () => {
    expect(check(true, false)).toMatchObject([
      { message: expect.stringContaining('acme:nodes:base') },
    ])
  })

  test('of the definition alone are a warning: not every snapshot states its own', () => {
    expect(check(false, true)).toMatchObject([{ severity: 'warning' }])
  })
})

describe('security types', () => {
  test.each([
    ['Standard', undefined, 0],
    ['TrustedLaunchSupported', undefined, 0],
    ['TrustedLaunch', 'TrustedLaunch', 0],
    ['ConfidentialVM', 'ConfidentialVM_DiskEncryptedWithPlatformKey', 0],
    ['TrustedLaunch', undefined, 1],
    ['Standard', 'TrustedLaunch', 1],
    ['TrustedLaunchSupported', 'TrustedLaunch', 1],
    ['TrustedLaunch', 'ConfidentialVM_VMGuestStateOnlyEncryptedWithPlatformKey', 1],
  ])('a definition of %s takes a snapshot of %s: %i problems', (held, had, problems) => {
    const disk = had === undefined ? {} : { securityType: had }
    const facts = snapshotFacts(disk, { definition: withSecurityType(held) })
    expect(definitionSecurityType.check(bySnapshots, facts)).toHaveLength(problems)
  })

  test.each([
    'TrustedLaunchSupported',
    'ConfidentialVMSupported',
    'TrustedLaunchAndConfidentialVmSupported',
  ])('a snapshot may not feed %s, a managed image does', (held) => {
    const definition = withSecurityType(held)
    expect(snapshotsFeedDefinition.severity).toBe('warning')
    const found = snapshotsFeedDefinition.check(bySnapshots, snapshotFacts({}, { definition }))
    expect(found).toMatchObject([
      { at: ['gallery', 'source'], message: expect.stringContaining(held) },
    ])
    expect(found.some(({ severity }) => severity === 'error')).toBe(false)
    expect(snapshotsFeedDefinition.check(byImage, imageFacts({ definition }))).toEqual([])
  })

  test.each(['TrustedLaunch', 'ConfidentialVM_DiskEncryptedWithPlatformKey'])(
    'a snapshot with the guest state of %s is refused for sure, which is told once',
    (securityType) => {
      const definition = withSecurityType('TrustedLaunchSupported')
      const facts = snapshotFacts({ securityType }, { definition })
      expect(definitionSecurityType.severity).toBe('error')
      expect(definitionSecurityType.check(bySnapshots, facts)).toHaveLength(1)
      expect(snapshotsFeedDefinition.check(bySnapshots, facts)).toEqual([])
    },
  )
})

test('gallery/definition-takes-accelerated-networking reads the feature of the definition', () => {
  const wanted = poolConfig({ networkConfiguration: { enableAcceleratedNetworking: true } })
  const features = (value: string): Facts => {
    const facts = poolFacts()
    const definition = imageDefinition({
      features: [{ name: 'IsAcceleratedNetworkSupported', value }],
    })
    return { ...facts, given: { ...facts.given!, definition } as NonNullable<Facts['given']> }
  }
  const rule = definitionTakesAcceleratedNetworking
  expect(rule.check(wanted, features('True'))).toEqual([])
  expect(rule.check(poolConfig(), features('False'))).toEqual([])
  expect(rule.check(wanted, features('False'))).toMatchObject([
    { message: expect.stringMatching(/says IsAcceleratedNetworkSupported=False$/) },
  ])
})

test('a location that is not that of the given image is told', () => {
  const facts = imageFacts({ givenLocation: 'East US' })
  expect(locationAgrees.check(byImage, facts)).toMatchObject([
    { message: expect.stringContaining("location 'East US' is not that of the source") },
  ])
  expect(locationAgrees.check(byImage, imageFacts({ givenLocation: 'Korea Central' }))).toEqual([])
})
