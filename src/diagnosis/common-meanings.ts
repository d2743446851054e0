/** Meanings that several codes share. */
import { docs } from './catalogue.js'

export const badValue = {
  cause: 'Azure does not accept a value of the request',
  remedy: 'correct the property that the evidence names (PropertyName, PropertyPath, Reason)',
  retryable: false,
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
  retryable: false,
  docs: docs.deployment,
}

/** What is behind an allocation that failed without a word. */
export const goneImage = {
  cause:
    'nodes could not be allocated and Azure names no cause that is known here; a deleted image, image replica or source snapshot shows so too',
  remedy:
    'check that the image (for a managed image: its source snapshots too) still exists and has a replica in the account region',
} as const
