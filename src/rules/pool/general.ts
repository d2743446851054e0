import { isAtLeast } from '../../model/batch-api-versions.js'
import { cloudServicePath, vmConfigurationPath } from '../../model/pool-body.js'
import { apiVersionFor } from '../../plan/pool-image.js'
import { isGiven, osOfPool, poolPath, poolValue, vmPath, vmValue } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const longest = 1024
/** From here on there is no such property at all, which another rule tells. */
const withoutCloudServices = '2024-07-01'
/** And 4 for each core, which `pool/vm-size-takes-task-slots` knows. */
const most = 256

export const poolGeneralRules = rulesOn('config', [
  {
    id: 'pool/display-name',
    title: 'displayName is longer than 1024 characters',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#request-body',
    check: (config) => {
      const name = poolValue(config, 'displayName')
      if (typeof name !== 'string' || name.length <= longest) return []
      const message = `displayName has ${String(name.length)} characters`
      return { at: poolPath('displayName'), message, help: `use at most ${String(longest)}` }
    },
  },
  {
    id: 'pool/one-kind-of-nodes',
    title: 'nodes are configured both as virtual machines and as Cloud Services',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#deploymentconfiguration',
    check: (config) => {
      const { image, gallery } = config
      if (poolValue(config, ...cloudServicePath) === undefined) return []
      if (isAtLeast(apiVersionFor(config), withoutCloudServices)) return []
      const at = poolPath(...cloudServicePath)
      if (poolValue(config, ...vmConfigurationPath) !== undefined) {
        const message =
          'cloudServiceConfiguration and virtualMachineConfiguration exclude each other'
        const help =
          'remove cloudServiceConfiguration: nodes of Cloud Services are retired, and none is made from an image'
        return { at, message, help }
      }
      if (image === undefined && gallery === undefined) return []
      return {
        at,
        message:
          'with cloudServiceConfiguration the nodes get the system that osFamily names, not the image',
        help: 'write virtualMachineConfiguration: { nodeAgentSkuId: auto } instead',
      }
    },
  },
  {
    id: 'pool/task-slots',
    title: 'a node has fewer than 1 or more than 256 task slots',
    docs: 'https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks',
    // The second is what the property was called before API version 2020-09-01.
    check: (config) =>
      (['taskSlotsPerNode', 'maxTasksPerNode'] as const).flatMap((key): Found => {
        const slots = poolValue(config, key)
        if (typeof slots !== 'number') return []
        const at = poolPath(key)
        if (slots < 1 || slots > most) {
          const message = `${key} is ${String(slots)}, which is not from 1 to ${String(most)}`
          return { at, message, help: `write a whole number from 1 to ${String(most)}` }
        }
        return []
      }),
  },
  {
    id: 'pool/windows-settings',
    title: 'windowsConfiguration or licenseType for nodes that run Linux',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#virtualmachineconfiguration',
    check: (config) => {
      if (osOfPool(config) !== 'Linux') return []
      return (['windowsConfiguration', 'licenseType'] as const)
        .filter((key) => isGiven(vmValue(config, key)))
        .map((key) => ({
          at: vmPath(key),
          message: `${key} is given for nodes that run Linux`,
          help: 'remove it',
        }))
    },
  },
])
