/** What Batch says beneath AllocationFailed in its own words, without a code: `Reason` among the details of a resize error. */
import { capabilityEntries } from './catalogue-capabilities.js'
import { docs, type Entry } from './catalogue.js'
import { wordEntries } from './catalogue-words.js'

export const reasonEntries: readonly Entry[] = [
  ...capabilityEntries,
  {
    code: 'Reason',
    says: /delegation/i,
    cause: 'the subnet is delegated to another service, so Batch cannot put nodes into it',
    remedy:
      'remove the delegation from the subnet, or name another one in networkConfiguration.subnetId',
    docs: docs.network,
  },
  {
    code: 'Reason',
    says: /not authorized to access the key vault/i,
    cause: "Batch may not use the account's key vault (user-subscription account)",
    remedy:
      'give the Microsoft Azure Batch application Key Vault Secrets Officer on that vault, or the access policy secrets Get, List, Set, Delete',
    docs: docs.batchRoles,
  },
  {
    code: 'Reason',
    says: /does not have the desired permissions|desired permission/i,
    cause: 'Batch lacks its role on the subscription (user-subscription account)',
    remedy:
      'give the Microsoft Azure Batch application (ddbf3205-c6bd-46ae-8127-60eb93363864) the Azure Batch Service Orchestration Role on the subscription',
    docs: docs.batchRoles,
  },
  ...wordEntries,
  {
    code: 'Reason',
    says: /internal error|retry later|try again later/i,
    cause: 'Azure had a temporary problem of its own',
    remedy: 'run again in a few minutes',
    retryable: true,
    docs: docs.resizing,
  },
]
