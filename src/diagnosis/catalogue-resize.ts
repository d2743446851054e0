/**
 * Why a pool did not get its nodes. Codes: PoolResizeErrorCodes of the Batch SDKs, Microsoft's article on failed
 * resizes (`docs.resizing`) and what open-source schedulers built on Batch have met. The article swaps what
 * AccountLowPriorityCoreQuotaReached and AccountVMSeriesCoreQuotaReached mean; here they mean what they say.
 */
import { encryptionSet, familyQuota, goneImage, imageGone } from './common-meanings.js'
import { docs, figuresIn, type About, type Entry } from './catalogue.js'
import { capabilityEntries } from './catalogue-capabilities.js'
import { wordEntries } from './catalogue-words.js'
import { account, family, growth, place, size } from './named.js'
import { inSubscription } from '../shared/az-command.js'

const spotQuota = {
  cause: (about: About) =>
    `the low-priority (Spot) vCPU quota of ${account(about)} is used up${figuresIn(about.text)}`,
  remedy: (about: About) =>
    `request more low-priority vCPUs for ${account(about)} (portal: Batch account > Quotas), lower targetLowPriorityNodes, or use dedicated nodes`,
  docs: docs.batchQuota,
}

/** `resizeOperationStatus.errors[].code`. */
export const resizeEntries: readonly Entry[] = [
  {
    code: 'AccountCoreQuotaReached',
    cause: (about) =>
      `the total dedicated vCPU quota of ${account(about)} is used up${figuresIn(about.text)}; a new account may start with a quota of 0`,
    remedy: (about) =>
      growth(
        about,
        `request more dedicated vCPUs for ${account(about)} (portal: Batch account > Quotas), lower targetDedicatedNodes, or free cores by shrinking other pools`,
      ),
    docs: docs.batchQuota,
  },
  {
    code: 'AccountVMSeriesCoreQuotaReached',
    cause: (about) =>
      `the dedicated vCPU quota of ${account(about)} for ${family(about)} is used up${figuresIn(about.text)}`,
    remedy: (about) =>
      growth(
        about,
        `request more vCPUs of ${family(about)} for ${account(about)} (portal: Batch account > Quotas), or choose a vmSize of a family that has quota left`,
      ),
    docs: docs.batchQuota,
  },
  { code: 'AccountLowPriorityCoreQuotaReached', ...spotQuota },
  { code: 'AccountSpotCoreQuotaReached', ...spotQuota },
  {
    code: 'AllocationTimedout',
    cause: 'the target was not reached within resizeTimeout; the nodes that came up in time stay',
    remedy:
      'run again to continue from the nodes that are there; raise scaleSettings.fixedScale.resizeTimeout (30 minutes or more for a custom image), give the image version more replicas, or ask for fewer nodes at once',
    retryable: true,
    docs: docs.resizing,
  },
  {
    code: 'UnsupportedVMSize',
    cause: (about) => `${size(about)} is not offered to Batch in ${place(about)}`,
    remedy: ({ region, resource }) =>
      `choose another vmSize; \`az batch location list-skus --location ${region ?? '<region>'}${inSubscription(resource)}\` lists what Batch offers there`,
    docs: docs.resizing,
  },
  {
    code: 'CommunicationEnabledPoolReachedMaxVMCount',
    cause:
      'a pool with inter-node communication can hold 100 nodes (80 in a user-subscription account) and this one is at the limit',
    remedy: 'set interNodeCommunication to Disabled, or lower the targets to the limit',
    docs: docs.batchQuota,
  },
  {
    code: 'OverconstrainedAllocationRequestError',
    cause: (about) =>
      `no place in ${place(about)} meets all constraints at once: ${size(about)}, zones, accelerated networking, disks`,
    remedy:
      'drop a constraint (Zonal placement, accelerated networking, ephemeral OS disk) or choose another vmSize; other sizes of the same family often fail alike',
    docs: docs.allocation,
  },
  {
    code: 'BatchOutOfCapacity',
    cause: (about) => `Batch has no capacity left for ${size(about)} in ${place(about)}`,
    remedy: (about) =>
      growth(about, 'choose another vmSize or an account in another region, or run again later'),
    retryable: true,
    docs: docs.resizing,
  },
  {
    code: 'ResizeStopped',
    cause:
      'somebody stopped this resize, or a newer one superseded it, before the target was reached',
    remedy:
      'see in the activity log of the Batch account who stopped it; a new run starts a new resize',
    docs: docs.resizing,
  },
  {
    code: 'RemoveNodesFailed',
    cause: 'nodes that were to go could not be removed',
    remedy: 'run again; when it persists, look for locks or policies on what the pool is made of',
    retryable: true,
    docs: docs.resizing,
  },
  {
    code: 'AllocationFailed',
    cause: 'nodes could not be allocated; the evidence is what Azure says of it',
    remedy: 'read the evidence, and mend what it names',
    guess: goneImage,
    docs: docs.resizing,
  },
  {
    code: 'AutoScaleNotEvaluated',
    cause: 'Batch did not evaluate the autoscale formula in time, so nothing was resized',
    remedy: 'check scaleSettings.autoScale.evaluationInterval, and run again',
    retryable: true,
    docs: docs.autoScale,
  },
  {
    code: 'InsufficientSampleData',
    cause: 'the formula reads samples that Batch does not have (yet); the evidence has the place',
    remedy:
      'ask GetSamplePercent before GetSample, with one percentage in both (`image-to-pool autoscale` tries it out), or run again once there are samples',
    retryable: true,
    docs: docs.autoScale,
  },
  {
    code: /^AutoScal(e|ing)/i,
    cause: 'the autoscale formula fails when Batch evaluates it; the evidence has the place',
    remedy: ({ resource }) =>
      `correct scaleSettings.autoScale.formula: \`image-to-pool autoscale\` tries a formula on your machine, \`az batch pool autoscale evaluate${inSubscription(resource)}\` on the pool`,
    docs: docs.autoScale,
  },
  {
    code: 'Unknown',
    cause: 'Batch did not classify the failure',
    remedy: 'read the evidence, run again, and open a support ticket when it persists',
    retryable: true,
    docs: docs.resizing,
  },
]

const capacity = {
  cause: (about: About) =>
    `Azure Compute has no capacity left for ${size(about)} where it was asked for in ${place(about)}`,
  remedy: (about: About) =>
    growth(
      about,
      'drop Zonal placement, choose another vmSize or region, ask for fewer nodes, or run again later',
    ),
  retryable: true,
  docs: docs.allocation,
}
const constraints = {
  cause: (about: About) =>
    `nothing in ${place(about)} meets all constraints on ${size(about)} at once (zone, accelerated networking, disks)`,
  remedy: 'drop a constraint or choose another vmSize',
  docs: docs.allocation,
}
const transient = {
  cause: 'Azure Compute had a temporary problem of its own',
  remedy: 'run again in a few minutes',
  retryable: true,
  docs: docs.resizing,
}
/** Codes inside `Provider Error Json`: what Compute told Batch. */
export const providerEntries: readonly Entry[] = [
  ...capabilityEntries,
  ...wordEntries,
  {
    code: 'BadRequest',
    cause: 'Azure Compute refused what the pool asks for; often the image does not fit the VM size',
    remedy: 'read the evidence and correct vmSize, image or the disks accordingly',
    docs: docs.resizing,
  },
  { code: 'InternalServerError', ...transient },
  { code: 'NetworkingInternalOperationError', ...transient },
  {
    code: 'SkuNotAvailable',
    cause: (about) =>
      `${size(about)} is restricted or not available to the subscription in ${place(about)}`,
    remedy: ({ region, resource }) =>
      `choose another vmSize or region; \`az vm list-skus --location ${region ?? '<region>'}${inSubscription(resource)}\` shows the restrictions`,
    docs: docs.deployment,
  },
  { code: 'AllocationFailed', ...capacity },
  { code: 'ZonalAllocationFailed', ...capacity },
  { code: 'OverconstrainedAllocationRequest', ...constraints },
  { code: 'OverconstrainedZonalAllocationRequest', ...constraints },
  {
    code: 'OperationNotAllowed',
    says: /quota|exceed/i,
    ...familyQuota,
  },
  {
    code: 'OperationNotAllowed',
    cause: (about) => `Azure Compute does not allow this with ${size(about)} or this image`,
    remedy: 'read the evidence; choose another vmSize or change the pool accordingly',
    docs: docs.deployment,
  },
  {
    code: 'InvalidRequestContent',
    cause: 'a value of the pool reached Azure Compute that it cannot take',
    remedy: 'correct the property that the evidence names',
    docs: docs.deployment,
  },
  {
    code: 'InvalidParameter',
    cause: 'a value of the pool reached Azure Compute that it cannot take',
    remedy: 'correct the property that the evidence names',
    docs: docs.deployment,
  },
  {
    code: 'SubnetIsFull',
    cause: 'the subnet has no free IP addresses left; the nodes that fit came up',
    remedy: 'enlarge the subnet, free addresses in it, or lower the targets',
    docs: docs.network,
  },
  {
    code: 'RequestDisallowedByPolicy',
    cause: 'an Azure Policy of the subscription forbids what the nodes are made of',
    remedy: 'change the pool to satisfy the policy that the evidence names, or have it exempted',
    docs: docs.policy,
  },
  { code: 'GalleryImageNotFound', ...imageGone },
  { code: 'ImageNotFound', ...imageGone },
  { code: 'PlatformImageNotFound', ...imageGone },
  { code: 'NotFound', ...imageGone },
  {
    code: 'LinkedAuthorizationFailed',
    cause:
      'whoever made the pool, or Batch itself, may not use the image or subnet that the pool links to',
    remedy:
      'give the identity that runs this read on the image version (and Microsoft.Network/virtualNetworks/subnets/join/action on the subnet); image and account must be in one tenant',
    docs: docs.galleryImages,
  },
  {
    code: 'PublicIPCountLimitReached',
    cause: (about) =>
      `the public IP address quota in ${place(about)} is used up${figuresIn(about.text)}`,
    remedy: 'request more public IP addresses, free some, or use NoPublicIPAddresses',
    docs: docs.deployment,
  },
  { code: /^DiskEncryptionSet/i, ...encryptionSet },
  // In no list of codes, but they say what they are.
  { code: /internal/i, ...transient },
  { code: /./, says: /retry later|try again later/i, ...transient },
]
