import type { Facts } from '../../src/model/facts.js'
import type { VmSize } from '../../src/ports/azure.js'
import { poolFacts } from './pool-facts.js'

export function vmSize(
  capabilities: Readonly<Record<string, string>> = {},
  name = 'Standard_D4s_v5',
): VmSize {
  return { name, family: 'standardDSv5Family', capabilities: { vCPUs: '4', ...capabilities } }
}

/** The facts of a pool where Batch lists these sizes. */
export function factsOfSizes(sizes: readonly VmSize[], of: Facts = poolFacts()): Facts {
  return { ...of, checks: { mode: 'apply', vmSizes: { kind: 'found', value: sizes } } }
}
