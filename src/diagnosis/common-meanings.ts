/** Meanings that several codes share. */
import { inSubscription } from '../shared/az-command.js'
import { docs, figuresIn, type About } from './catalogue.js'
import { family, growth, place } from './named.js'

export const badValue = {
  cause: 'Azure does not accept a value of the request',
  remedy: 'correct the property that the evidence names (PropertyName, PropertyPath, Reason)',
  docs: docs.batchCodes,
}

export const busy = {
  cause: 'Azure is throttling or busy',
  remedy: 'run again in a few minutes; run fewer config files at once (parallelism)',
  retryable: true,
  docs: docs.throttling,
}

export const passing = {
  cause: 'Azure had a temporary problem of its own',
  remedy: 'run again: what is already there is found and reused',
  retryable: true,
  docs: docs.batchCodes,
}

export const gone = {
  cause: 'the resource, or one that it refers to, does not exist (any more)',
  remedy: 'check the id that the message names: spelling, resource group and subscription',
  docs: docs.deployment,
}

/** What is behind an allocation that failed without a word. */
export const goneImage = {
  cause:
    'nodes could not be allocated and Azure names no cause that is known here; a deleted image, image replica or source snapshot shows so too',
  remedy:
    'check that the image (for a managed image: its source snapshots too) still exists and has a replica in the account region',
} as const

/** Of a pool without public addresses; Batch says it of the request, and of a resize. */
export const subnetPolicies = {
  says: /private ?link ?service ?network ?policies|private ?endpoint ?network ?policies/i,
  cause:
    'the subnet has policies for private links or endpoints, and Batch places no nodes without public addresses there',
  remedy: ({ resource }: About): string =>
    `disable them: \`az network vnet subnet update -g <group> --vnet-name <network> -n <subnet>${inSubscription(resource)} --private-link-service-network-policies Disabled --private-endpoint-network-policies Disabled\``,
  docs: docs.noPublicAddresses,
}

/** Of nodes to be made of it. */
export const imageGone = {
  cause: 'the image is gone, or was never replicated to the region of the account',
  remedy:
    'check imageReference.id; publish a version with a replica in the account region and make the pool from that',
  docs: docs.gallery,
}
export const encryptionSet = {
  cause:
    'the disk encryption set is missing, in another subscription or region, or may not use its key',
  remedy:
    "put the disk encryption set into the account's subscription and region and give its identity get, wrapKey and unwrapKey on the key",
  docs: docs.gallery,
}

/** Compute's own quota, of pools in the user's subscription. */
export const familyQuota = {
  cause: (about: About): string =>
    `the subscription's vCPU quota for ${family(about)} in ${place(about)} is used up${figuresIn(about.text)}`,
  remedy: (about: About): string =>
    growth(
      about,
      `request more vCPUs of ${family(about)} for the subscription, or lower the targets`,
    ),
  docs: docs.vmQuota,
}
