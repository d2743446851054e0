import { describe, expect, test } from '@jest/globals'
import type { Config, GalleryConfig } from '../../../src/inputs/config.js'
import { definitionId } from '../../support/image-version.js'
import { imageId } from '../../support/gallery-facts.js'
import { offlineRule } from '../../support/rules.js'

const definitionIdRule = offlineRule('gallery/definition-id')
const endOfLifeDate = offlineRule('gallery/end-of-life-date')
const galleryNamesAreValid = offlineRule('gallery/names-are-valid')
const newDefinitionSettled = offlineRule('gallery/new-definition-settled')
const regionsOnce = offlineRule('gallery/regions-once')
const sourceGiven = offlineRule('gallery/source-given')
const versionForm = offlineRule('gallery/version-form')

const sound: GalleryConfig = {
  imageDefinition: definitionId,
  imageVersion: '1.0.0',
  endOfLifeDate: '2030-12-31',
  targetRegions: [{ name: 'koreacentral' }, { name: 'eastus' }],
}
const all = [
  definitionIdRule,
  endOfLifeDate,
  galleryNamesAreValid,
  newDefinitionSettled,
  regionsOnce,
  sourceGiven,
  versionForm,
]

test.each(all.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound section, or none',
  (_id, rule) => {
    expect(rule.check({ gallery: sound, image: { osSnapshot: 'os' } })).toEqual([])
    expect(rule.check({})).toEqual([])
  },
)

test.each([
  [{}, ['gallery'], 'a gallery version is asked for, but no image definition is named'],
  [
    { imageDefinition: imageId },
    ['gallery', 'imageDefinition'],
    expect.stringContaining('is not the id of an image definition'),
  ],
  [
    { imageDefinition: `${definitionId}/versions/1.0.0` },
    ['gallery', 'imageDefinition'],
    expect.stringContaining('is not the id of an image definition'),
  ],
])('a definition is named by its id: %j', (gallery, at, message) => {
  expect(definitionIdRule.check({ gallery })).toMatchObject([{ at, message }])
})

test.each(['2.0', 'v1.0.0', 'latest'])('%s is no version', (imageVersion) => {
  expect(versionForm.check({ gallery: { imageVersion } })).toMatchObject([
    {
      at: ['gallery', 'imageVersion'],
      message: `image version '${imageVersion}' is not of the form Major.Minor.Patch`,
    },
  ])
})

test.each(['auto', 'Auto', '10.0.2'])('%s is a version', (imageVersion) => {
  expect(versionForm.check({ gallery: { imageVersion } })).toEqual([])
})

test('an end-of-life date that is none is told', () => {
  expect(endOfLifeDate.check({ gallery: { endOfLifeDate: 'next year' } })).toMatchObject([
    { at: ['gallery', 'endOfLifeDate'], message: expect.stringContaining("'next year'") },
  ])
})

test('a region listed twice is told where it is the second time, whatever its spelling', () => {
  const targetRegions = [{ name: 'East US' }, { name: 'koreacentral' }, { name: 'eastus' }]
  expect(regionsOnce.check({ gallery: { targetRegions } })).toMatchObject([
    {
      at: ['gallery', 'targetRegions', 2],
      message: "target region 'eastus' is listed twice: 'East US' is the same region",
    },
  ])
})

describe('a version needs a source', () => {
  test.each<[string, Config, number]>([
    ['none', { gallery: sound }, 1],
    ['an image section, which other rules judge', { gallery: sound, image: { tags: {} } }, 0],
    [
      'snapshots beside image-id',
      { gallery: { ...sound, source: 'snapshots' }, image: { id: imageId } },
      1,
    ],
    ['image-id', { gallery: sound, image: { id: imageId } }, 0],
  ])('%s', (_what, config, problems) => {
    expect(sourceGiven.check(config)).toHaveLength(problems)
  })
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
