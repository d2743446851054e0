import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import type { ImageDefinition } from '../../../src/ports/azure.js'
import {
  byImage,
  bySnapshots,
  galleryId,
  imageDefinition,
  imageFacts,
  snapshotFacts,
  withSecurityType,
} from '../../support/gallery-facts.js'
import { definitionId } from '../../support/image-version.js'
import { azureRule } from '../../support/rules.js'

const definitionArchitecture = azureRule('gallery/definition-architecture')
const definitionExists = azureRule('gallery/definition-exists')
const definitionGeneration = azureRule('gallery/definition-generation')
const definitionOsState = azureRule('gallery/definition-os-state')
const definitionOsType = azureRule('gallery/definition-os-type')
const definitionPurchasePlan = azureRule('gallery/definition-purchase-plan')
const definitionSecurityType = azureRule('gallery/definition-security-type')
const snapshotsFeedDefinition = azureRule('gallery/snapshots-feed-definition')

const plan = { publisher: 'acme', product: 'nodes', name: 'base' }

test.each([
  definitionArchitecture,
  definitionExists,
  definitionGeneration,
  definitionOsState,
  definitionOsType,
  definitionPurchasePlan,
  definitionSecurityType,
  snapshotsFeedDefinition,
])('$id: a definition that agrees with its source is left alone', (rule) => {
  expect(rule.check(byImage, imageFacts())).toEqual([])
  expect(rule.check(bySnapshots, snapshotFacts())).toEqual([])
  expect(rule.check({}, {})).toEqual([])
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
  ])('a snapshot does not feed %s, a managed image does', (held) => {
    const definition = withSecurityType(held)
    expect(
      snapshotsFeedDefinition.check(bySnapshots, snapshotFacts({}, { definition })),
    ).toMatchObject([{ at: ['gallery', 'source'], message: expect.stringContaining(held) }])
    expect(snapshotsFeedDefinition.check(byImage, imageFacts({ definition }))).toEqual([])
  })
})
