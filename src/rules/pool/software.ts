import { isSameText } from '../../shared/same-text.js'
import { pathText } from '../../shared/path-text.js'
import { hasType, parseArmId } from '../../shared/arm-id.js'
import { isJsonArray, isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { givenTwice } from '../kit/lists.js'
import {
  type Item,
  isGiven,
  poolItems,
  poolPath,
  poolValue,
  vmItems,
  vmValue,
} from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const most = 10
const type = 'Microsoft.Batch/batchAccounts/applications'
const registryPath = ['startTask', 'containerSettings', 'registry'] as const

export const poolSoftwareRules = rulesOn('config', [
  {
    id: 'pool/application-packages',
    title:
      'a pool refers to more than 10 application packages, or to one that is not of its own account',
    docs: 'https://learn.microsoft.com/azure/batch/batch-application-packages',
    check: (config) => {
      const packages = poolItems(config, 'applicationPackages')
      const problems = packages.flatMap((item) => packageViolations(item, config.pool?.account))
      if (packages.length <= most) return problems
      const at = poolPath('applicationPackages', most)
      const message = `${String(packages.length)} application packages are more than the ${String(most)} that a pool can have`
      return [...problems, { at, message, help: `keep at most ${String(most)}` }]
    },
  },
  {
    id: 'pool/extension-order',
    title:
      'two extensions share a name, or one waits for something that is not an extension of the pool',
    docs: 'https://learn.microsoft.com/azure/batch/create-pool-extensions',
    check: (config) => {
      const extensions = vmItems(config, 'extensions')
      const names = extensions.map(({ item: { name } }) => name)
      const twice = givenTwice(extensions, 'name', {
        says: (name) => `more than one extension is called ${name}`,
        help: 'give each a name of its own',
      })
      const unknown = extensions.flatMap(({ at, item }) => {
        const after = item['provisionAfterExtensions']
        const given = isJsonArray(after) ? after : []
        return given.flatMap((name, index): Found => {
          if (typeof name !== 'string' || (names.includes(name) && name !== item['name'])) return []
          const message =
            name === item['name']
              ? `extension ${showValue(name)} waits for itself`
              : `${showValue(name)} is not an extension of this pool`
          const help = 'name another extension of the pool, or remove it'
          return { at: [...at, 'provisionAfterExtensions', index], message, help }
        })
      })
      return [twice, unknown]
    },
  },
  {
    id: 'pool/registry-credentials',
    title: 'a container registry has neither an identity nor user name and password, or both',
    docs: 'https://learn.microsoft.com/azure/batch/batch-docker-container-workloads',
    check: (config) => {
      const own = poolValue(config, ...registryPath)
      return [
        ...vmItems(config, 'containerConfiguration', 'containerRegistries'),
        ...(isJsonObject(own) ? [{ at: poolPath(...registryPath), item: own }] : []),
      ].flatMap(registryViolations)
    },
  },
  {
    id: 'pool/start-task-container',
    title: 'the start task is to run in a container, and the pool has none',
    // Written down as forbidden for tasks; of start tasks nothing is said.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-docker-container-workloads',
    check: (config) => {
      if (!isGiven(poolValue(config, 'startTask', 'containerSettings'))) return []
      if (isGiven(vmValue(config, 'containerConfiguration'))) return []
      return {
        at: poolPath('startTask', 'containerSettings'),
        message:
          'the start task has containerSettings, and the pool no containerConfiguration: its nodes get no container runtime',
        help: 'add containerConfiguration: { type: DockerCompatible } under virtualMachineConfiguration, or remove containerSettings',
      }
    },
  },
])

function packageViolations({ at: path, item }: Item, account: string | undefined): Found {
  const text = item['id']
  if (typeof text !== 'string' || text === '') return []
  const at = [...path, 'id']
  const id = parseArmId(text)
  if (id === undefined || !(hasType(id, type) || hasType(id, `${type}/versions`))) {
    const message = `${showValue(text)} is not the ID of an application`
    const help =
      'write <ID of the Batch account>/applications/<application>, the version in version'
    return { at, message, help }
  }
  const ours = parseArmId(account ?? '')?.name ?? account
  const theirs = id.names[0]
  if (ours === undefined || isSameText(theirs, ours)) return []
  const message = `the application ${showValue(id.names[1])} is of Batch account ${showValue(theirs)}, the pool of ${showValue(ours)}`
  return { at, message, help: 'upload the application to the account of the pool' }
}

function registryViolations({ at, item }: Item): Found {
  const has = (key: string) => isGiven(item[key])
  if (has('identityReference') && (has('username') || has('password'))) {
    const message = 'identityReference excludes username and password'
    return { at: [...at, 'identityReference'], message, help: 'remove username and password' }
  }
  if (has('username') === has('password')) return []
  const [given, missing] = has('username') ? ['username', 'password'] : ['password', 'username']
  const message = `${pathText([...at, missing])} is missing: the registry has a ${given}`
  return { at: [...at, given], message, help: `give ${missing}, or better identityReference` }
}
