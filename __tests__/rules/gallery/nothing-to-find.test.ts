import { expect, test } from '@jest/globals'
import type { GalleryConfig } from '../../../src/inputs/config.js'
import {
  byImage,
  bySnapshots,
  imageFacts,
  imageId,
  snapshotFacts,
  withAccount,
} from '../../support/gallery-facts.js'
import { definitionId, imageVersion } from '../../support/image-version.js'
import { poolConfig, poolFacts } from '../../support/pool-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const definitionIdRule = offlineRule('gallery/definition-id')
const endOfLifeDate = offlineRule('gallery/end-of-life-date')
const galleryNamesAreValid = offlineRule('gallery/names-are-valid')
const newDefinitionSettled = offlineRule('gallery/new-definition-settled')
const regionsOnce = offlineRule('gallery/regions-once')
const sourceGiven = offlineRule('gallery/source-given')
const versionForm = offlineRule('gallery/version-form')
const all = [
  definitionIdRule,
  endOfLifeDate,
  galleryNamesAreValid,
  newDefinitionSettled,
  regionsOnce,
  sourceGiven,
  versionForm,
]
const sound: GalleryConfig = {
  imageDefinition: definitionId,
  imageVersion: '1.0.0',
  endOfLifeDate: '2030-12-31',
  targetRegions: [{ name: 'koreacentral' }, { name: 'eastus' }],
}
const definitionArchitecture = azureRule('gallery/definition-architecture')
const definitionExists = azureRule('gallery/definition-exists')
const definitionGeneration = azureRule('gallery/definition-generation')
const definitionOsState = azureRule('gallery/definition-os-state')
const definitionOsType = azureRule('gallery/definition-os-type')
const definitionPurchasePlan = azureRule('gallery/definition-purchase-plan')
const definitionSecurityType = azureRule('gallery/definition-security-type')
const snapshotsFeedDefinition = azureRule('gallery/snapshots-feed-definition')
const galleryRights = azureRule('gallery/caller-has-rights')
const definitionTakesAcceleratedNetworking = azureRule(
  'gallery/definition-takes-accelerated-networking',
)
const disksFitVersion = azureRule('gallery/disks-fit-version')
const usedVersionHasReplicas = azureRule('gallery/used-version-has-replicas')
const rules = [
  ...[galleryRights, definitionTakesAcceleratedNetworking, disksFitVersion],
  usedVersionHasReplicas,
]
const accountSubscription = azureRule('gallery/account-subscription')
const adoptedVersionCovers = azureRule('gallery/adopted-version-covers')
const enoughReplicas = azureRule('gallery/enough-replicas')
const givenVersion = azureRule('gallery/given-version')
const locationAgrees = azureRule('gallery/location-agrees')
const regionsKnown = azureRule('gallery/regions-known')
const snapshotSources = azureRule('gallery/snapshot-sources')
const snapshotsOnce = azureRule('gallery/snapshots-once')
const versionFree = azureRule('gallery/version-free')
const versionInAccountRegion = azureRule('gallery/version-in-account-region')
const source = { kind: 'image', id: imageId } as const

test.each(all.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound section, or none',
  (_id, rule) => {
    expect(rule.check({ gallery: sound, image: { osSnapshot: 'os' } })).toEqual([])
    expect(rule.check({})).toEqual([])
  },
)

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

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound gallery, nor against none',
  (_id, rule) => {
    expect(rule.check(byImage, withAccount(imageFacts(), 'koreacentral'))).toEqual([])
    expect(rule.check(bySnapshots, snapshotFacts())).toEqual([])
    expect(rule.check(poolConfig(), poolFacts())).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)

test.each([
  accountSubscription,
  adoptedVersionCovers,
  enoughReplicas,
  givenVersion,
  locationAgrees,
  regionsKnown,
  snapshotSources,
  snapshotsOnce,
  versionFree,
  versionInAccountRegion,
])('$id: a sound config is left alone', (rule) => {
  const versions = [imageVersion('1.0.0', { source })]
  expect(rule.check(byImage, withAccount(imageFacts({ versions }), 'koreacentral'))).toEqual([])
  expect(rule.check(bySnapshots, withAccount(snapshotFacts(), 'koreacentral'))).toEqual([])
  expect(rule.check({}, {})).toEqual([])
})
