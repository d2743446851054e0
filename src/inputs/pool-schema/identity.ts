import { closedMap } from '../closed-map.js'
import { optional, secret, text } from './vocabulary.js'

export const identityReference = closedMap({
  resourceId: optional('ARM id of a user-assigned identity that is attached to the pool', text),
})
/** The API version in which a managed identity came to stand for a name and a password. */
const withIdentities = '2021-06-01'
const beforeIdentities = { before: withIdentities }

export const identity = optional('sign in with a managed identity', identityReference, {
  since: withIdentities,
})

export const registry = closedMap({
  identityReference: identity,
  password: optional('password of the registry; a managed identity needs none', secret, {
    needed: beforeIdentities,
  }),
  registryServer: optional('URL of the registry; absent: docker.io', text),
  username: optional('user of the registry', text, { needed: beforeIdentities }),
})
