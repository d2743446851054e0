import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isJsonObject } from '../shared/json.js'
import type { Terminal } from './terminal.js'

/** The subscription that `az` works on at present. */
interface AzAccount {
  readonly subscriptionId: string
  readonly tenantId: string
  readonly name: string
}

/** What `az account show` would say, read from az's own file; undefined where nobody is signed in. */
async function readAzAccount({ env }: Terminal): Promise<AzAccount | undefined> {
  const folder = env['AZURE_CONFIG_DIR'] || join(homedir(), '.azure')
  try {
    const text = await readFile(join(folder, 'azureProfile.json'), 'utf8')
    // az writes it with a byte order mark.
    const profile: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const subscriptions: readonly unknown[] =
      isJsonObject(profile) && Array.isArray(profile['subscriptions'])
        ? profile['subscriptions']
        : []
    const current = subscriptions.find((one) => isJsonObject(one) && one['isDefault'] === true)
    if (!isJsonObject(current)) return undefined
    const { id, tenantId, name } = current
    if (typeof id !== 'string' || typeof tenantId !== 'string') return undefined
    return { subscriptionId: id, tenantId, name: typeof name === 'string' ? name : id }
  } catch {
    return undefined // no az here, or none that is signed in
  }
}

/** Subscription and tenant are az's current ones where nothing else is said, and are shown. */
export async function withAzAccount(
  terminal: Terminal,
  flags: ReadonlyMap<string, string>,
): Promise<Terminal['env']> {
  const { env } = terminal
  const isElsewhere = /^(?:simulator$|https:)/i.test(flags.get('environment') ?? '')
  const subscription = flags.get('subscription-id') ?? env['AZURE_SUBSCRIPTION_ID'] ?? ''
  const tenant = flags.get('tenant-id') ?? env['AZURE_TENANT_ID'] ?? ''
  if (isElsewhere || (subscription !== '' && tenant !== '')) return env
  const account = await readAzAccount(terminal)
  if (account === undefined) return env
  const { subscriptionId, tenantId, name } = account
  terminal.err(`subscription ${name} (${subscriptionId}) of tenant ${tenantId}, as az has it\n`)
  return {
    ...env,
    AZURE_SUBSCRIPTION_ID: subscription === '' ? subscriptionId : subscription,
    AZURE_TENANT_ID: tenant === '' ? tenantId : tenant,
  }
}
