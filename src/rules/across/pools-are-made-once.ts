import { collision, madeTwice, type Made } from '../across-configs.js'
import type { Config } from '../../inputs/config.js'
import type { AcrossRule } from '../rule.js'

export const poolsAreMadeOnce: AcrossRule = {
  id: 'across/pools-are-made-once',
  title: 'no two config files describe the same pool',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
  needs: 'configs',
  check: (configs) => madeTwice(configs, poolOf).map(collision),
}

function poolOf({ pool }: Config): Made | undefined {
  const { name, account } = pool ?? {}
  if (name === undefined) return undefined
  const key = [account?.replace(/\/$/, ''), name].join('\n')
  return { what: 'pool', name, path: ['pool', 'name'], key }
}
