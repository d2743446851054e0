/**
 * What we take in `pool.properties` against what Azure's published schema of each API version takes: every
 * property, kind of value, enumerated value, bound and required property of every version in use.
 */
import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/json.js'
import { memorySource } from '../inputs/memory-source.js'
import { schemaErrors } from '../simulator/arm-schemas.js'
import {
  armSchemasAreHere,
  armVersions,
  readArmPool,
  type ArmNode,
  type ArmPool,
} from '../support/arm-pool-schema.js'
import { offlineRule } from '../support/rules.js'

const apiVersionKnowsProperties = offlineRule('pool/api-version-knows-properties')

interface Case {
  readonly about: string
  readonly properties: JsonObject
  /** Azure's schema leaves maps open; that a property is not in it shows only by walking it. */
  readonly isForeign?: true
}

/** Where we mean to differ from the schema, and why. */
const differences: readonly { readonly about: RegExp; readonly why: string }[] = [
  {
    about: /^no \.deploymentConfiguration\.virtualMachineConfiguration\.imageReference$/,
    why: 'is filled in with the image that the run makes',
  },
  {
    about: /^no \.deploymentConfiguration\.virtualMachineConfiguration\.nodeAgentSkuId$/,
    why: 'may come from the input; the rule pool/node-agent-is-given asks for it',
  },
  {
    about: /^text as .*\.(resizeTimeout|evaluationInterval|pauseTimeBetweenBatches)$/,
    why: 'is text in the schema, and the service takes nothing but ISO 8601',
  },
  {
    about: /^null as /,
    why: 'is not given, as in what az shows; the service reads it so',
  },
]

const kinds: readonly (readonly [string, Json])[] = [
  ['text', 'neither this nor that'],
  ['number', 1.5],
  ['whole number', 7],
  ['flag', false],
  ['list', [[]]],
  ['map', { unknown: { key: 1 } }],
]

function casesOf(own: ArmPool, all: readonly ArmPool[]): readonly Case[] {
  return [
    ...[...own.nodes.values()].flatMap((node) => casesOfNode(own, node, all)),
    ...all.flatMap((other) =>
      [...other.nodes.values()]
        .filter(({ path }) => !own.nodes.has(path) && !path.endsWith('[]'))
        .map((node): Case => {
          const properties = other.bodyWith(node, filled(other, node))
          return { about: `${node.path} of ${other.version}`, properties, isForeign: true }
        }),
    ),
  ]
}

function casesOfNode(own: ArmPool, node: ArmNode, all: readonly ArmPool[]): readonly Case[] {
  const { path, schema } = node
  const withValue = (about: string, value: Json): Case => ({
    about: `${about} as ${path}`,
    properties: own.bodyWith(node, value),
  })
  const values = new Set(all.flatMap((other) => other.nodes.get(path)?.schema.enum ?? []))
  const least = own.least(schema)
  return [
    withValue(
      'least',
      schema.type === 'string' && schema.enum === undefined ? leastText(path) : least,
    ),
    // An unknown key is refused by us and not by an open map; its own cases are above.
    ...kinds
      .filter(([kind]) => schema.type !== undefined && (kind !== 'map' || schema.type !== 'object'))
      .map(([kind, value]) => withValue(kind, value)),
    ...[...values].flatMap((value) => [
      withValue(value, value),
      withValue(`${value.toUpperCase()}!`, `${value.toUpperCase()}!`),
      withValue(value.toUpperCase(), value.toUpperCase()),
    ]),
    ...[schema.minimum, schema.maximum]
      .filter((bound) => bound !== undefined)
      .flatMap((bound) => [bound - 1, bound, bound + 1].map((n) => withValue(String(n), n))),
    ...(schema.required ?? []).map((key): Case => {
      const rest = Object.entries(least as JsonObject).filter(([name]) => name !== key)
      return {
        about: `no ${path}.${key}`,
        properties: own.bodyWith(node, Object.fromEntries(rest)),
      }
    }),
    ...(path.endsWith('[]') ? [] : [withValue('null', null)]),
  ]
}

function leastText(path: string): string {
  return /timeout|interval|pause/i.test(path) ? 'PT30M' : 'x'
}

/** Something that is more than an empty map, which says nothing. */
function filled(pool: ArmPool, { schema, path }: ArmNode): Json {
  const value =
    schema.type === 'string' && schema.enum === undefined ? leastText(path) : pool.least(schema)
  if (!isJsonObject(value) || Object.keys(value).length > 0) return value
  const [first] = Object.entries(schema.properties ?? {})
  if (first === undefined) return { a: 'b' }
  const inner = pool.nodes.get(`${path}.${first[0]}`)!
  return { [first[0]]: filled(pool, inner) }
}

function azureTakes({ properties, isForeign }: Case, version: string): boolean {
  if (isForeign === true) return false
  const type = 'Microsoft.Batch/batchAccounts/pools'
  const resource = { name: 'render', type, apiVersion: version, properties }
  const body = resource as Parameters<typeof schemaErrors>[2]
  return schemaErrors(`Microsoft.Batch.${version}`, 'batchAccounts_pools', body)!.length === 0
}

async function weTake({ properties }: Case, version: string): Promise<boolean> {
  const pool = { account: '/a', name: 'render', batchApiVersion: version, properties }
  const files = { 'pool.json': JSON.stringify({ pool }) }
  const inputs = { config: 'pool.json', mode: 'validate' }
  const { configs, findings } = await loadInputs(memorySource({ inputs, files }))
  const problems = configs.flatMap(({ config }) => apiVersionKnowsProperties.check(config))
  return findings.length === 0 && problems.length === 0
}

if (!armSchemasAreHere) {
  test('the schemas of Azure', () => {
    console.log('skipped: ../shared/arm-schemas is not here')
  })
} else {
  const pools = armVersions.map(readArmPool)

  describe.each(pools.map((pool) => [pool.version, pool] as const))('%s', (version, pool) => {
    test('everything is taken or refused as in the schema of Azure', async () => {
      const counts = { taken: 0, refused: 0 }
      const apart: string[] = []
      const known = new Set<string>()
      for (const one of casesOf(pool, pools)) {
        const [azure, ours] = [azureTakes(one, version), await weTake(one, version)]
        const difference = differences.find(({ about }) => about.test(one.about))
        if (azure === ours) counts[ours ? 'taken' : 'refused'] += 1
        else if (difference !== undefined) known.add(one.about)
        else apart.push(`${one.about}: ${azure ? 'taken' : 'refused'} by Azure, not so by us`)
      }
      expect(apart).toEqual([])
      const properties = [...pool.nodes.keys()].filter((path) => !path.endsWith('[]')).length
      console.log(
        `${version}: ${String(properties)} properties; ${String(counts.taken)} bodies taken and ` +
          `${String(counts.refused)} refused in agreement, ${String(known.size)} differently on purpose`,
      )
      expect(counts.taken).toBeGreaterThan(properties)
      expect(counts.refused).toBeGreaterThan(properties)
    })
  })

  test('each deliberate difference is one', async () => {
    const used = new Set<string>()
    for (const pool of pools) {
      for (const one of casesOf(pool, pools)) {
        const difference = differences.find(({ about }) => about.test(one.about))
        if (difference === undefined || used.has(difference.why)) continue
        const isApart = azureTakes(one, pool.version) !== (await weTake(one, pool.version))
        if (isApart) used.add(difference.why)
      }
    }
    expect([...used].sort()).toEqual(differences.map(({ why }) => why).sort())
  })
}
