/** What a scenario has in store for a resize. */
import { textAt } from '../../json.js'
import type { ResizeScenario, Store, StoredResource } from '../../kernel.js'
import { firstMatch } from '../../patterns.js'
import { imageIdOf, parseImageId, type World } from './pool-image.js'
import type { NamedValue } from './problem.js'
import {
  countNodes,
  nodeKinds,
  outOfCapacity,
  usualMessage,
  type Capacity,
  type Node,
  type ResizeError,
  type ResizeRequest,
  type Target,
} from './resize.js'

/** 15 minutes for 1,000 nodes: what Microsoft's guidance allows for gallery images. */
const galleryNodesPerMinute = 1000 / 15
/** A gallery pool is steady up to a quarter sooner than one from a managed image. */
const managedNodesPerMinute = galleryNodesPerMinute * 0.75

/** Resizes that each list of a scenario has set the course of, pool by pool. */
const counts = new WeakMap<Store, Map<string, number>>()

export interface Beginning {
  readonly target: Target
  /** Nodes that are there. */
  readonly nodes: readonly Node[]
  /** What the region has left of the pool's size for it, where the scenario bounds that. */
  readonly leftOfSize: number | undefined
}

type Course = Pick<ResizeRequest, 'nodesPerMinute' | 'capacity' | 'failure'>

/** The course of a resize that begins now; each call takes the next one of the pool's list. */
export function nextCourse(world: World, pool: StoredResource, beginning: Beginning): Course {
  const scenario = nextScenario(world, pool)
  const capacity = capacityOf(scenario, beginning)
  const isBound = scenario.capacity !== undefined || scenario.adds !== undefined
  const error = forcedError(scenario)
  const isForced = error !== undefined && (scenario.afterSeconds !== undefined || !isBound)
  const { afterSeconds } = scenario
  return {
    nodesPerMinute: scenario.nodesPerMinute ?? usualRate(pool),
    ...(capacity === undefined ? {} : { capacity }),
    ...(isForced && grows(beginning)
      ? {
          failure: {
            error,
            ...(afterSeconds === undefined ? {} : { afterMs: afterSeconds * 1000 }),
          },
        }
      : {}),
  }
}

function grows({ target, nodes }: Beginning): boolean {
  const current = countNodes(nodes)
  return nodeKinds.some((kind) => (target[kind] ?? 0) > current[kind])
}

function nextScenario({ store, scenario }: World, pool: StoredResource): ResizeScenario {
  const [list, courses] = firstMatch(scenario.resizesByImage, imageIdOf(pool)) ??
    firstMatch(scenario.resizesByPool, pool.name) ?? ['', scenario.resizes ?? []]
  const begun = counts.get(store) ?? new Map<string, number>()
  counts.set(store, begun)
  const key = `${pool.id.toLowerCase()} ${list}`
  const index = begun.get(key) ?? 0
  begun.set(key, index + 1)
  return courses[index] ?? courses.at(-1) ?? {}
}

/** The tightest of what the scenario says of this resize and of the size. */
function capacityOf(scenario: ResizeScenario, beginning: Beginning): Capacity | undefined {
  const error = forcedError(scenario)
  const { capacity, adds } = scenario
  const bounds: (Capacity | undefined)[] = [
    capacity === undefined ? undefined : { nodes: capacity, error: error ?? outOfCapacity },
    adds === undefined
      ? undefined
      : { nodes: keptNodes(beginning) + adds, ...(error === undefined ? {} : { error }) },
    beginning.leftOfSize === undefined
      ? undefined
      : { nodes: beginning.leftOfSize, error: outOfCapacity },
  ]
  return bounds
    .filter((bound) => bound !== undefined)
    .toSorted((a, b) => a.nodes - b.nodes)
    .at(0)
}

function keptNodes({ target, nodes }: Beginning): number {
  const current = countNodes(nodes)
  return nodeKinds.reduce(
    (sum, kind) => sum + Math.min(current[kind], target[kind] ?? current[kind]),
    0,
  )
}

function usualRate(pool: StoredResource): number {
  const id = parseImageId(imageIdOf(pool) ?? '')
  return id?.kind === 'managed' ? managedNodesPerMinute : galleryNodesPerMinute
}

function forcedError({ error }: ResizeScenario): ResizeError | undefined {
  if (error === undefined) return undefined
  const { code, message = usualMessage(code), details = [], values = [] } = error
  const pairs: NamedValue[] = [
    ...details.map((one) => pairOf(one, 'code', 'message')),
    ...values.map((one) => pairOf(one, 'name', 'value')),
  ]
  return { code, message, values: pairs }
}

function pairOf(value: Parameters<typeof textAt>[0], name: string, text: string): NamedValue {
  return { name: textAt(value, name) ?? '', value: textAt(value, text) ?? '' }
}
