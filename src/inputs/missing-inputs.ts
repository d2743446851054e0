import type { Finding, Path } from '../shared/finding.js'
import { pathText } from '../shared/path-text.js'
import { showValue } from '../shared/show-value.js'
import type { LoadedConfig, RunOptions } from './config.js'
import { soleSubscription, subscriptionsIn } from './subscriptions-in.js'

/** What a config needs of the general inputs: a resource group for names, a subscription for both. */
export function findMissingInputs(
  configs: readonly LoadedConfig[],
  runOptions: RunOptions,
): readonly Finding[] {
  if (runOptions.mode === 'audit') return []
  if (runOptions.mode === 'cleanup') {
    return configs.flatMap((loaded) => missingOfCleanup(loaded, runOptions))
  }
  return configs.flatMap((loaded) => [
    ...missingGroups(loaded, runOptions),
    ...missingSubscription(loaded, runOptions),
  ])
}

function missingGroups(loaded: LoadedConfig, runOptions: RunOptions): Finding[] {
  const { config, originOf, schemaErrors = [] } = loaded
  const found: Finding[] = []
  const { image, pool } = config
  const report = (path: Path, message: string, help: string) =>
    found.push({
      rule: 'inputs/resource-group',
      severity: 'error',
      message,
      help,
      at: originOf(path),
    })
  if (image !== undefined && image.id === undefined && image.resourceGroup === undefined) {
    report(
      ['image', 'resourceGroup'],
      'there is no resource group for the image',
      'give resource-group, or image.resourceGroup in the config file',
    )
  }
  const isReported = schemaErrors.some((path) => pathText(path) === 'pool.account')
  if (isName(pool?.account) && !isReported && runOptions.resourceGroup === undefined) {
    report(
      ['pool', 'account'],
      `Batch account ${showValue(pool?.account)} is a name, and there is no resource group to find it in`,
      'give resource-group, or the ID of the account',
    )
  }
  return found
}

/** The simulator has a subscription of its own; `validate` asks Azure for nothing. */
function missingSubscription(
  { config, originOf }: LoadedConfig,
  runOptions: RunOptions,
): Finding[] {
  const { subscriptionId, mode, environment } = runOptions
  if (subscriptionId !== undefined || mode === 'validate' || environment === 'simulator') return []
  const { image, pool } = config
  const makesImage = image !== undefined && image.id === undefined
  if (!makesImage && !isName(pool?.account)) return []
  if (soleSubscription(config) !== undefined) return []
  return [
    {
      rule: 'inputs/subscription-id',
      severity: 'error',
      message: makesImage
        ? 'there is no subscription to make the image in'
        : `Batch account ${showValue(pool?.account)} is a name, and there is no subscription to find it in`,
      help: 'give subscription-id, or set AZURE_SUBSCRIPTION_ID',
      at: originOf(makesImage ? ['image'] : ['pool', 'account']),
    },
  ]
}

/** A cleanup looks everything up by itself, as soon as it knows in which subscription. */
function missingOfCleanup({ config, originOf }: LoadedConfig, runOptions: RunOptions): Finding[] {
  const { pool } = config
  const found: Finding[] = []
  if (pool !== undefined && (pool.account === undefined || pool.name === undefined)) {
    const what = pool.account === undefined ? 'no Batch account' : 'no name'
    found.push({
      rule: 'inputs/pool-name',
      severity: 'error',
      message: `the pool has ${what}, so its pools cannot be identified`,
      help: 'give batch-account (pool.account) and pool-name (pool.name), or leave both out to clean up everything',
      at: originOf(['pool']),
    })
  }
  const isKnown = runOptions.subscriptionId !== undefined || runOptions.environment === 'simulator'
  if (!isKnown && subscriptionsIn(config).length === 0) {
    found.push({
      rule: 'inputs/subscription-id',
      severity: 'error',
      message: 'there is no subscription to clean up',
      help: 'give subscription-id, or set AZURE_SUBSCRIPTION_ID',
      at: { kind: 'default' },
    })
  }
  return found
}

function isName(account: string | undefined): boolean {
  return account !== undefined && !account.includes('/')
}
