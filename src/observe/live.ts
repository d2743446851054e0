import { setMaxListeners } from 'node:events'
import type { LoadedConfig, RunOptions } from '../inputs/config.js'
import { mayAccountKnowBetter } from '../model/account-list.js'
import { groupScope, isGranted } from '../plan/grants.js'
import type { Facts } from '../model/facts.js'
import type { CheckFact, CheckFacts, ScopeGrants, SourceOrigin } from '../model/check-facts.js'
import { planPool } from '../plan/pool.js'
import { plannedWrites } from '../plan/planned-writes.js'
import { resolvePool } from '../plan/resolve-pool.js'
import { encryptionSets } from '../model/target-regions.js'
import { findSubnet, isWithoutPublicAddresses } from '../model/subnet.js'
import { vmSizesOf } from '../model/vm-sizes.js'
import { poolNameOf } from '../model/pool-roles.js'
import type { Azure, Place, Subnet } from '../ports/azure.js'
import { armTypes, hasType, idKey, nameOfId, parentId, parseArmId } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { normaliseRegion } from '../shared/region.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import { tryReadUntil, readOrRefusal } from './read-result.js'
import { observeSurroundings } from './surroundings.js'

/** Reads that one config has under way at once. */
const mostReads = 6

export interface LiveReads {
  readonly loaded: LoadedConfig
  /** What was read already. */
  readonly facts: Facts
  readonly mode: RunOptions['mode']
  readonly azure: Azure
  readonly signal: AbortSignal
  /** Aborted when these reads have had their time; the run goes on without what has not answered by then. */
  readonly limit: AbortSignal
  /** What the rules ask for. */
  readonly wanted: readonly CheckFact[]
}

/**
 * Reads what the rules ask for beyond what the plan needs, as far as this config is about it. Nothing here fails a run: a
 * read that is refused, ends badly or takes too long is an answer too.
 */
export async function observeLive(given: LiveReads): Promise<CheckFacts> {
  const signal = AbortSignal.any([given.signal, given.limit])
  // Every read listens to it, and Node takes more than ten for a leak and says so in the log.
  setMaxListeners(0, signal)
  const reads = { ...given, signal }
  const found = await mapConcurrent([...new Set(reads.wanted)], mostReads, async (fact) => ({
    fact,
    value: await readers[fact](reads),
  }))
  return {
    mode: reads.mode,
    ...Object.fromEntries(found.flatMap(({ fact, value }) => (value ? [[fact, value]] : []))),
  }
}

type Readers = {
  readonly [Fact in CheckFact]: (reads: LiveReads) => Promise<CheckFacts[Fact] | undefined>
}

const readers: Readers = {
  vmSizes: async (reads) => {
    const place = placeOfNodes(reads)
    if (place === undefined) return undefined
    return await tryReadUntil(reads.azure.vmSizes(place, reads), reads)
  },
  pools: async (reads) => {
    const id = changesNodes(reads) ? reads.facts.pool?.account?.id : undefined
    return id === undefined ? undefined : await tryReadUntil(reads.azure.pools(id, reads), reads)
  },
  jobs: async (reads) => {
    const pool = leavingPool(reads)
    const { account } = reads.facts.pool ?? {}
    if (pool === undefined || account === undefined) return undefined
    return await tryReadUntil(reads.azure.jobs(account, pool, reads), reads)
  },
  network: readNetwork,
  networkGroup: async (reads) => {
    const network = networkIdOf(reads)
    if (network === undefined || (await readNetwork(reads))?.kind !== 'missing') return undefined
    return await tryReadUntil(reads.azure.resourceGroup(groupScope(network), reads), reads)
  },
  surroundings: async (reads) => {
    const { facts, azure, limit } = reads
    const found = await tryReadUntil(observeSurroundings(facts, azure, reads), { ...reads, limit })
    return found.kind === 'found' ? found.value : undefined
  },
  encryptionSets: async (reads) => {
    const { gallery } = reads.loaded.config
    const ids = encryptionSets(gallery ?? {}).map(({ id }) => id)
    return await readLinked(ids, armTypes.diskEncryptionSet, reads)
  },
  waysOut: async (reads) => {
    const { properties } = reads.loaded.config.pool ?? {}
    if (!isWithoutPublicAddresses(properties)) return undefined
    const subnet = await readSubnet(reads)
    if (subnet === undefined) return undefined
    const { natGatewayId = '', routeTableId = '' } = subnet
    const gateways = await readLinked([natGatewayId], armTypes.natGateway, reads)
    return [...gateways, ...(await readLinked([routeTableId], armTypes.routeTable, reads))]
  },
  endpointPolicies: async (reads) => {
    const ids = (await readSubnet(reads))?.serviceEndpointPolicies ?? []
    return await readLinked(ids, armTypes.serviceEndpointPolicy, reads)
  },
  usages: async (reads) => {
    const place = placeOfNodes(reads)
    const mode = reads.facts.pool?.account?.poolAllocationMode
    if (place === undefined || mode !== 'UserSubscription') return undefined
    return await tryReadUntil(reads.azure.computeUsages(place, reads), reads)
  },
  origin: async (reads) => {
    const { found } = reads.facts.image?.osSource ?? {}
    const from = found?.kind === 'disk' ? found.disk.sourceResourceId : undefined
    const id = parseArmId(from ?? '')
    if (id === undefined || !hasType(id, armTypes.disk)) return undefined
    if (reads.facts.image?.existing !== undefined) return undefined
    return await tryReadUntil(readOrigin(id.text, reads), reads)
  },
  supportedImages: readSupportedImages,
  nodeCounts: async (reads) => {
    const { account, poolId } = reads.facts.pool ?? {}
    if (account === undefined || poolId === undefined || !looksAtNodes(reads)) return undefined
    return await tryReadUntil(reads.azure.nodeCounts(account, nameOfId(poolId), reads), reads)
  },
  permissions: readPermissions,
  prices: readPrices,
}

/** Nobody waits longer for what only makes a check more exact: there is the table to go by. */
const mostMs = 5_000

/** Only where the account may say something else than the table; for `nodeAgentSkuId: auto` it was asked already. */
async function readSupportedImages(reads: LiveReads) {
  const { account } = reads.facts.pool ?? {}
  const { properties } = reads.loaded.config.pool ?? {}
  if (account === undefined || !mayAccountKnowBetter(properties)) return undefined
  const limit = AbortSignal.any([reads.limit, AbortSignal.timeout(mostMs)])
  const signal = AbortSignal.any([reads.signal, limit])
  return await tryReadUntil(reads.azure.supportedImages(account, { signal }), { ...reads, limit })
}

/** A price is nice to know: nobody waits longer for it. */
const mostMsOfPrices = 2_000

async function readPrices(reads: LiveReads): Promise<CheckFacts['prices']> {
  const { retailPrices } = reads.azure
  const place = placeOfNodes(reads)
  if (retailPrices === undefined || place === undefined || !changesNodes(reads)) return undefined
  const limit = AbortSignal.any([reads.limit, AbortSignal.timeout(mostMsOfPrices)])
  const signal = AbortSignal.any([reads.signal, limit])
  const had = textAt(reads.facts.pool?.existing?.properties, 'vmSize')
  const [wanted] = vmSizesOf(reads.loaded.config.pool)
  const sizes = new Map(
    [had, wanted].flatMap((size) => (size === undefined ? [] : [[size.toLowerCase(), size]])),
  )
  const location = normaliseRegion(place.location)
  const read = Promise.all(
    [...sizes.values()].map(async (vmSize) => await retailPrices({ location, vmSize }, { signal })),
  )
  return await tryReadUntil(
    read.then((lists) => lists.flat()),
    { ...reads, limit },
  )
}

/** Only where nodes are to come: a pool that is as it should be needs no quota. */
function changesNodes({ loaded: { config }, facts }: LiveReads): boolean {
  const kind = resolvePool(config, facts)?.decision.kind
  return kind !== undefined && kind !== 'reuse' && kind !== 'refuse'
}

/** Whether the plan waits until nodes are ready for tasks, which only the data plane tells. */
function looksAtNodes({ loaded: { config }, facts }: LiveReads): boolean {
  const steps = planPool(config, facts)?.steps ?? []
  return steps.some((step) => step.kind === 'await-nodes' && step.until === 'nodes')
}

/** Name of the pool that is to lose its nodes. */
function leavingPool({ loaded: { config }, facts }: LiveReads): string | undefined {
  const decision = resolvePool(config, facts)?.decision
  if (decision?.kind === 'recycle' || decision?.kind === 'replace') {
    return poolNameOf(decision.existing)
  }
  const [live] = decision?.kind === 'blue-green' ? decision.live : []
  return live && poolNameOf(live)
}

function placeOfNodes(reads: LiveReads): Place | undefined {
  const { account } = reads.facts.pool ?? {}
  const id = parseArmId(account?.id ?? '')
  if (account === undefined || id === undefined || !changesNodes(reads)) return undefined
  return { subscriptionId: id.subscriptionId, location: normaliseRegion(account.location) }
}

/** Of the network that new nodes are to be in. */
function networkIdOf(reads: LiveReads): string | undefined {
  const { properties } = reads.loaded.config.pool ?? {}
  const subnet = parseArmId(textAt(properties, 'networkConfiguration', 'subnetId') ?? '')
  if (subnet === undefined || !hasType(subnet, armTypes.subnet)) return undefined
  return changesNodes(reads) ? parentId(subnet) : undefined
}

async function readNetwork(reads: LiveReads) {
  const id = networkIdOf(reads)
  return id === undefined
    ? undefined
    : await tryReadUntil(reads.azure.virtualNetwork(id, reads), reads)
}

/** One read for each id that is one of the type. */
async function readSubnet(reads: LiveReads): Promise<Subnet | undefined> {
  const { properties } = reads.loaded.config.pool ?? {}
  const network = await readNetwork(reads)
  const name = nameOfId(textAt(properties, 'networkConfiguration', 'subnetId') ?? '')
  return network?.kind === 'found' ? findSubnet(network.value, name) : undefined
}

async function readLinked(ids: readonly string[], type: string, reads: LiveReads) {
  const distinct = new Map(ids.map((id) => [idKey(id), id]))
  const own = [...distinct.values()].filter((text) => {
    const id = parseArmId(text)
    return id !== undefined && hasType(id, type)
  })
  return await mapConcurrent(own, mostReads, async (id) => ({
    id,
    read: await tryReadUntil(reads.azure.linkedResource(id, reads), reads),
  }))
}

async function readOrigin(diskId: string, { azure, signal }: LiveReads) {
  const disk = await azure.disk(diskId, { signal })
  if (disk === undefined) return undefined
  const origin: SourceOrigin = { disk }
  const owner = parseArmId(disk.managedBy ?? '')
  if (owner === undefined || !hasType(owner, armTypes.virtualMachine)) return origin
  const machine = await readOrRefusal(azure.virtualMachine(owner.text, { signal }))
  return machine.kind === 'found' ? { ...origin, machine: machine.value } : origin
}

/**
 * Asks at the resource groups first: one answer for many writes. Only where that is no yes, at the resource itself, where a
 * role may have been given.
 */
async function readPermissions(reads: LiveReads): Promise<readonly ScopeGrants[] | undefined> {
  const writes = plannedWrites(reads.loaded.config, reads.facts)
  if (writes.length === 0) return undefined
  const groups = await readGrants(
    writes.map(({ scope }) => groupScope(scope)),
    reads,
  )
  const open = writes.filter((write) => isGranted(write, groups) !== true)
  const single = await readGrants(
    open.map(({ scope }) => scope).filter((scope) => groupScope(scope) !== scope),
    reads,
  )
  return [...groups, ...single]
}

async function readGrants(scopes: readonly string[], reads: LiveReads) {
  const distinct = new Map(scopes.map((scope) => [idKey(scope), scope]))
  return await mapConcurrent([...distinct.values()], mostReads, async (scope) => ({
    scope,
    read: await tryReadUntil(reads.azure.permissions(scope, reads), reads),
  }))
}
