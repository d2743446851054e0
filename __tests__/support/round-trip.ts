/**
 * Random pool bodies from Azure's schema: what the simulator takes of them is read back, imported, and planned beside the pool
 * that it came from.
 */
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { importPools } from '../../src/import/import-pools.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { observe } from '../../src/observe/observe.js'
import { planConfig } from '../../src/plan/plan.js'
import { AzureFailure } from '../../src/shared/errors.js'
import { withoutUndefined, type JsonObject } from '../../src/shared/json.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { memorySource } from '../inputs/memory-source.js'
import { randomPools } from './random-pools.js'
import { openWorld, type World } from './simulated-run.js'

const subscriptionId = '30000000-0000-4000-a000-000000000001'
const account = `/subscriptions/${subscriptionId}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const identity = `/subscriptions/${subscriptionId}/resourceGroups/rg-batch/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes`
/** An account with more than these is slow to list. */
const poolsOfWorld = 50
const signal = new AbortController().signal
const inputs = { mode: 'plan', config: 'pool.yml', 'subscription-id': subscriptionId }

/** A pool of this body in the world; undefined where it refuses it. */
async function made(world: World, name: string, properties: JsonObject) {
  const id = `${account}/pools/${name}`
  const own = { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } }
  try {
    await world.azure.createPool(id, '2025-06-01', { identity: own, properties }, { signal })
  } catch (error) {
    if (error instanceof AzureFailure) return undefined
    throw error
  }
  return await world.azure.pool(id, '2025-06-01', { signal })
}

async function changes(world: World, pool: NonNullable<Awaited<ReturnType<typeof made>>>) {
  const { id, identity: own, tags, properties } = pool
  const type = 'Microsoft.Batch/batchAccounts/pools'
  const name = id.split('/').at(-1)
  const document = withoutUndefined({ id, name, type, identity: own, tags, properties })
  const yaml = importPools(document)?.pools[0]?.yaml ?? ''
  const loaded = await loadInputs(memorySource({ inputs, files: { 'pool.yml': yaml } }))
  const errors = loaded.findings.filter(({ severity }) => severity === 'error')
  const [config] = loaded.configs
  if (config === undefined || loaded.runOptions === undefined || errors.length > 0) {
    return errors.map(({ message }) => message)
  }
  const facts = await observe(config, loaded.runOptions, world.azure, signal)
  const { impact, steps } = planConfig(config.config, facts)
  return impact === 'none' ? [] : steps.flatMap(({ because }) => because)
}

/** Imports so many random pools, and expects that nothing is to change; says how many the world refused. */
export async function importRandomPools(wanted: number, seed: number): Promise<number> {
  const pools = fc.sample(randomPools(), { numRuns: 2 * wanted, seed })
  let [count, refused] = [0, 0]
  let world = await openWorld({ resources: resources() })
  for (const properties of pools) {
    if (count === wanted) break
    const pool = await made(world, `p${String(count)}-${String(refused)}`, properties)
    if (pool === undefined) {
      refused += 1
      continue
    }
    count += 1
    expect({ properties, changes: await changes(world, pool) }).toEqual({ properties, changes: [] })
    if (count % poolsOfWorld === 0) world = await openWorld({ resources: resources() })
  }
  expect(count).toBe(wanted)
  return refused
}

function resources() {
  return defaultResources(subscriptionId).map((resource) => {
    const quota = { ...(resource['properties'] as typeof resource), poolQuota: 5000 }
    return resource['id'] === account ? { ...resource, properties: quota } : resource
  })
}
