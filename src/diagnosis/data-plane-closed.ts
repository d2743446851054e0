import type { BatchAccount } from '../ports/azure.js'
import type { AzureFailure } from '../shared/errors.js'
import { textAt } from '../shared/json-at.js'
import { docs } from './catalogue.js'
import { decodeDetails, firstLine } from './decode.js'
import type { Explanation } from '../model/explanation.js'

/** Words of a refusal that is about where the caller is, not about who it is. */
const aboutPlace =
  /public network access|private endpoint|firewall|network (security )?(rule|perimeter)|\bip address|not allowed from|from this (network|location)/i
/** Codes of a refusal that is about who the caller is. */
const aboutRole =
  /^(AuthorizationPermissionMismatch|InsufficientAccountPermissions|InsufficientPermissions|AuthorizationFailed|LinkedAuthorizationFailed)$/i

/**
 * Why the data plane of an account is closed to the runner, and what opens it; undefined for a failure that says nothing
 * of the kind, such as an outage.
 */
export function explainClosedDataPlane(
  failure: AzureFailure,
  account: BatchAccount,
): Explanation | undefined {
  const meaning = meaningOf(failure, account)
  if (meaning === undefined) return undefined
  const { code, message } = failure.error
  const { evidence } = decodeDetails(failure.error)
  return { code, message: firstLine(message), ...meaning, retryable: false, evidence }
}

/** A data plane knows what is asked for here, whether or not there is any of it. */
const unknownThere: readonly number[] = [404, 405, 501]

type Meaning = Pick<Explanation, 'cause' | 'remedy' | 'docs'>

function meaningOf({ status, error }: AzureFailure, account: BatchAccount): Meaning | undefined {
  const { name } = account
  if (error.code === 'NoAccountEndpoint') {
    return {
      cause: `Batch account ${name} shows no endpoint`,
      remedy: 'wait until the account is provisioned',
      docs: docs.batchCodes,
    }
  }
  if (error.code === 'UnusableAnswer') return noDataPlane(account)
  if (status === undefined) return isShut(account) ? privateAccount(account) : unreachable(account)
  if (status === 401) return badToken(account)
  if (unknownThere.includes(status)) return noDataPlane(account)
  if (status !== 403) return undefined
  const text = [error.message, ...error.details.map(({ message }) => message)].join('\n')
  if (aboutRole.test(error.code)) return missingRole(account)
  return isShut(account) || aboutPlace.test(text) ? privateAccount(account) : missingRole(account)
}

/** Not open to everybody: for private endpoints only, or for addresses that are listed. */
function isShut({ publicNetworkAccess = 'Enabled', properties }: BatchAccount): boolean {
  const path = ['networkProfile', 'accountAccess', 'defaultAction'] as const
  const byDefault = textAt(properties, ...path) ?? 'Allow'
  return !/^enabled$/i.test(publicNetworkAccess) || /^deny$/i.test(byDefault)
}

function privateAccount({ name, publicNetworkAccess }: BatchAccount): Meaning {
  const how = /^enabled$/i.test(publicNetworkAccess ?? 'Enabled')
    ? 'it is open to listed addresses only'
    : `publicNetworkAccess is ${publicNetworkAccess ?? ''}`
  return {
    cause: `Batch account ${name} is closed to this runner: ${how}`,
    remedy:
      'use a runner inside the network that has the private endpoint of the account (self-hosted, or GitHub-hosted with a private network), or let the runner in under networkProfile.accountAccess of the account',
    docs: docs.access,
  }
}

function missingRole({ name }: BatchAccount): Meaning {
  return {
    cause: `the identity that runs this may not read the nodes of Batch account ${name}: it lacks a role for the data of the account`,
    remedy: `give it the role Azure Batch Data Contributor on Batch account ${name}; a new role assignment takes some minutes to work`,
    docs: docs.batchRoles,
  }
}

function unreachable({ name, accountEndpoint }: BatchAccount): Meaning {
  return {
    cause: `the host of Batch account ${name}, ${accountEndpoint ?? ''}, does not answer this runner`,
    remedy:
      'check DNS, proxy and firewall of the runner: it needs outbound TCP 443 to that host; a private account needs a runner inside its network',
    docs: docs.access,
  }
}

function noDataPlane({ name, accountEndpoint }: BatchAccount): Meaning {
  return {
    cause: `what answers at ${accountEndpoint ?? ''} for Batch account ${name} does not know how to tell of nodes`,
    remedy: 'check what proxy the runner goes through to that host',
    docs: docs.access,
  }
}

function badToken({ name, properties }: BatchAccount): Meaning {
  const modes = properties['allowedAuthenticationModes']
  const takesNoToken = Array.isArray(modes) && modes.length > 0 && !modes.includes('AAD')
  if (takesNoToken) {
    return {
      cause: `Batch account ${name} takes no Microsoft Entra tokens (allowedAuthenticationModes: ${modes.join(', ')})`,
      remedy: `add AAD to allowedAuthenticationModes of Batch account ${name}`,
      docs: docs.batchRoles,
    }
  }
  return {
    cause: `Batch account ${name} does not accept the token of the identity that runs this`,
    remedy: `check that the account is in the tenant of tenant-id, and give the identity the role Azure Batch Data Contributor on Batch account ${name}`,
    docs: docs.batchRoles,
  }
}
