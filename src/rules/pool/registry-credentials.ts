import { isJsonObject } from '../../shared/json.js'
import { isGiven, poolPath, poolValue, vmItems, type Item } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const registryPath = ['startTask', 'containerSettings', 'registry'] as const

export const registryCredentials: OfflineRule = {
  id: 'pool/registry-credentials',
  title: 'a container registry is signed in to with an identity, or with user name and password',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-docker-container-workloads',
  needs: 'config',
  check: (config) => {
    const own = poolValue(config, ...registryPath)
    return [
      ...vmItems(config, 'containerConfiguration', 'containerRegistries'),
      ...(isJsonObject(own) ? [{ at: poolPath(...registryPath), item: own }] : []),
    ].flatMap(problemsOf)
  },
}

function problemsOf({ at, item }: Item): readonly Violation[] {
  const has = (key: string) => isGiven(item[key])
  if (has('identityReference') && (has('username') || has('password'))) {
    const message = 'identityReference excludes username and password'
    return [{ at: [...at, 'identityReference'], message, help: 'remove username and password' }]
  }
  if (has('username') === has('password')) return []
  const [given, missing] = has('username') ? ['username', 'password'] : ['password', 'username']
  const message = `the registry has a ${given}, but no ${missing}`
  return [{ at: [...at, given], message, help: `give ${missing}, or better identityReference` }]
}
