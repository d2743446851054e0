import { closedMap } from '../closed-map.js'
import { say, text } from './vocabulary.js'

export const identityReference = closedMap({
  resourceId: say('ARM id of a user-assigned identity that is attached to the pool', text),
})
/** The API version in which a managed identity came to stand for a name and a password. */
const withIdentities = '2021-06-01'
const beforeIdentities = { before: withIdentities }

export const identity = say('sign in with a managed identity', identityReference, {
  since: withIdentities,
})

export const registry = closedMap({
  identityReference: identity,
  password: say('password of the registry; a managed identity needs none', text, {
    needed: beforeIdentities,
  }),
  registryServer: say('URL of the registry; absent: docker.io', text),
  username: say('user of the registry', text, { needed: beforeIdentities }),
})
