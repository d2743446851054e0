/** Who may use the data plane of an account: from where, and with which rights. */
import { isDenied } from '../../rights.js'
import { textAt } from '../../json.js'
import { Refusal, type RouteContext, type StoredResource } from '../../kernel.js'
import { problem } from './problem.js'
import { readSharedKey } from './shared-key.js'

/** Refuses a caller who comes from the internet to a private account, or lacks the right. */
export function checkAccess(context: RouteContext, account: StoredResource): void {
  const { dataPlane } = context.scenario
  if (dataPlane === 'unreachable') throw new Refusal({ status: 503, break: 'refused' })
  if (dataPlane === 'forbidden' || isClosed(account)) {
    throw problem(
      403,
      'AuthorizationFailure',
      [],
      'This request is not authorized to perform this operation.',
    )
  }
  const { request, scenario } = context
  const { id } = account
  // A shared key may do everything; roles are for tokens.
  if (readSharedKey(request) !== undefined) return
  const action = actionOf(request.method, request.url.pathname)
  if (!isDenied(action, scenario, id) && !isDenied(`data:${action}`, scenario, id)) return
  throw problem(
    403,
    'AuthorizationPermissionMismatch',
    [],
    'This request is not authorized to perform this operation using this permission.',
  )
}

/** The simulator's callers are all on the internet; so rules by address let nobody in. */
function isClosed({ properties }: StoredResource): boolean {
  const access = textAt(properties, 'publicNetworkAccess') ?? 'Enabled'
  const rule = textAt(properties, 'networkProfile', 'accountAccess', 'defaultAction') ?? 'Allow'
  return access !== 'Enabled' || rule !== 'Allow'
}

const things: Readonly<Record<string, string>> = {
  pools: '/pools',
  nodecounts: '/pools',
  jobs: '/jobs',
  supportedimages: '',
}
const verbs: Readonly<Record<string, string>> = { GET: 'read', HEAD: 'read', DELETE: 'delete' }

function actionOf(method: string, pathname: string): string {
  const first = pathname.split('/').find((part) => part !== '') ?? ''
  const verb = verbs[method] ?? 'write'
  return `Microsoft.Batch/batchAccounts${things[first.toLowerCase()] ?? ''}/${verb}`
}
