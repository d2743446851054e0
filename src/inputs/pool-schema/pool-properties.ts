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
  need,
  range,
  say,
  text,
} from './vocabulary.js'

const percent = range(5, 100)

/** A list is taken apart before this is checked (../tidy-vm-sizes.ts): Azure knows one size. */
const oneOrMore = v.pipe(
  text,
  v.metadata({
    jsonSchema: {
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    },
  }),
)

const upgradePolicy = closedMap({
  automaticOSUpgradePolicy: say(
    'automatic OS upgrades',
    closedMap({
      disableAutomaticRollback: say('stay on a failed version', flag),
      enableAutomaticOSUpgrade: say('upgrade when a new image version is available', flag),
      osRollingUpgradeDeferral: say('defer while tasks run', flag),
      useRollingUpgradePolicy: say('use rollingUpgradePolicy', flag),
    }),
  ),
  mode: need('how upgrades are started', choice('automatic', 'manual', 'rolling')),
  rollingUpgradePolicy: say(
    'rolling upgrade',
    closedMap({
      enableCrossZoneUpgrade: say('upgrade zones in parallel', flag),
      maxBatchInstancePercent: say('most nodes to upgrade at once, in percent', percent),
      maxUnhealthyInstancePercent: say('most unhealthy nodes before it stops, in percent', percent),
      maxUnhealthyUpgradedInstancePercent: say(
        'most unhealthy upgraded nodes before it stops, in percent',
        range(0, 100),
      ),
      pauseTimeBetweenBatches: say('pause between batches, in ISO 8601', isoDuration),
      prioritizeUnhealthyInstances: say('unhealthy nodes first', flag),
      rollbackFailedInstancesOnPolicyBreach: say('roll failed nodes back', flag),
    }),
  ),
})

const userAccount = closedMap({
  elevationLevel: say('administrator or not', choice('NonAdmin', 'Admin')),
  linuxUserConfiguration: say(
    'Linux only',
    closedMap({
      gid: say('group id, together with uid', integer),
      sshPrivateKey: say('SSH key between the nodes', text),
      uid: say('user id, together with gid', integer),
    }),
  ),
  name: need('name of the user', text),
  password: need('password of the user', text),
  windowsUserConfiguration: say(
    'Windows only',
    closedMap({ loginMode: say('kind of login', choice('Batch', 'Interactive')) }),
  ),
})

export const poolPropertiesSchema = closedMap({
  applicationLicenses: say('application licences', list(text), { until: '2025-06-01' }),
  applicationPackages: say(
    'application packages to install',
    list(
      closedMap({
        id: need('ARM id of the application', text),
        version: say('version; default: the default version', text),
      }),
    ),
  ),
  certificates: say(
    'certificates to install',
    list(
      closedMap({
        id: need('ARM id of the certificate', text),
        storeLocation: say('certificate store', choice('CurrentUser', 'LocalMachine')),
        storeName: say('name of the store', text),
        visibility: say('who may use it', list(choice('StartTask', 'Task', 'RemoteUser'))),
      }),
    ),
    { until: '2025-06-01', instead: 'the Key Vault extension of the virtual machine' },
  ),
  deploymentConfiguration: say(
    'the virtual machines of the nodes',
    closedMap({
      cloudServiceConfiguration: say(
        'Cloud Services nodes, which are retired',
        closedMap({
          osFamily: need('guest OS family', text),
          osVersion: say('guest OS version', text),
        }),
        { until: '2024-07-01', instead: 'virtualMachineConfiguration' },
      ),
      virtualMachineConfiguration: say('virtual machines', virtualMachineConfiguration),
    }),
  ),
  displayName: say('display name', text),
  interNodeCommunication: say(
    'communication between nodes; limits the size of the pool',
    choice('Enabled', 'Disabled'),
  ),
  maxTasksPerNode: say('tasks at once on a node; replaced by taskSlotsPerNode', integer, {
    until: '2020-09-01',
    instead: 'taskSlotsPerNode',
  }),
  metadata: say(
    'names and values of your choice',
    list(closedMap({ name: need('name', text), value: need('value', text) })),
  ),
  mountConfiguration: say('file systems to mount on every node', list(mount)),
  networkConfiguration: say('network of the nodes', networkConfiguration),
  resourceTags: say('tags of the resources behind the pool', v.record(v.string(), text), {
    since: '2023-11-01',
    until: '2025-06-01',
    instead: 'pool.tags',
  }),
  scaleSettings: say(
    'number of nodes',
    closedMap({
      autoScale: say(
        'by an autoscale formula',
        closedMap({
          evaluationInterval: say('how often to evaluate it, in ISO 8601', isoDuration),
          formula: need('autoscale formula', text),
        }),
      ),
      fixedScale: say(
        'a fixed number',
        closedMap({
          nodeDeallocationOption: say(
            'what happens to tasks on removed nodes',
            choice('Requeue', 'Terminate', 'TaskCompletion', 'RetainedData'),
          ),
          resizeTimeout: say(
            'how long Azure may take to allocate the nodes, in ISO 8601',
            isoDuration,
          ),
          targetDedicatedNodes: say('dedicated nodes', integer),
          targetLowPriorityNodes: say('Spot (low-priority) nodes', integer),
        }),
      ),
    }),
  ),
  startTask: say('what every node runs first', startTask),
  targetNodeCommunicationMode: say(
    'classic or simplified node communication',
    choice('Default', 'Classic', 'Simplified'),
    {
      since: '2022-10-01',
      until: '2025-06-01',
    },
  ),
  taskSchedulingPolicy: say(
    'how tasks spread over the nodes',
    closedMap({
      jobDefaultOrder: say('order of jobs of one priority', choice('None', 'CreationTime'), {
        since: '2025-06-01',
      }),
      nodeFillType: need('spread out or pack', choice('Spread', 'Pack')),
    }),
  ),
  taskSlotsPerNode: say('task slots per node', integer, {
    since: '2020-09-01',
    instead: 'maxTasksPerNode',
  }),
  upgradePolicy: say('upgrades of the OS image', upgradePolicy, { since: '2024-02-01' }),
  userAccounts: say('users on every node', list(userAccount)),
  vmSize: say(
    'VM size, for example Standard_D4s_v5, or a list of sizes (see fallbackVmSizes)',
    oneOrMore,
  ),
})

/** The parts of a pool in Resource Manager that a user may write. */
export const poolResourceSchema = closedMap({
  identity: say('managed identities of the nodes, as in ARM', anything, { since: '2021-01-01' }),
  tags: say('tags of the pool', anything, { since: '2024-07-01', instead: 'metadata' }),
  properties: say(
    '`properties` of the pool, exactly as in ARM, Bicep or a REST body',
    poolPropertiesSchema,
  ),
})
