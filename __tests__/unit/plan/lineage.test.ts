import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  isLineageName,
  ownMetadata,
  sourceItems,
  sourcesIn,
  withLineageMetadata,
  withLineageTags,
  withoutLineage,
  type Lineage,
} from '../../../src/model/lineage.js'
import { lineageBeside, markedBody, refreshedPatch } from '../../../src/plan/pool-marks.js'

const subscription = '11111111-1111-1111-1111-111111111111'
const snapshot = (name: string, group = 'rg-images') =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/snapshots/${name}`
const lineage: Lineage = {
  tool: '1.2.3',
  digest: 'd'.repeat(64),
  made: '2026-11-24T08:00:00.000Z',
  repository: 'owner/name',
  commit: 'c'.repeat(40),
  run: '42/1',
  pullRequest: 7,
}
const own = {
  'image-to-pool': '1.2.3',
  'image-to-pool-made': '2026-11-24T08:00:00.000Z',
  'image-to-pool-digest': 'd'.repeat(64),
  'image-to-pool-commit': 'c'.repeat(40),
  'image-to-pool-run': '42/1',
  'image-to-pool-repository': 'owner/name',
  'image-to-pool-pull-request': '7',
}

describe('tags', () => {
  test('say what made it and from what, behind those of the user', () => {
    const tags = withLineageTags({ team: 'render' }, lineage, [snapshot('os'), snapshot('data')])
    expect(tags).toEqual({
      team: 'render',
      ...own,
      'image-to-pool-source': snapshot('os'),
      'image-to-pool-source-1': snapshot('data'),
    })
    expect(Object.keys(tags)[0]).toBe('team')
  })

  test("are the user's alone where nothing is known", () => {
    expect(withLineageTags({ team: 'render' }, undefined, [snapshot('os')])).toEqual({
      team: 'render',
    })
  })

  test("never take the place of one of the user's, in any letter case", () => {
    const tags = withLineageTags({ 'Image-To-Pool-Run': 'mine' }, lineage, [])
    expect(tags).toMatchObject({
      'Image-To-Pool-Run': 'mine',
      'image-to-pool-commit': own['image-to-pool-commit'],
    })
    expect(tags).not.toHaveProperty('image-to-pool-run')
  })

  test('leave room for ten others when there are many data disks', () => {
    const sources = Array.from({ length: 65 }, (_, index) => snapshot(`disk-${String(index)}`))
    const tags = withLineageTags({}, lineage, sources)
    expect(Object.keys(tags)).toHaveLength(40)
    expect(tags).toMatchObject({ ...own, 'image-to-pool-source': snapshot('disk-0') })
  })

  test('are tags that Azure takes, whatever they are made of', () => {
    const name = fc.stringMatching(/^[\w.()-]{1,80}$/)
    const uri = fc.webUrl({ withQueryParameters: true, size: 'large' })
    const source = fc.oneof(
      fc.tuple(name, name).map(([group, disk]) => snapshot(disk, group)),
      uri,
      fc.constant(snapshot('n'.repeat(80), 'g'.repeat(90))),
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), fc.string({ maxLength: 256 }), {
          maxKeys: 60,
        }),
        fc.array(source, { maxLength: 64 }),
        (users, sources) => {
          const tags = withLineageTags(users, lineage, sources)
          expect(tags).toMatchObject(users)
          const added = Object.entries(tags).filter(([key]) => !(key in users))
          for (const [key, value] of added) {
            expect(isLineageName(key)).toBe(true)
            expect(key).not.toMatch(/[<>%&\\?/]/)
            expect(value.length).toBeLessThanOrEqual(256)
            expect(value).not.toContain('?')
          }
          expect(Object.keys(tags).length).toBeLessThanOrEqual(
            Math.max(50, Object.keys(users).length),
          )
        },
      ),
    )
  })
})

describe('sources', () => {
  test('come back from what was written, ids too long for a tag as well', () => {
    const longest = snapshot('n'.repeat(80), 'g'.repeat(90))
    expect(longest.length).toBeGreaterThan(256)
    const items = sourceItems([longest, snapshot('data')])
    expect(Math.max(...Object.values(items).map((value) => value.length))).toBeLessThanOrEqual(256)
    expect(sourcesIn(items)).toEqual([longest, snapshot('data')])
  })

  test('are told without the signature of a VHD', () => {
    const uri = 'https://store.blob.core.windows.net/vhds/os.vhd'
    expect(sourcesIn(sourceItems([`${uri}?sig=secret`]))).toEqual([uri])
  })

  test('are found in tags of any letter case', () => {
    expect(sourcesIn({ 'IMAGE-TO-POOL-SOURCE': snapshot('os') })).toEqual([snapshot('os')])
    expect(sourcesIn({ team: 'render' })).toEqual([])
  })
})

describe('metadata of a pool', () => {
  const mine = { name: 'team', value: 'render' }

  test("stands behind the user's", () => {
    const body = { properties: { vmSize: 's', metadata: [mine] } }
    const marked = markedBody(
      body,
      { marks: { lineage, sources: [snapshot('os')] }, facts: { poolId: 'p' } },
      { 'image-to-pool-role': 'canary' },
    )
    const { metadata } = marked['properties'] as unknown as { metadata: unknown[] }
    expect(metadata[0]).toEqual(mine)
    expect(ownMetadata(marked['properties'] as never)).toEqual({
      ...own,
      'image-to-pool-source': snapshot('os'),
      'image-to-pool-role': 'canary',
    })
  })

  test('is not added where nothing is known', () => {
    const body = { properties: { vmSize: 's' } }
    expect(withLineageMetadata(body, undefined, {})).toEqual(body)
  })

  test('can be taken off again, of tags and metadata alike', () => {
    const body = { tags: { a: 'b' }, properties: { vmSize: 's', metadata: [mine] } }
    const marked = {
      ...withLineageMetadata(body, lineage, {}),
      tags: withLineageTags(body.tags, lineage, []),
    }
    expect(withoutLineage(marked)).toEqual(body)
    const bare = { properties: { vmSize: 's' } }
    expect(withoutLineage(withLineageMetadata(bare, lineage, {}))).toEqual(bare)
  })
})

describe('a pull request', () => {
  const pool = (metadata: readonly { name: string; value: string }[]) => ({
    id: 'p',
    properties: { metadata },
  })

  test('is named on a pool that is new', () => {
    expect(lineageBeside(undefined, lineage).pullRequest).toBe(7)
  })

  test('stays with the pool that it made', () => {
    const its = pool([{ name: 'image-to-pool-pull-request', value: '7' }])
    expect(lineageBeside(its, lineage).pullRequest).toBe(7)
  })

  test('never claims a pool that was there before, or another one made: its closing would delete it', () => {
    expect(lineageBeside(pool([]), lineage)).not.toHaveProperty('pullRequest')
    const others = pool([{ name: 'image-to-pool-pull-request', value: '8' }])
    expect(lineageBeside(others, lineage)).not.toHaveProperty('pullRequest')
  })
})

describe('the metadata of a pool that is changed', () => {
  const before = withLineageMetadata(
    { properties: { metadata: [{ name: 'theirs', value: '1' }] } },
    {
      ...lineage,
      digest: 'e'.repeat(64),
      commit: 'b'.repeat(40),
      made: '2026-01-01T00:00:00.000Z',
    },
    {
      ...sourceItems([snapshot('old'), snapshot('old-data')]),
      'image-to-pool-role': 'live',
    },
  )
  const existing = { id: 'p', properties: before['properties'] as never }
  const patch = { properties: { scaleSettings: {} } }

  test('names the new commit and sources, and keeps the rest', () => {
    const { properties } = refreshedPatch(patch, existing, { lineage, sources: [snapshot('new')] })
    expect(properties).toMatchObject({
      scaleSettings: {},
      metadata: expect.arrayContaining([{ name: 'theirs', value: '1' }]),
    })
    expect(ownMetadata(properties as never)).toEqual({
      ...own,
      'image-to-pool-made': '2026-01-01T00:00:00.000Z',
      'image-to-pool-source': snapshot('new'),
      'image-to-pool-role': 'live',
    })
  })

  test("is replaced by the user's where that is what changes", () => {
    const mine = { name: 'team', value: 'render' }
    const { properties } = refreshedPatch({ properties: { metadata: [mine] } }, existing, {
      lineage,
      sources: [],
    })
    const { metadata } = properties as unknown as { metadata: { name: string }[] }
    expect(metadata.filter(({ name }) => !isLineageName(name))).toEqual([mine])
    // Nothing new is known of its sources.
    expect(sourcesIn(ownMetadata(properties as never))).toEqual([
      snapshot('old'),
      snapshot('old-data'),
    ])
  })

  test('is left alone where it says the same: the nodes are only asked for again', () => {
    const same = { ...lineage, digest: 'e'.repeat(64) }
    expect(refreshedPatch(patch, existing, { lineage: same, sources: [] })).toEqual(patch)
    const image = { properties: { deploymentConfiguration: {} } }
    const { properties } = refreshedPatch(image, existing, { lineage: same, sources: [] })
    expect(ownMetadata(properties as never)).toMatchObject({
      'image-to-pool-commit': 'c'.repeat(40),
    })
  })

  test('is left alone where somebody else made the pool', () => {
    const others = { id: 'p', properties: { metadata: [{ name: 'theirs', value: '1' }] } }
    expect(refreshedPatch(patch, others, { lineage, sources: [] })).toEqual(patch)
  })
})
