/** What a plan comes to in figures: nodes, cores and their quota, replicas, and what an hour costs by list. */
import type { Config } from '../inputs/config.js'
import { valueOf } from '../model/check-facts.js'
import { coresInUse } from '../model/cores-in-use.js'
import type { Facts } from '../model/facts.js'
import { coresOf, familyQuota, findSize } from '../model/offered-sizes.js'
import { nodeGoal } from '../model/pool-body.js'
import { readPoolState } from '../model/pool-state.js'
import type { PlanFigures, Step } from '../model/step.js'
import { vmSizesOf } from '../model/vm-sizes.js'
import type { OsType, RetailPrice, VmSize } from '../ports/azure.js'
import { numberAt, objectsAt, textAt } from '../shared/json-at.js'
import { normaliseRegion } from '../shared/region.js'

interface Nodes {
  readonly dedicated: number
  readonly spot: number
}

/** Undefined where nothing of it is known or asked for. `at`: ISO 8601, the run's clock. */
export function figuresOf(
  config: Config,
  facts: Facts,
  { steps, at }: { readonly steps: readonly Step[]; readonly at: string },
): PlanFigures | undefined {
  const figures = { ...nodesFigures(config, facts, at), ...replicaFigures(steps, facts) }
  return Object.keys(figures).length === 0 ? undefined : figures
}

function nodesFigures(config: Config, facts: Facts, at: string): PlanFigures {
  const { pool, rollout } = config
  const goal = pool === undefined ? undefined : nodeGoal(pool, rollout)
  const [name] = vmSizesOf(pool)
  const { existing, account } = facts.pool ?? {}
  // A formula decides later how many nodes there are; the section on it says how many it can ask for.
  if (goal === undefined || goal.autoScale || name === undefined) return {}
  const sizes = valueOf(facts.checks?.vmSizes) ?? []
  const had = textAt(existing?.properties, 'vmSize')
  const state = existing && readPoolState(existing.properties)
  const before: Nodes = { dedicated: state?.dedicated ?? 0, spot: state?.lowPriority ?? 0 }
  const after: Nodes = {
    dedicated: goal.targetDedicatedNodes,
    spot: goal.targetLowPriorityNodes,
  }
  const size = findSize(name, sizes)
  const prices = valueOf(facts.checks?.prices) ?? []
  const osType = osTypeOf(config, facts)
  const costs = (vmSize: string | undefined, nodes: Nodes): number | undefined =>
    vmSize === undefined ? 0 : costOf({ vmSize, nodes, osType, prices, at })
  const [costBefore, costAfter] = [costs(had, before), costs(name, after)]
  const location = account?.location
  return {
    vmSize: size?.name ?? name,
    nodes: { before, after },
    ...(size !== undefined &&
      coresFigures({ size, had: findSize(had, sizes), before, after, facts })),
    ...(costBefore !== undefined &&
      costAfter !== undefined &&
      location !== undefined && {
        usdPerHour: {
          before: costBefore,
          after: costAfter,
          location: normaliseRegion(location),
          osType,
        },
      }),
  }
}

interface Cores {
  readonly size: VmSize
  readonly had: VmSize | undefined
  readonly before: Nodes
  readonly after: Nodes
  readonly facts: Facts
}

/** Cores of this pool, and what is used of the account's quota for them with and without the plan. */
function coresFigures({ size, had, before, after, facts }: Cores): PlanFigures {
  const perNode = coresOf(size)
  if (perNode === undefined) return {}
  const perOldNode = had === undefined ? perNode : (coresOf(had) ?? perNode)
  const kinds = (['dedicated', 'spot'] as const).filter((kind) => before[kind] + after[kind] > 0)
  return {
    cores: kinds.map((kind) => {
      const own = { before: before[kind] * perOldNode, after: after[kind] * perNode }
      const isKnown = valueOf(facts.checks?.pools) !== undefined
      const { limit, of, family } = quotaOf(facts, kind, size)
      const used = coresInUse(facts, kind === 'spot' ? 'lowPriority' : kind, family)
      const isSameFamily = family === undefined || had === undefined || had.family === family
      return {
        kind,
        ...own,
        ...(limit !== undefined &&
          isKnown && {
            quota: {
              of,
              limit,
              usedBefore: used,
              usedAfter: used - (isSameFamily ? own.before : 0) + own.after,
            },
          }),
      }
    }),
  }
}

/** Of accounts that take their nodes from the subscription the account's own quota says nothing. */
function quotaOf(
  { pool }: Facts,
  kind: 'dedicated' | 'spot',
  size: VmSize,
): { readonly limit: number | undefined; readonly of: string; readonly family?: string } {
  const { account } = pool ?? {}
  const properties = account?.properties
  const isBatchs = account?.poolAllocationMode === 'BatchService'
  if (kind === 'spot' || !isBatchs) {
    const limit = isBatchs ? numberAt(properties, 'lowPriorityCoreQuota') : undefined
    return { limit, of: 'Spot cores' }
  }
  const ofFamily = familyQuota(properties, size.family)?.limit
  return ofFamily === undefined
    ? { limit: numberAt(properties, 'dedicatedCoreQuota'), of: 'dedicated cores' }
    : { limit: ofFamily, of: `cores of ${size.family}`, family: size.family }
}

interface Cost {
  readonly vmSize: string
  readonly nodes: Nodes
  readonly osType: OsType
  readonly prices: readonly RetailPrice[]
  readonly at: string
}

/** USD for an hour of all nodes; undefined where a price is missing. Spot: what a node costs today, it changes. */
function costOf({ vmSize, nodes, osType, prices, at }: Cost): number | undefined {
  const priceOf = (...kinds: readonly RetailPrice['kind'][]): number | undefined =>
    kinds
      .map((kind) => latest(prices.filter((one) => one.kind === kind && fits(one))))
      .find((price) => price !== undefined)
  const fits = (price: RetailPrice): boolean =>
    price.vmSize.toLowerCase() === vmSize.toLowerCase() &&
    price.osType === osType &&
    !(Date.parse(price.from) > Date.parse(at))
  const dedicated = nodes.dedicated === 0 ? 0 : priceOf('dedicated')
  const spot = nodes.spot === 0 ? 0 : priceOf('spot', 'low-priority')
  if (dedicated === undefined || spot === undefined) return undefined
  return nodes.dedicated * dedicated + nodes.spot * spot
}

function latest(prices: readonly RetailPrice[]): number | undefined {
  return prices.toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from))[0]?.usdPerHour
}

function osTypeOf(config: Config, facts: Facts): OsType {
  const agent = textAt(
    config.pool?.properties,
    'deploymentConfiguration',
    'virtualMachineConfiguration',
    'nodeAgentSkuId',
  )
  if (agent !== undefined && /windows/i.test(agent)) return 'Windows'
  const { found } = facts.image?.osSource ?? {}
  const ofSource = found?.kind === 'disk' ? found.disk.osType : undefined
  return config.image?.osType ?? facts.gallery?.definition?.osType ?? ofSource ?? 'Linux'
}

/** Replicas that a new version gets, and how much each of them holds as far as the disks say it. */
function replicaFigures(steps: readonly Step[], { image }: Facts): PlanFigures {
  const step = steps.find(({ kind }) => kind === 'create-image-version')
  if (step?.kind !== 'create-image-version') return {}
  const regions = objectsAt(step.body, 'properties', 'publishingProfile', 'targetRegions')
  const common = numberAt(step.body, 'properties', 'publishingProfile', 'replicaCount') ?? 1
  const count = regions
    .map((region) => numberAt(region, 'regionalReplicaCount') ?? common)
    .reduce((sum, replicas) => sum + replicas, 0)
  const sources = image === undefined ? [] : [image.osSource, ...image.dataSources]
  const sizes = sources.map(({ found }) => (found.kind === 'disk' ? found.disk.sizeGB : undefined))
  const known = sizes.filter((size) => size !== undefined)
  const gigabytes = known.reduce((sum, size) => sum + size, 0)
  const isKnown = sizes.length > 0 && known.length === sizes.length
  return {
    replicas: { count, regions: regions.length, ...(isKnown && { gigabytesEach: gigabytes }) },
  }
}
