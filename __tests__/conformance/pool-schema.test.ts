/** Nothing lost: every property of Azure's schema of a pool that a user may write reaches the wire as written. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openAzure } from '../../src/azure/open-azure.js'
import type { Config } from '../../src/inputs/config.js'
import { findOutsideVersion } from '../../src/inputs/pool-schema/lifetimes.js'
import { diffPool } from '../../src/model/pool-diff.js'
import { planPool } from '../../src/plan/pool.js'
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/json.js'

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'arm-schemas')
const versions = ['2019-08-01', '2023-11-01', '2024-07-01', '2025-06-01'] as const
const schemaOf = (version: string): string => join(folder, `Microsoft.Batch.${version}.json`)

const accountId =
  '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/renderbatch'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly Json[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
}

interface SchemaFile {
  readonly resourceDefinitions: Readonly<Record<string, Schema>>
  readonly definitions: Readonly<Record<string, Schema>>
}

/** Writes a value for a schema with every property in it, and keeps the paths it wrote. */
function writeEverything(file: SchemaFile) {
  const paths: string[] = []
  let counter = 0
  const resource = file.resourceDefinitions['batchAccounts_pools']

  function write(schema: Schema, path: string): Json {
    const { $ref, oneOf, items, properties, additionalProperties } = schema
    if ($ref !== undefined) return write(definition($ref), path)
    if (oneOf !== undefined) return write(oneOf[0] ?? {}, path)
    if (schema.enum !== undefined) return schema.enum.at(-1) ?? null
    if (items !== undefined) return [write(items, `${path}[]`)]
    if (properties !== undefined && Object.keys(properties).length > 0) {
      return Object.fromEntries(
        Object.entries(properties).map(([name, held]) => {
          paths.push(`${path}.${name}`)
          return [name, write(held, `${path}.${name}`)]
        }),
      )
    }
    if (isJsonObject(additionalProperties))
      return { [`any ${path}`]: write(additionalProperties, path) }
    return scalar(schema, path)
  }

  function scalar({ type }: Schema, path: string): Json {
    counter += 1
    if (type === 'integer') return counter
    if (type === 'boolean') return true
    if (type === 'object') return { free: [counter, { form: path }] }
    return `${path} ${String(counter)}`
  }

  function definition($ref: string): Schema {
    return file.definitions[$ref.split('/').at(-1) ?? ''] ?? {}
  }

  const part = (name: string): JsonObject => {
    const schema = resource?.properties?.[name]
    const value = schema === undefined ? {} : write(schema, name)
    return isJsonObject(value) ? value : {}
  }
  return {
    paths,
    pool: {
      identity: part('identity'),
      tags: part('tags') as Readonly<Record<string, string>>,
      properties: part('properties'),
    },
  }
}

function readSchema(version: string): SchemaFile {
  return JSON.parse(readFileSync(schemaOf(version), 'utf8')) as SchemaFile
}

function configOf(
  pool: Pick<NonNullable<Config['pool']>, 'identity' | 'tags' | 'properties'>,
): Config {
  return { pool: { account: accountId, name: 'render', ...pool } }
}

/** Plans the pool and sends it through the real client; what arrives, as text. */
async function sendPool(config: Config): Promise<string> {
  const facts = { accountId, poolId: `${accountId}/pools/render`, apiVersion: '2025-06-01' }
  const step = planPool(config, { pool: facts })?.steps.find(({ kind }) => kind === 'create-pool')
  if (step?.kind !== 'create-pool') throw new Error('no pool is planned')
  let sent = ''
  const signal = new AbortController().signal
  const azure = await openAzure({
    environment: 'AzureCloud',
    credential: 'auto',
    env: {},
    version: '0.0.0',
    signal,
    tokenCredential: {
      getToken: async () =>
        await Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    httpClient: {
      sendRequest: async (request) => {
        const { createHttpHeaders } = await import('@azure/core-rest-pipeline')
        sent = request.body as string
        const headers = createHttpHeaders({ 'content-type': 'application/json' })
        return { request, status: 200, headers, bodyAsText: sent }
      },
    },
  })
  await azure.createPool(step.resource, step.apiVersion, step.body, { signal })
  return sent
}

const isHere = existsSync(schemaOf('2025-06-01'))

if (!isHere) {
  test('the schemas of Azure', () => {
    console.log('skipped: ../shared/arm-schemas is not here')
  })
} else {
  describe('a pool with every property of the schema of 2025-06-01', () => {
    const { pool, paths } = writeEverything(readSchema('2025-06-01'))

    test('is a pool with all of them', () => {
      expect(paths.length).toBeGreaterThan(200)
      console.log(`${String(paths.length)} properties of 2025-06-01 go to the wire`)
    })

    test('reaches the wire byte for byte as written', async () => {
      expect(await sendPool(configOf(pool))).toBe(JSON.stringify(pool))
    })

    test('reaches the wire in whatever order and with whatever else is written', async () => {
      const reversed = reverseKeys(pool) as typeof pool
      const unknown = { ...reversed.properties, comesNextYear: { a: [1, null, { b: '' }] } }
      const written = { identity: pool.identity, tags: pool.tags, properties: unknown }
      expect(await sendPool(configOf(written))).toBe(JSON.stringify(written))
    })

    test('has nothing in it that 2025-06-01 is said not to know', () => {
      expect(findOutsideVersion(pool, '2025-06-01')).toEqual([])
    })

    test('equals itself as Azure shows it', () => {
      expect(diffPool(pool, pool)).toEqual([])
    })
  })

  describe('what an API version knows', () => {
    const known = new Map(
      versions.map((version) => [version, writeEverything(readSchema(version))] as const),
    )

    test.each(versions)('%s: nothing of its own schema is refused', (version) => {
      expect(findOutsideVersion(known.get(version)?.pool ?? {}, version)).toEqual([])
    })

    test.each(versions.flatMap((version) => versions.map((other) => [version, other] as const)))(
      '%s: whatever only %s has is refused',
      (version, other) => {
        const own = new Set(known.get(version)?.paths)
        const foreign = (known.get(other)?.paths ?? []).filter((path) => !own.has(path))
        const refused = findOutsideVersion(known.get(other)?.pool ?? {}, version).map(({ path }) =>
          path.map((key) => (typeof key === 'number' ? '[]' : `.${key}`)).join(''),
        )
        const missed = foreign.filter(
          (path) => !refused.some((prefix) => `.${path}`.startsWith(prefix)),
        )
        expect(missed).toEqual([])
      },
    )
  })
}

function reverseKeys(value: Json): Json {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, reverseKeys(held)]),
  )
}
