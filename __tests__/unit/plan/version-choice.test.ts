import { describe, expect, test } from '@jest/globals'
import {
  chooseVersion,
  latestVersion,
  type WantedSource,
} from '../../../src/model/version-choice.js'
import type { VersionSource } from '../../../src/model/version-source.js'
import { imageVersion } from '../../support/image-version.js'

const image = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/render'
const source: VersionSource = { kind: 'image', id: image }
const other: VersionSource = { kind: 'image', id: `${image}-2` }
const from: WantedSource = { source, isNew: false }
const auto = { name: undefined, from }

describe('an automatic number', () => {
  test('follows the highest there is, failed and hidden ones counted', () => {
    const versions = [
      imageVersion('1.0.0', { source: other }),
      imageVersion('1.0.3', { source, state: 'Failed' }),
      imageVersion('1.0.2', { source: other, excludeFromLatest: true }),
    ]
    expect(chooseVersion(versions, auto)).toEqual({ kind: 'create', name: '1.0.4', auto: true })
  })

  test.each(['Succeeded', 'Creating', 'Updating', 'Migrating'])(
    'is not needed when a version of the same source is %s',
    (state) => {
      const version = imageVersion('1.0.0', {
        source: { kind: 'image', id: image.toUpperCase() },
        state,
      })
      const versions = [version, imageVersion('2.0.0', { source: other })]
      expect(chooseVersion(versions, auto)).toEqual({ kind: 'adopt', version })
    },
  )

  test.each(['Failed', 'Deleting'])('is needed when that version is %s', (state) => {
    const versions = [imageVersion('1.0.0', { source, state })]
    expect(chooseVersion(versions, auto)).toMatchObject({ kind: 'create', name: '1.0.1' })
  })

  test('is needed when the image of that name is yet to be made: the version is of a former one', () => {
    const versions = [imageVersion('1.0.0', { source })]
    const wish = { name: undefined, from: { source, isNew: true } }
    expect(chooseVersion(versions, wish)).toMatchObject({ kind: 'create', name: '1.0.1' })
  })

  test.each([
    ['2026-11-01T10:00:00Z', 'create'],
    ['2026-11-03T10:00:00Z', 'adopt'],
    [undefined, 'adopt'],
  ])('with a snapshot of 2 November and a version of %s: %s', (publishedDate, kind) => {
    const made = { source, ...(publishedDate !== undefined && { publishedDate }) }
    const since = Date.parse('2026-11-02T00:00:00Z')
    const wish = { name: undefined, from: { ...from, since } }
    expect(chooseVersion([imageVersion('1.0.0', made)], wish).kind).toBe(kind)
  })

  test('of several versions of the same source, takes one in the region of the pool, then a finished one, then the newest', () => {
    const there = ['Korea Central', 'East US']
    const versions = [
      imageVersion('1.0.0', { source, regions: there }),
      imageVersion('1.0.1', { source, regions: there }),
      imageVersion('1.0.2', { source, regions: there, state: 'Creating' }),
      imageVersion('1.0.3', { source }),
    ]
    const choice = chooseVersion(versions, { ...auto, accountRegion: 'eastus' })
    expect(choice).toMatchObject({ kind: 'adopt', version: { name: '1.0.1' } })
  })
})

describe('a number that is asked for', () => {
  const wish = { name: '1.0.0', from }

  test('is taken when it is free, whatever else is made from the same source', () => {
    const versions = [imageVersion('0.9.0', { source })]
    expect(chooseVersion(versions, wish)).toEqual({ kind: 'create', name: '1.0.0', auto: false })
  })

  test('is adopted when it was made from the same source', () => {
    const version = imageVersion('1.0.0', { source, state: 'Creating' })
    expect(chooseVersion([version], wish)).toEqual({ kind: 'adopt', version })
  })

  test.each([
    [{ source: other }, 'other-source'],
    [{ source, state: 'Failed' }, 'failed'],
    [{ source, state: 'Deleting' }, 'deleting'],
  ])('is refused when it is taken by %j', (made, by) => {
    expect(chooseVersion([imageVersion('1.0.0', made)], wish)).toMatchObject({ kind: 'taken', by })
  })
})

describe('the latest version', () => {
  test('is the highest that is neither hidden nor unfinished', () => {
    const versions = [
      imageVersion('1.9.0', { source }),
      imageVersion('1.10.0', { source }),
      imageVersion('2.0.0', { source, excludeFromLatest: true }),
      imageVersion('3.0.0', { source, state: 'Creating' }),
      imageVersion('4.0.0', { source, state: 'Failed' }),
    ]
    expect(latestVersion(versions)?.name).toBe('1.10.0')
  })

  test('is none where all are hidden', () => {
    expect(
      latestVersion([imageVersion('1.0.0', { source, excludeFromLatest: true })]),
    ).toBeUndefined()
  })
})
