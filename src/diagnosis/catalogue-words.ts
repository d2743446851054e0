/** What Azure says of nodes that it cannot make, known by its words: it says the same under vague codes, and as a bare `Reason`. */
import { inSubscription } from '../shared/az-command.js'
import { docs, figuresIn, type About, type Entry } from './catalogue.js'
import { encryptionSet, familyQuota, imageGone, subnetPolicies } from './common-meanings.js'
import { growth, place, size } from './named.js'

/** Codes that say nothing themselves. */
const code =
  /^(Reason|BadRequest|InvalidParameter|InvalidRequestContent|InvalidResource|InvalidResourceReference|NotSupported|Conflict|OperationNotAllowed)$/i

export const wordEntries: readonly Entry[] = [
  { code, ...subnetPolicies },
  {
    code,
    says: /marketplace (purchase )?eligib|legal terms|accept.{0,20}terms/i,
    cause: "the terms of the image's marketplace plan were not accepted in this subscription",
    remedy: ({ resource }) =>
      `accept them once: \`az vm image terms accept --publisher <p> --offer <o> --plan <s>${inSubscription(resource)}\``,
    docs: docs.poolCreation,
  },
  {
    code,
    says: /hypervisor generation/i,
    cause: (about: About): string => {
      const generation = /generation '?(\d)'?/i.exec(about.text)?.[1]
      return `${size(about)} cannot boot ${generation === undefined ? 'the Hyper-V generation of the image' : `a generation ${generation} image`}`
    },
    remedy:
      'choose a vmSize that supports the generation of the image, or make the image of the other generation from a matching snapshot',
    docs: docs.resizing,
  },
  {
    code,
    says: /exceed[\s\S]{0,60}(low.?priority ?cores|spot)/i,
    cause: (about) =>
      `the subscription's Spot (low-priority) vCPU quota in ${place(about)} is used up${figuresIn(about.text)}`,
    remedy:
      'request more Spot vCPUs (Total Regional Spot vCPUs) for the subscription, lower targetLowPriorityNodes, or use dedicated nodes',
    docs: docs.vmQuota,
  },
  {
    code,
    says: /exceed[\s\S]{0,60}total regional (cores|vcpus)/i,
    cause: (about) =>
      `the subscription's quota of vCPUs in ${place(about)}, of all families together, is used up${figuresIn(about.text)}`,
    remedy:
      'request more vCPUs (Total Regional vCPUs) for the subscription, free some, or lower the targets',
    docs: docs.vmQuota,
  },
  {
    code,
    says: /exceed[\s\S]{0,80}(cores|vcpus?)\b[\s\S]{0,20}quota|exceed[\s\S]{0,20}quota[\s\S]{0,80}(cores|vcpus?)\b/i,
    ...familyQuota,
  },
  {
    code,
    says: /subnet[\s\S]{0,200}(enough (capacity|(ip )?addresses)|is full|no (free|available) (ip )?addresses)/i,
    cause: 'the subnet has no free IP addresses left; the nodes that fit came up',
    remedy: 'enlarge the subnet, free addresses in it, or lower the targets',
    docs: docs.network,
  },
  {
    code,
    says: /virtualNetworks\/[^\s]+[\s\S]{0,200}\b(not found|does not exist)/i,
    cause: 'the subnet or its virtual network is gone, or in another region than the account',
    remedy:
      'check networkConfiguration.subnetId, and create what is missing in the region of the account',
    docs: docs.network,
  },
  {
    code,
    says: /disallowed by policy/i,
    cause: 'an Azure Policy of the subscription forbids what the nodes are made of',
    remedy: 'change the pool to satisfy the policy that the evidence names, or have it exempted',
    docs: docs.policy,
  },
  {
    code,
    says: /scope\(?s?\)? (is|are) locked/i,
    cause: 'a lock on what the nodes are made in forbids it',
    remedy: 'remove the lock that the evidence names, and put it back afterwards',
    docs: docs.locks,
  },
  {
    code,
    says: /(gallery ?image|galleries\/)[\s\S]{0,300}\b(not available in|not replicated|not found|does not exist)/i,
    ...imageGone,
  },
  {
    code,
    says: /disk ?encryption ?sets?[\s\S]{0,300}\b(not found|does not exist)/i,
    ...encryptionSet,
  },
  {
    code,
    says: /(user.?assigned ?identit|userAssignedIdentities\/)[\s\S]{0,300}\b(not found|does not exist|access denied)/i,
    cause: 'an identity of the pool is gone, or Batch may not use it',
    remedy: 'check pool.identity: each ID must be of an identity that exists',
    docs: docs.batchRoles,
  },
  {
    code,
    says: /requested (vm )?size[\s\S]{0,120}not available|SkuNotAvailable/i,
    cause: (about) =>
      `${size(about)} is restricted or not available to the subscription in ${place(about)}`,
    remedy: 'choose another vmSize or region',
    docs: docs.deployment,
  },
  {
    code,
    says: /\bzones?\b[\s\S]{0,80}not supported/i,
    cause: (about) => `${size(about)} is not offered in every zone that was asked for`,
    remedy: 'drop Zonal placement (nodePlacementConfiguration), or choose another vmSize',
    docs: docs.allocation,
  },
  {
    code,
    says: /accelerated ?networking[\s\S]{0,80}not support|not support[\s\S]{0,60}accelerated ?networking/i,
    cause: (about) => `${size(about)} has no accelerated networking, and the pool asks for it`,
    remedy:
      'choose a vmSize that supports it, or leave networkConfiguration.enableAcceleratedNetworking out',
    docs: docs.resizing,
  },
  {
    code,
    says: /ultra ?(ssd|disk)[\s\S]{0,80}not support|not support[\s\S]{0,60}ultra ?(ssd|disk)/i,
    cause: (about) => `${size(about)} takes no Ultra disks, and the pool asks for them`,
    remedy: 'choose a vmSize and zones that support Ultra disks, or write Premium_LRS',
    docs: docs.diskTypes,
  },
  {
    code,
    says: /(not have |in)sufficient capacity|out of capacity|not enough capacity/i,
    cause: (about) => `${place(about)} is short of ${size(about)} right now`,
    remedy: (about) =>
      growth(about, 'choose another vmSize or an account in another region, or run again later'),
    retryable: true,
    docs: docs.allocation,
  },
]
