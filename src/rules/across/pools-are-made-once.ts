import { collision, madeTwice, type RunState } from '../across-configs.js'
import type { Config, LoadedConfig } from '../../inputs/config.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { AcrossRule } from '../rule.js'

export const poolsAreMadeOnce: AcrossRule = {
  id: 'across/pools-are-made-once',
  title: 'no two config files describe the same pool',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
  needs: 'configs',
  check: (configs) => {
    const ids = accountIds(configs)
    return madeTwice(configs, (config) => poolOf(config, ids)).map(collision)
  },
}

/** The ids that accounts are given by, by their names, in lower case. */
function accountIds(configs: readonly LoadedConfig[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>()
  for (const { config } of configs) {
    const id = parseArmId(config.pool?.account?.replace(/\/$/, '') ?? '')
    if (id === undefined) continue
    const name = id.name.toLowerCase()
    ids.set(name, (ids.get(name) ?? new Set()).add(id.text.toLowerCase()))
  }
  return ids
}

function poolOf({ pool }: Config, ids: ReturnType<typeof accountIds>): RunState | undefined {
  const { name, account } = pool ?? {}
  if (name === undefined) return undefined
  const given = account?.replace(/\/$/, '')
  // A name stands for the one account of that name that other files give by its id.
  const [id, ...others] = ids.get(given?.toLowerCase() ?? '') ?? []
  const key = [others.length === 0 ? (id ?? given) : given, name].join('\n')
  return { what: 'pool', name, path: ['pool', 'name'], key }
}
