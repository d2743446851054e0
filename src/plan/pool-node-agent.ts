import type { Facts, PoolFacts } from '../model/facts.js'
import { chooseNodeAgent, type NodeAgentChoice } from '../model/node-agent.js'
import { nodeAgentOf, wantsAutoNodeAgent } from '../model/pool-body.js'
import type { PoolImage } from './pool-image.js'
import type { PoolConfig } from '../inputs/config.js'

export interface NodeAgentQuestion {
  readonly pool: PoolConfig
  readonly facts: PoolFacts
  readonly image: PoolImage | undefined
  readonly definition: NonNullable<Facts['gallery']>['definition']
}

/** What `nodeAgentSkuId: auto` comes to; undefined where an agent is written, or the list of agents was not read. */
export function nodeAgentChoice(question: NodeAgentQuestion): NodeAgentChoice | undefined {
  const { pool, facts, image, definition } = question
  if (!wantsAutoNodeAgent(pool.properties) || facts.supportedImages === undefined) return undefined
  return chooseNodeAgent({
    osType: image?.traits?.osType ?? definition?.osType,
    baseImage: facts.baseImage,
    identifier: definition?.identifier,
    supported: facts.supportedImages,
    now: facts.readAt ?? 0,
  })
}

/** The agent to send; undefined where one is written, and where none can be chosen. */
export function chosenNodeAgent(question: NodeAgentQuestion): string | undefined {
  const { pool, facts } = question
  if (!wantsAutoNodeAgent(pool.properties)) return undefined
  const choice = nodeAgentChoice(question)
  return choice?.kind === 'chosen' ? choice.id : nodeAgentOf(facts.existing?.properties)
}
