import * as v from 'valibot'
import { mount } from './mounts.js'
import { networkConfiguration } from './network.js'
import { startTask } from './start-task.js'
import { virtualMachineConfiguration } from './virtual-machine.js'
import { closedMap } from '../closed-map.js'
import {
  anything,
  choice,
  flag,
  integer,
  isoDuration,
  list,
  optional,
  pairs,
  range,
  required,
  secret,
  text,
} from './vocabulary.js'

const percent = range(5, 100)

/** A list is taken apart before this is checked (../check/normalize-vm-sizes.ts): Azure knows one size. */
const oneOrMore = v.pipe(
  text,
  v.metadata({
    jsonSchema: {
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    },
  }),
)

const upgradePolicy = closedMap({
  automaticOSUpgradePolicy: optional(
    'automatic OS upgrades',
    closedMap({
      disableAutomaticRollback: optional('stay on a failed version', flag),
      enableAutomaticOSUpgrade: optional('upgrade when a new image version is available', flag),
      osRollingUpgradeDeferral: optional('defer while tasks run', flag),
      useRollingUpgradePolicy: optional('use rollingUpgradePolicy', flag),
    }),
  ),
  mode: required('how upgrades are started', choice('automatic', 'manual', 'rolling')),
  rollingUpgradePolicy: optional(
    'rolling upgrade',
    closedMap({
      enableCrossZoneUpgrade: optional('upgrade zones in parallel', flag),
      maxBatchInstancePercent: optional('most nodes to upgrade at once, in percent', percent),
      maxUnhealthyInstancePercent: optional(
        'most unhealthy nodes before it stops, in percent',
        percent,
      ),
      maxUnhealthyUpgradedInstancePercent: optional(
        'most unhealthy upgraded nodes before it stops, in percent',
        range(0, 100),
      ),
      pauseTimeBetweenBatches: optional('pause between batches, in ISO 8601', isoDuration),
      prioritizeUnhealthyInstances: optional('unhealthy nodes first', flag),
      rollbackFailedInstancesOnPolicyBreach: optional('roll failed nodes back', flag),
    }),
  ),
})

const userAccount = closedMap({
  elevationLevel: optional('administrator or not', choice('NonAdmin', 'Admin')),
  linuxUserConfiguration: optional(
    'Linux only',
    closedMap({
      gid: optional('group id, together with uid', integer),
      sshPrivateKey: optional('SSH key between the nodes', secret),
      uid: optional('user id, together with gid', integer),
    }),
  ),
  name: required('name of the user', text),
  password: required('password of the user', secret),
  windowsUserConfiguration: optional(
    'Windows only',
    closedMap({ loginMode: optional('kind of login', choice('Batch', 'Interactive')) }),
  ),
})

export const poolPropertiesSchema = closedMap({
  applicationLicenses: optional('application licences', list(text), { until: '2025-06-01' }),
  applicationPackages: optional(
    'application packages to install',
    list(
      closedMap({
        id: required('ARM id of the application', text),
        version: optional('version; default: the default version', text),
      }),
    ),
  ),
  certificates: optional(
    'certificates to install',
    list(
      closedMap({
        id: required('ARM id of the certificate', text),
        storeLocation: optional('certificate store', choice('CurrentUser', 'LocalMachine')),
        storeName: optional('name of the store', text),
        visibility: optional('who may use it', list(choice('StartTask', 'Task', 'RemoteUser'))),
      }),
    ),
    { until: '2025-06-01', instead: 'the Key Vault extension of the virtual machine' },
  ),
  deploymentConfiguration: optional(
    'the virtual machines of the nodes',
    closedMap({
      cloudServiceConfiguration: optional(
        'Cloud Services nodes, which are retired',
        closedMap({
          osFamily: required('guest OS family', text),
          osVersion: optional('guest OS version', text),
        }),
        { until: '2024-07-01', instead: 'virtualMachineConfiguration' },
      ),
      virtualMachineConfiguration: optional('virtual machines', virtualMachineConfiguration),
    }),
  ),
  displayName: optional('display name', text),
  interNodeCommunication: optional(
    'communication between nodes; limits the size of the pool',
    choice('Enabled', 'Disabled'),
  ),
  maxTasksPerNode: optional('tasks at once on a node; replaced by taskSlotsPerNode', integer, {
    until: '2020-09-01',
    instead: 'taskSlotsPerNode',
  }),
  metadata: optional(
    'names and values of your choice',
    pairs(closedMap({ name: required('name', text), value: required('value', text) })),
  ),
  mountConfiguration: optional('file systems to mount on every node', list(mount)),
  networkConfiguration: optional('network of the nodes', networkConfiguration),
  resourceTags: optional('tags of the resources behind the pool', v.record(v.string(), text), {
    since: '2023-11-01',
    until: '2025-06-01',
    instead: 'pool.tags',
  }),
  scaleSettings: optional(
    'number of nodes',
    closedMap({
      autoScale: optional(
        'by an autoscale formula',
        closedMap({
          evaluationInterval: optional('how often to evaluate it, in ISO 8601', isoDuration),
          formula: required('autoscale formula', text),
        }),
      ),
      fixedScale: optional(
        'a fixed number',
        closedMap({
          nodeDeallocationOption: optional(
            'what happens to tasks on removed nodes',
            choice('Requeue', 'Terminate', 'TaskCompletion', 'RetainedData'),
            { valuesUntil: { RetainedData: '2026-08-01' } },
          ),
          resizeTimeout: optional(
            'how long Azure may take to allocate the nodes, in ISO 8601',
            isoDuration,
          ),
          targetDedicatedNodes: optional('dedicated nodes', integer),
          targetLowPriorityNodes: optional('Spot (low-priority) nodes', integer),
        }),
      ),
    }),
  ),
  startTask: optional('what every node runs first', startTask),
  targetNodeCommunicationMode: optional(
    'classic or simplified node communication',
    choice('Default', 'Classic', 'Simplified'),
    {
      since: '2022-10-01',
      until: '2025-06-01',
    },
  ),
  taskSchedulingPolicy: optional(
    'how tasks spread over the nodes',
    closedMap({
      jobDefaultOrder: optional('order of jobs of one priority', choice('None', 'CreationTime'), {
        since: '2025-06-01',
      }),
      nodeFillType: required('spread out or pack', choice('Spread', 'Pack')),
    }),
  ),
  taskSlotsPerNode: optional('task slots per node', integer, {
    since: '2020-09-01',
    instead: 'maxTasksPerNode',
  }),
  upgradePolicy: optional('upgrades of the OS image', upgradePolicy, { since: '2024-02-01' }),
  userAccounts: optional('users on every node', list(userAccount)),
  vmSkuProfile: optional(
    'with `vmSize: Mix`: one to five sizes among which Batch chooses',
    closedMap({
      vmSizes: required(
        'the sizes',
        list(
          closedMap({
            name: required('VM size', text),
            rank: optional('0 for the first', integer),
          }),
        ),
      ),
      allocationStrategy: optional(
        'which of them comes first; default `LowestPrice`',
        choice('LowestPrice', 'CapacityOptimized', 'Prioritized'),
      ),
    }),
    { since: '2026-08-01' },
  ),
  vmSize: optional(
    'VM size, for example Standard_D4s_v5, or a list of sizes (see fallbackVmSizes)',
    oneOrMore,
  ),
})

/** The parts of a pool in Resource Manager that a user may write. */
export const poolResourceSchema = closedMap({
  identity: optional('managed identities of the nodes, as in ARM', anything, {
    since: '2021-01-01',
  }),
  tags: optional('tags of the pool', anything, { since: '2024-07-01', instead: 'metadata' }),
  properties: optional(
    '`properties` of the pool, exactly as in ARM, Bicep or a REST body',
    poolPropertiesSchema,
  ),
})
