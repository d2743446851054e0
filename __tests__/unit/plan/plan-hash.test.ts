import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RolloutConfig } from '../../../src/inputs/config.js'
import { canonicalPlan } from '../../../src/plan/canonical-plan.js'
import { planHash, planHashOfAll } from '../../../src/run/plan-hash.js'
import type { Plan, Step } from '../../../src/model/step.js'
import type { Json } from '../../../src/shared/json.js'
import { goal, ids, plan, steps } from '../../report/example.js'

const of = (...all: readonly Step[]): string => planHash({ ...plan, steps: all })
const { createImage, createVersion, createPool, awaitNodes } = steps

/** The same with the keys of every object in another order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, held]): [string, Json] => [key, turned(held)])
  return Object.fromEntries(entries.reverse())
}

const body = fc.dictionary(
  fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 5 },
) as fc.Arbitrary<Readonly<Record<string, Json>>>

const withBody = (held: Readonly<Record<string, Json>>): Step => ({ ...createPool, body: held })

describe('a plan hash', () => {
  test('is 64 hexadecimal digits', () => {
    expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(body, (held) => {
        expect(of(withBody(turned(held) as typeof held))).toBe(of(withBody(held)))
      }),
    )
  })

  test('is another as soon as a body is', () => {
    fc.assert(
      fc.property(body, body, (a, b) => {
        const isSame = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
        expect(of(withBody(a)) === of(withBody(b))).toBe(isSame)
      }),
    )
  })

  test('does not depend on the letter case of ids', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (flips) => {
        const shaken = (value: Json): Json =>
          typeof value === 'string' && value.startsWith('/subscriptions/')
            ? value.replace(/[a-z]/g, (c) => (flips.next().value ? c.toUpperCase() : c))
            : Array.isArray(value)
              ? value.map(shaken)
              : typeof value === 'object' && value !== null
                ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shaken(v)]))
                : value
        const other = JSON.parse(JSON.stringify(shaken(plan as unknown as Json))) as Plan
        expect(planHash(other)).toBe(planHash(plan))
      }),
    )
  })

  test('does not depend on when it was made, on words, or on what was merely read', () => {
    const seen = { ...awaitNodes, notBefore: 1, previousStartTime: '2026-11-23T08:00:00Z' } as Step
    expect(of({ ...createImage, title: 'other words' }, seen)).toBe(of(createImage, awaitNodes))
    const update = (etag: string): Step => ({
      ...{ kind: 'update-pool', impact: 'update', title: 'update', resource: ids.pool },
      ...{ because: [], apiVersion: '2025-06-01', body: {}, etag },
    })
    expect(of(update('"0x1"'))).toBe(of(update('"0x2"')))
    const reuse = (nodes: number): Step => ({
      ...{ kind: 'reuse', what: 'pool', impact: 'none', title: 'reuse', resource: ids.pool },
      ...{ because: [], pool: { id: ids.pool, properties: { currentDedicatedNodes: nodes } } },
    })
    expect(of(reuse(1))).toBe(of(reuse(2)))
  })

  const instead = (step: object): readonly Step[] =>
    plan.steps.map((its) => ('kind' in step && step.kind === its.kind ? (step as Step) : its))
  const change = { property: 'location', from: 'japaneast', to: 'koreacentral' }

  test.each<readonly [string, readonly Step[]]>([
    ['a step is missing', plan.steps.slice(0, 2)],
    ['the order is another', plan.steps.toReversed()],
    ['a resource is another', instead({ ...createImage, resource: `${ids.image}2` })],
    ['an impact is another', instead({ ...createImage, impact: 'replace' })],
    ['a reason is another', instead({ ...createImage, because: [] })],
    ['a reason has an old value', instead({ ...createImage, because: [change] })],
    ['the API version is another', instead({ ...createPool, apiVersion: '2024-07-01' })],
  ])('is another when %s', (_, all) => {
    expect(of(...plan.steps)).toBe(planHash(plan))
    expect(of(...all)).not.toBe(planHash(plan))
  })

  test('is another when what a run may do besides is another', () => {
    const may = (rollout: RolloutConfig): string => planHash(plan, rollout)
    expect(may({ onFailure: 'keep', onCancel: 'keep' })).toBe(planHash(plan))
    const others: readonly RolloutConfig[] = [
      { onFailure: 'rollback' },
      { onFailure: 'scale-to-zero' },
      { onCancel: 'stop-resize' },
      { onCancel: 'rollback' },
      { onExistingPool: 'replace' },
      { resizeAttempts: 9 },
      { moveJobs: true },
      { drainTimeout: { iso: 'PT5M', ms: 300_000 } },
      { rollbackWindow: { iso: 'P2D', ms: 172_800_000 } },
    ]
    const hashes = [{}, ...others].map(may)
    expect(new Set(hashes).size).toBe(hashes.length)
    const other = { ...plan, goal: { ...goal, minDedicatedNodes: 1 } }
    expect(planHash(other)).not.toBe(planHash(plan))
  })

  test('is the same however long and for what a run waits', () => {
    const waits = plan.steps.filter(({ kind }) => kind === 'await-nodes')
    expect(waits.length).toBeGreaterThan(0)
    expect(of(...plan.steps.filter(({ kind }) => kind !== 'await-nodes'))).toBe(planHash(plan))
    expect(of(...instead({ ...createVersion, waitRegion: 'japaneast', timeoutMs: 1 }))).toBe(
      planHash(plan),
    )
  })

  test('tells a command line and a setting that is no secret from another, however short', () => {
    const started = (startTask: Json) => of(withBody({ properties: { startTask } }))
    const setting = (name: string, value: string) => ({ environmentSettings: [{ name, value }] })
    expect(started({ commandLine: 'a' })).not.toBe(started({ commandLine: 'b' }))
    expect(started(setting('SIZE', '1'))).not.toBe(started(setting('SIZE', '2')))
    expect(started(setting('TOKEN', '1'))).toBe(started(setting('TOKEN', '2')))
  })

  test('tells a secret in a body from another without holding it, a short one not at all', () => {
    const secret = (password: string) => of(withBody({ userAccounts: [{ password }] }))
    expect(secret('one of the long ones')).not.toBe(secret('two of the long ones'))
    expect(secret('one')).toBe(secret('two'))
    const digested: (readonly string[])[] = []
    const parts = canonicalPlan({
      plan: { steps: [withBody({ userAccounts: [{ password: 'v3ry-s3cret-w0rd' }] })] },
      rollout: undefined,
      keeper: {
        isSecret: (keys) => keys.includes('password'),
        isSecretName: () => true,
        digest: (...given) => {
          digested.push(given)
          return 'digest'
        },
      },
    })
    expect(JSON.stringify(parts)).not.toContain('s3cret')
    expect(digested).toEqual([
      ['v3ry-s3cret-w0rd', expect.stringMatching(/pools\/render body\.userAccounts\.password$/)],
    ])
  })
})

/** Keys in order, at every depth. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, held]): [string, Json] => [key, sorted(held)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .concat([['', '{}']])
}

describe('the hash of several plans', () => {
  const all = [
    { file: 'a.yml', planHash: '1' },
    { file: 'b.yml', planHash: '2' },
  ]

  test('is that of the only one', () => {
    expect(planHashOfAll([{ file: undefined, planHash: '1' }])).toBe('1')
  })

  test('does not depend on their order, but on which is whose', () => {
    expect(planHashOfAll(all.toReversed())).toBe(planHashOfAll(all))
    const swapped = [
      { file: 'a.yml', planHash: '2' },
      { file: 'b.yml', planHash: '1' },
    ]
    expect(planHashOfAll(swapped)).not.toBe(planHashOfAll(all))
  })

  test('is none as long as one config has no plan', () => {
    expect(planHashOfAll([...all, { file: 'c.yml' }])).toBeUndefined()
    expect(planHashOfAll([])).toBeUndefined()
  })
})
