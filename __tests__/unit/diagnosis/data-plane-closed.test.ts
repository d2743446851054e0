import { describe, expect, test } from '@jest/globals'
import { explainClosedDataPlane } from '../../../src/diagnosis/data-plane-closed.js'
import type { BatchAccount } from '../../../src/ports/azure.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import type { JsonObject } from '../../../src/shared/json.js'

function account(publicNetworkAccess = 'Enabled', properties: JsonObject = {}): BatchAccount {
  return {
    id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/renderbatch',
    name: 'renderbatch',
    location: 'koreacentral',
    accountEndpoint: 'renderbatch.koreacentral.batch.azure.com',
    poolAllocationMode: 'BatchService',
    publicNetworkAccess,
    properties,
  }
}

function explain(status: number | undefined, code: string, of = account(), message = 'refused') {
  const operation = 'count the nodes of pool render'
  const error = { code, message, details: [] }
  const failure = new AzureFailure({
    operation,
    error,
    ...(status === undefined ? {} : { status }),
  })
  return explainClosedDataPlane(failure, of)
}

const denied = { networkProfile: { accountAccess: { defaultAction: 'Deny' } } }

describe('a data plane that is closed to the runner', () => {
  test.each<[string, ReturnType<typeof explain>, RegExp, RegExp]>([
    [
      'private account',
      explain(403, 'AuthorizationFailure', account('Disabled')),
      /closed to this runner: publicNetworkAccess is Disabled/,
      /runner inside the network/,
    ],
    [
      'private account that is not resolved outside',
      explain(undefined, 'ENOTFOUND', account('Disabled')),
      /closed to this runner/,
      /private endpoint/,
    ],
    [
      'account behind a perimeter',
      explain(403, 'AuthorizationFailure', account('SecuredByPerimeter')),
      /SecuredByPerimeter/,
      /runner inside/,
    ],
    [
      'account open to listed addresses',
      explain(403, 'AuthorizationFailure', account('Enabled', denied)),
      /open to listed addresses only/,
      /networkProfile\.accountAccess/,
    ],
    [
      'host that is no data plane',
      explain(404, 'ResourceNotFound'),
      /does not know how to tell of nodes/,
      /proxy/,
    ],
    [
      'refusal that speaks of the network',
      explain(403, 'Forbidden', account(), 'Public network access is disabled'),
      /closed to this runner/,
      /runner inside/,
    ],
    [
      'identity without a role',
      explain(403, 'AuthorizationPermissionMismatch'),
      /may not read the nodes of Batch account renderbatch/,
      /Azure Batch Data Contributor on Batch account renderbatch/,
    ],
    [
      'identity without a role, in a private account',
      explain(403, 'InsufficientAccountPermissions', account('Disabled')),
      /lacks a role/,
      /Azure Batch Data Contributor/,
    ],
    [
      'account that takes keys only',
      explain(
        401,
        'Unauthorized',
        account('Enabled', { allowedAuthenticationModes: ['SharedKey'] }),
      ),
      /takes no Microsoft Entra tokens/,
      /add AAD/,
    ],
    [
      'token of another tenant',
      explain(401, 'AuthenticationFailed'),
      /does not accept the token/,
      /tenant-id/,
    ],
    [
      'host that does not answer',
      explain(undefined, 'ECONNREFUSED'),
      /renderbatch\.koreacentral\.batch\.azure\.com, does not answer/,
      /DNS, proxy and firewall/,
    ],
    ['account without an endpoint', explain(undefined, 'NoAccountEndpoint'), /no endpoint/, /wait/],
  ])('%s', (_, explanation, cause, remedy) => {
    expect(explanation?.cause).toMatch(cause)
    expect(explanation?.remedy).toMatch(remedy)
    expect(explanation?.retryable).toBe(false)
    expect(explanation?.remedy).not.toMatch(/again/)
  })

  test.each([400, 429, 500, 503])('is not what %i means', (status) => {
    expect(explain(status, 'Whatever')).toBeUndefined()
  })
})
