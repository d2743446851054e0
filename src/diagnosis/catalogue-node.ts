/**
 * Why a node is of no use. Codes: what Batch reports in `errors` and `startTaskInfo.failureInfo` of a node
 * (`docs.nodeErrors`, `docs.unusable`).
 */
import { docs, type About, type Entry } from './catalogue.js'
import { inSubscription } from '../shared/az-command.js'
import { account } from './named.js'

const networkFirst = (about: About): string =>
  `check in this order: 1. the network security group and routes (UDR) of the subnet allow outbound TCP 443 to BatchNodeManagement.${about.region ?? '<region>'}, and DNS resolves it; 2. a pool without public IP addresses has a nodeManagement private endpoint of ${account(about)}; 3. the image is generalized and boots (try it on one virtual machine); 4. nodeAgentSkuId fits the OS of the image`

type Remedy = Pick<Entry, 'remedy' | 'remedyWithoutNodes'>

/** What was mended reaches the nodes that are there only when they start anew, which none does by itself. */
const andReboot = (mend: string): Remedy => ({
  remedy: `${mend}, then reboot the nodes that failed`,
  remedyWithoutNodes: mend,
})
const rebootAndRun = (check: string): Remedy => ({
  remedy: `${check}; if so, reboot the nodes that failed and run again`,
  remedyWithoutNodes: `${check}; if so, run again`,
})

const packages = {
  cause: 'the node could not download or unpack an application package',
  ...rebootAndRun(
    "check that the package exists in the account and that the account's storage account is reachable from the nodes",
  ),
  retryable: true,
  docs: docs.nodeErrors,
}
const container = {
  cause: 'the node could not pull a container image',
  ...rebootAndRun(
    'check containerImageNames, the credentials in containerRegistries, and that the nodes reach the registry',
  ),
  retryable: true,
  docs: docs.nodeErrors,
}
const resourceFile = {
  cause: 'the node could not fetch a resource file of the start task',
  ...andReboot(
    "check the file's URL, that its access signature has not expired or its identity may read it, and that the nodes reach the storage account",
  ),
  docs: docs.nodeErrors,
}
const diskFull = {
  cause:
    'the disk of the node is full: Batch keeps a tenth of it free, and gives the node up above 90 %',
  remedy:
    'choose a vmSize with a larger temporary disk, add a data disk, or write less in the start task',
  docs: docs.nodeErrors,
}

/** Errors of a node, by their code. */
export const nodeEntries: readonly Entry[] = [
  {
    code: 'BatchAgentInstallationFailure',
    cause:
      'the Batch node agent could not be installed: it does not fit the OS of the image, or the image was not prepared properly',
    remedy:
      'give nodeAgentSkuId the agent of the very OS and version (or auto), and make the image from a generalized VM without leftovers of another Batch node',
    docs: docs.unusable,
  },
  { code: 'DiskFull', ...diskFull },
  { code: /^ApplicationPackage\w*$/i, ...packages },
  { code: /^ContainerImage\w*$|^ContainerPool\w*$|^ImagePull\w*$/i, ...container },
  { code: /^(ResourceFile|Blob|HttpUrl|AccessDeniedTo|OutputContainer)\w*$/i, ...resourceFile },
  {
    code: /^(Mount|MountConfiguration|FileShareMount|BlobFuseMount)\w*$/i,
    cause: 'the node could not mount a file share or container',
    remedy:
      'check mountConfiguration (account, share, key or identity), and that the nodes reach the storage account',
    docs: docs.nodeErrors,
  },
  {
    code: /^(VmExtension|Extension)\w*$/i,
    cause: 'an extension of the pool failed on the node',
    remedy: 'read the evidence, correct extensions in virtualMachineConfiguration',
    docs: docs.nodeErrors,
  },
  {
    code: 'UserAccountError',
    cause: 'a user account of the pool could not be made on the node',
    remedy: 'check userAccounts: name, password rules of the OS, uid and gid',
    docs: docs.nodeErrors,
  },
]

/** How a start task failed, by `failureInfo.code`; the state without a code at last. */
export const startTaskEntries: readonly Entry[] = [
  {
    code: 'CommandProgramNotFound',
    cause: 'the program that the start task names is not on the node',
    remedy:
      "write the whole path, run it in a shell (`/bin/sh -c '…'`, `cmd /c …`), or bring it in the image or as a resource file",
    docs: docs.nodeErrors,
  },
  {
    code: 'CommandLaunchFailed',
    cause: 'the command of the start task could not be started',
    remedy:
      'check commandLine: no shell expands it unless it starts one, and the program must be executable',
    docs: docs.nodeErrors,
  },
  { code: /DiskFull/i, ...diskFull },
  { code: /^(ResourceFile|Blob|HttpUrl|AccessDeniedTo)\w*$/i, ...resourceFile },
  { code: /^ContainerImage\w*$|^ImagePull\w*$/i, ...container },
  { code: /^ApplicationPackage\w*$/i, ...packages },
  {
    code: /^(FailureExitCode|TaskEnded\w*|startTaskFailed|starttaskfailed)$/i,
    cause:
      'the start task ended with a failure, so the node takes no tasks; it is billed all the same',
    ...andReboot(
      'read the end of its stderr, correct startTask.commandLine or what it fetches (maxTaskRetryCount helps only against passing failures)',
    ),
    docs: docs.nodeErrors,
  },
  {
    code: /./,
    cause: 'the start task failed, so the node takes no tasks; it is billed all the same',
    ...andReboot('read the evidence and correct startTask'),
    docs: docs.nodeErrors,
  },
]

/** A node that is unusable and does not say why. */
export const silentNode: Entry = {
  code: 'unusable',
  cause:
    'the node is unusable and reports no error: Batch does not reach it, or its image does not start; it is billed all the same',
  remedy: networkFirst,
  docs: docs.unusable,
}

/** Every node is, which single machines' bad luck does not explain. */
export const allUnusable: Entry = {
  code: 'AllNodesUnusable',
  cause: 'all nodes are unusable at once: configuration, not luck',
  remedy: networkFirst,
  docs: docs.unusable,
}

/** States that nodes may be left in although nothing failed. */
export const stateEntries: readonly Entry[] = [
  {
    code: 'preempted',
    cause:
      'Azure took Spot nodes back for others; Batch replaces them when there is capacity again',
    remedy:
      'run again later, use dedicated nodes or another vmSize, or lower minLowPriorityNodes to what the work can do with',
    retryable: true,
    docs: docs.spot,
  },
  {
    code: 'unknown',
    cause:
      'Batch has lost sight of the node: the agent on it, or the network between, does not answer',
    remedy: 'run again; when it stays so, check the network of the subnet and restart the node',
    remedyWithoutNodes: 'run again; when it comes back, check the network of the subnet',
    retryable: true,
    docs: docs.unusable,
  },
  {
    code: 'offline',
    cause: 'somebody has switched off the scheduling of tasks on the node',
    remedy: ({ resource }) =>
      `switch it on: \`az batch node scheduling enable --pool-id <pool> --node-id <node>${inSubscription(resource)}\``,
    remedyWithoutNodes: 'find out who switched it off: that of new nodes is on',
    docs: docs.nodeErrors,
  },
  {
    code: /^(creating|starting|rebooting|reimaging|upgradingOS)$/i,
    cause: 'the node had not started up when the wait was over',
    remedy: 'run again, and raise timeout when nodes of this image need longer',
    retryable: true,
    docs: docs.nodeErrors,
  },
  {
    code: 'waitingForStartTask',
    cause: 'the start task was still running when the wait was over',
    remedy:
      'run again, and raise timeout when it needs that long; put into the image what need not be done at each start',
    retryable: true,
    docs: docs.nodeErrors,
  },
  {
    code: 'missing',
    cause: 'nodes that the pool had are gone: it was resized meanwhile, or they were evicted',
    remedy: 'see in the activity log of the Batch account who resized the pool, and run again',
    retryable: true,
    docs: docs.nodeErrors,
  },
  {
    code: /^(leavingPool|deallocating|deallocated)$/i,
    cause: 'the node is leaving the pool, or its machine is stopped',
    remedy: 'see in the activity log of the Batch account who resized the pool, and run again',
    retryable: true,
    docs: docs.nodeErrors,
  },
  {
    code: /./,
    cause: 'the node is in a state in which it takes no tasks',
    remedy: 'look at the node in the portal, and run again',
    remedyWithoutNodes: 'run again',
    retryable: true,
    docs: docs.nodeErrors,
  },
]
