/** How `npm run live` is called. */
import { parseArgs } from 'node:util'
import { namedClouds } from '../../src/azure/clouds.js'

export interface Options {
  readonly command: 'ask' | 'clean-up' | 'list' | 'help'
  /** A cloud, a Resource Manager endpoint, or `simulator`. */
  readonly against: string
  /** Of the simulator. */
  readonly scenario?: string
  readonly subscriptionId?: string
  readonly location: string
  readonly otherLocation: string
  /** Ids of questions, or the parts before their slash; empty: all. */
  readonly only: readonly string[]
  /** Folder of the report. */
  readonly report: string
  readonly isDryRun: boolean
  /** Of a clean-up: younger groups are left alone. */
  readonly olderThanMinutes: number
}

export const usage = `npm run live -- [options]

Puts the questions of docs/UNVERIFIED.md to the real Azure: makes one resource group with all that it needs,
asks, writes a report, removes the group.

  --list                  prints the questions and makes nothing
  --dry-run               prints what would be made, and what it costs at most; with --clean-up: what would go
  --clean-up              removes the groups that earlier runs have left behind, and asks nothing
  --older-than MINUTES    with --clean-up: leaves younger groups alone

  --against WHERE         AzureCloud (default), AzureUSGovernment, AzureChinaCloud, https://... or simulator
  --scenario FILE         a scenario of the simulator
  --subscription-id ID    default: AZURE_SUBSCRIPTION_ID
  --location REGION       default: westeurope
  --other-location REGION another one, for what must not cross regions; default: northeurope
  --only ID               a question, or all of a subject (pool); may be repeated
  --report FOLDER         default: live-report

Signs in as the action does: by the runner's OIDC token, AZURE_CLIENT_ID and its like, a managed identity or az login.
Exit status: 0 all answered as our sentences say, or not answered; 1 contradicted, or something is left in Azure;
2 a wrong call.`

/** The command line cannot be understood. */
export class WrongCall extends Error {
  override readonly name = 'WrongCall'
}

/** Throws `WrongCall`. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options {
  const { values } = parse(args)
  const against = values.against ?? 'AzureCloud'
  const isSimulator = against === 'simulator'
  if (!isSimulator && namedClouds[against] === undefined && !/^https:\/\//i.test(against)) {
    throw new WrongCall(
      `--against "${against}" is no cloud, no https:// endpoint and not simulator`,
    )
  }
  if (values.scenario !== undefined && !isSimulator) {
    throw new WrongCall('--scenario is for --against simulator')
  }
  const olderThan = values['older-than'] ?? '0'
  if (!/^\d{1,6}$/.test(olderThan)) {
    throw new WrongCall(`--older-than "${olderThan}" is no number of minutes`)
  }
  const subscriptionId = values['subscription-id'] ?? (env['AZURE_SUBSCRIPTION_ID'] || undefined)
  const location = values.location ?? 'westeurope'
  const otherLocation = values['other-location'] ?? 'northeurope'
  if (location === otherLocation) {
    throw new WrongCall(`--location and --other-location are both ${location}`)
  }
  return {
    command: commandOf(values),
    ...{ against, location, otherLocation },
    ...(values.scenario === undefined ? {} : { scenario: values.scenario }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    only: values.only ?? [],
    report: values.report ?? 'live-report',
    isDryRun: values['dry-run'] ?? false,
    olderThanMinutes: Number(olderThan),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        list: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        'clean-up': { type: 'boolean' },
        'older-than': { type: 'string' },
        against: { type: 'string' },
        scenario: { type: 'string' },
        'subscription-id': { type: 'string' },
        location: { type: 'string' },
        'other-location': { type: 'string' },
        only: { type: 'string', multiple: true },
        report: { type: 'string' },
      },
    })
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error))
  }
}

type Flags = Readonly<Partial<Record<'help' | 'list' | 'clean-up', boolean>>>

function commandOf(flags: Flags): Options['command'] {
  if (flags.help === true) return 'help'
  if (flags.list === true) return 'list'
  return flags['clean-up'] === true ? 'clean-up' : 'ask'
}
