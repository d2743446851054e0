import type {
  Config,
  GalleryConfig,
  LoadedConfig,
  PoolConfig,
  RolloutConfig,
  RunOptions,
} from '../inputs/config.js'
import type { ImageFacts, PoolFacts, SourceFacts } from '../model/facts.js'
import type { BaseImage } from '../model/node-agent.js'
import { hasNoNodes } from '../plan/resolve-pool.js'
import { ownImageId, wantsAutoNodeAgent } from '../model/pool-body.js'
import { apiVersionFor } from '../plan/pool-image.js'
import { readPoolState } from '../model/pool-state.js'
import {
  isBeingDeleted,
  livePoolBeside,
  livePools,
  livePoolsBut,
  poolsOfRollout,
} from '../model/pool-roles.js'
import type { Azure, BatchAccount, Call, Pool } from '../ports/azure.js'
import {
  armTypes,
  batchAccountId,
  hasType,
  imageVersionId,
  parseArmId,
  poolId,
  sameId,
} from '../shared/arm-id.js'
import { AzureFailure, UserError } from '../shared/errors.js'
import { observeBaseImage } from './base-image.js'
import { tryRead } from './read-result.js'
import type { ReadResult } from '../model/check-facts.js'
import { listsApiVersion } from '../ports/batch-lists.js'

export interface PoolReads extends Call {
  /** What is found out of the image section, on the way. */
  readonly image: Promise<ImageFacts | undefined>
}

/**
 * Reads what a pool section depends on: account, pool, and for `nodeAgentSkuId: auto` the images that Batch supports and where
 * the image comes from. Undefined without a pool section. Throws `UserError` when account or name are not said.
 */
export async function observePool(
  loaded: LoadedConfig,
  runOptions: RunOptions,
  azure: Azure,
  reads: PoolReads,
): Promise<PoolFacts | undefined> {
  const { pool } = loaded.config
  const call = { signal: reads.signal }
  if (pool === undefined) return undefined
  const accountId = accountOf(pool, loaded, runOptions)
  const name = nameOf(pool, loaded)
  const apiVersion = apiVersionFor(loaded.config)
  const { onExistingPool } = loaded.config.rollout ?? {}
  const wanted = { accountId, name, apiVersion, onExistingPool }
  const [account, found] = await Promise.all([
    azure.batchAccount(accountId, call),
    onExistingPool === 'blue-green'
      ? observeMembers(wanted, azure, call)
      : observeOne(wanted, azure, call),
  ])
  const { existing } = found
  const agent = needsNodeAgent(loaded.config, existing)
    ? await observeNodeAgents(loaded, account, azure, reads)
    : {}
  return {
    accountId,
    poolId: existing?.id ?? poolId(accountId, name),
    apiVersion,
    readAt: Date.now(),
    ...(account !== undefined && { account }),
    ...found,
    ...agent,
  }
}

type Found = Pick<PoolFacts, 'existing' | 'members' | 'leaving' | 'livePool' | 'liveElsewhere'>

interface Wanted extends Pick<PoolFacts, 'accountId' | 'apiVersion'> {
  readonly name: string
  readonly onExistingPool: RolloutConfig['onExistingPool']
}

/** A pool that is being deleted only has to be gone; who replaces it needs to know how to bring it back, though. */
async function observeOne(wanted: Wanted, azure: Azure, call: Call): Promise<Found> {
  const { accountId, name, onExistingPool } = wanted
  const list = tryRead(azure.pools(accountId, call), call)
  const [pool, listed] = await Promise.all([readPool(wanted, list, azure, call), list])
  const pools = listed.kind === 'found' ? listed.value : []
  const livePool = livePoolBeside(name, pools)
  const liveElsewhere = livePoolsBut(name, pools)
  const beside = livePool === undefined ? { liveElsewhere } : { livePool, liveElsewhere }
  if (pool === undefined) return beside
  const isLeaving = isBeingDeleted(pool) && onExistingPool !== 'replace'
  return { ...beside, ...(isLeaving ? { leaving: [pool] } : { existing: pool }) }
}

/**
 * The list of the account's pools, which is read in any case, holds the pool as a read of it alone would show it (the
 * examples PoolList and PoolGet of Microsoft.Batch), or tells that there is none. Read alone it is where the config wants another
 * API version, at the same time as the list, and by who may read it but not list them all.
 */
async function readPool(
  { accountId, name, apiVersion }: Wanted,
  list: Promise<ReadResult<readonly Pool[]>>,
  azure: Azure,
  call: Call,
): Promise<Pool | undefined> {
  const id = poolId(accountId, name)
  if (apiVersion !== listsApiVersion) return await azure.pool(id, apiVersion, call)
  const listed = await list
  if (listed.kind === 'found') {
    const pool = listed.value.find((one) => sameId(one.id, id))
    // Changes go by the ETag: nobody's change in between is overwritten.
    if (pool === undefined || pool.etag !== undefined) return pool
  }
  return await azure.pool(id, apiVersion, call)
}

/** The pools that are one to a blue-green rollout, as the API version of the config spells them. */
async function observeMembers(
  { accountId, name, apiVersion }: Wanted,
  azure: Azure,
  call: Call,
): Promise<Found> {
  const all = await listPools(accountId, azure, call)
  const listed = poolsOfRollout(name, all)
  const read = await Promise.all(
    listed.map(async ({ id }) => await azure.pool(id, apiVersion, call)),
  )
  const found = read.filter((pool) => pool !== undefined)
  const members = found.filter((pool) => !isBeingDeleted(pool))
  const [existing] = livePools(name, members)
  const leaving = found.filter(isBeingDeleted)
  // Of a rollout of this very name the live pool is `existing`; the name may be of a pool of another one.
  const livePool = existing === undefined ? livePoolBeside(name, all) : undefined
  const isOther = livePool !== undefined && !members.some(({ id }) => sameId(id, livePool.id))
  return {
    ...{ members, leaving, liveElsewhere: livePoolsBut(name, all) },
    ...(existing !== undefined && { existing }),
    ...(isOther && { livePool }),
  }
}

/** Of an account that is not there a rule tells. */
async function listPools(accountId: string, azure: Azure, call: Call): Promise<readonly Pool[]> {
  try {
    return await azure.pools(accountId, call)
  } catch (error) {
    if (error instanceof AzureFailure && error.status === 404) return []
    throw error
  }
}

/** A pool that has nodes keeps the agent that was chosen for it, unless it is given up for another image. */
function needsNodeAgent({ pool, rollout }: Config, existing: Pool | undefined): boolean {
  if (!wantsAutoNodeAgent(pool?.properties)) return false
  const { onExistingPool = 'update' } = rollout ?? {}
  if (!['update', 'fail'].includes(onExistingPool)) return true
  return existing === undefined || hasNoNodes(readPoolState(existing.properties))
}

type AgentFacts = Pick<PoolFacts, 'supportedImages' | 'supportedImagesFailure' | 'baseImage'>

async function observeNodeAgents(
  { config }: LoadedConfig,
  account: BatchAccount | undefined,
  azure: Azure,
  reads: PoolReads,
): Promise<AgentFacts> {
  if (account === undefined) return {}
  const [supported, baseImage] = await Promise.all([
    observeSupportedImages(account, azure, reads),
    observeLineage(config, azure, reads),
  ])
  return { ...supported, ...(baseImage !== undefined && { baseImage }) }
}

/** The data plane may be closed to where this runs: then no agent can be chosen, which a rule says. */
async function observeSupportedImages(
  account: BatchAccount,
  azure: Azure,
  { signal }: Call,
): Promise<AgentFacts> {
  try {
    return { supportedImages: await azure.supportedImages(account, { signal }) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AzureFailure) return { supportedImagesFailure: error }
    throw error
  }
}

async function observeLineage(
  config: Config,
  azure: Azure,
  { signal, image }: PoolReads,
): Promise<BaseImage | undefined> {
  const start =
    ownImageId(config.pool?.properties) ??
    config.image?.id ??
    diskOf((await image)?.osSource) ??
    publishedVersion(config.gallery)
  return start === undefined ? undefined : await observeBaseImage(start, azure, { signal })
}

function diskOf(source: SourceFacts | undefined): string | undefined {
  if (source?.found.kind === 'vm') return source.found.osDisk?.id
  return source?.found.kind === 'disk' ? source.found.disk.id : undefined
}

function publishedVersion(gallery: GalleryConfig | undefined): string | undefined {
  const { imageDefinition, imageVersion } = gallery ?? {}
  if (imageDefinition === undefined || imageVersion === undefined) return undefined
  return imageVersionId(imageDefinition, imageVersion)
}

function accountOf(pool: PoolConfig, loaded: LoadedConfig, runOptions: RunOptions): string {
  const { account } = pool
  if (account === undefined) {
    throw incomplete(loaded, 'account', 'the pool needs a Batch account', 'give batch-account')
  }
  const id = parseArmId(account)
  if (id !== undefined && hasType(id, armTypes.batchAccount)) return account
  if (account.includes('/')) {
    const message = `${account} is not the id of a Batch account`
    const help = `write /subscriptions/…/resourceGroups/…/providers/${armTypes.batchAccount}/…, or the name alone`
    throw incomplete(loaded, 'account', message, help)
  }
  const { subscriptionId, resourceGroup } = runOptions
  if (subscriptionId === undefined || resourceGroup === undefined) {
    const message = `Batch account ${account} is a name, and it is not said where to find it`
    const help = 'give subscription-id and resource-group, or the id of the account'
    throw incomplete(loaded, 'account', message, help)
  }
  return batchAccountId({ subscriptionId, resourceGroup }, account)
}

function nameOf({ name }: PoolConfig, loaded: LoadedConfig): string {
  if (name !== undefined) return name
  throw incomplete(loaded, 'name', 'the pool needs a name', 'give pool-name, or name under pool')
}

function incomplete(
  loaded: LoadedConfig,
  key: keyof PoolConfig,
  message: string,
  help: string,
): UserError {
  const at = loaded.originOf(['pool', key])
  return new UserError([{ rule: 'pool/is-complete', severity: 'error', message, help, at }])
}
