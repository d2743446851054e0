/** Opens the Azure that is asked, with the action's own sign-in and clients. */
import { join, resolve } from 'node:path'
import { openClients, type AzureOptions } from '../../src/azure/open-azure.js'
import type { Clients } from '../../src/azure/clients.js'
import type { Clock } from '../../src/ports/clock.js'
import { createSystemClock } from '../../src/ports/system-clock.js'
import { version } from '../../src/shared/version.js'
import { openEmbedded } from '../../src/simulator/embedded.js'
import { readScenario } from '../../src/simulator/scenario-file.js'
import { WrongCall, type Options } from './options.js'

/** In which the answers are as our sentences say. */
export const usualScenario = join(import.meta.dirname, 'simulator.yml')

export interface Connection {
  readonly clients: Clients
  readonly clock: Clock
  readonly subscriptionId: string
  readonly secrets: readonly string[]
}

export async function connect(
  options: Options,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv,
): Promise<Connection> {
  const usual: Omit<AzureOptions, 'environment'> = {
    ...{ credential: 'auto', version, signal, env },
    isTerminal: env['GITHUB_ACTIONS'] !== 'true',
  }
  if (options.against === 'simulator') return await connectSimulator(options, usual)
  const { subscriptionId } = options
  if (subscriptionId === undefined) {
    throw new WrongCall('which subscription? --subscription-id, or AZURE_SUBSCRIPTION_ID')
  }
  const requestIdToken =
    env['ACTIONS_ID_TOKEN_REQUEST_URL'] === undefined
      ? undefined
      : (await import('@actions/core')).getIDToken
  const environment = options.against
  const { clients, secrets } = await openClients({ ...usual, environment, requestIdToken })
  return { clients, secrets, subscriptionId, clock: createSystemClock() }
}

async function connectSimulator(
  { scenario }: Options,
  usual: Omit<AzureOptions, 'environment'>,
): Promise<Connection> {
  const usually = await readScenario(usualScenario)
  const file = scenario === undefined ? undefined : resolve(scenario)
  const embedded = await openEmbedded(file, usually)
  const { httpClient, tokenCredential, subscriptionId } = embedded
  const { clients, secrets } = await openClients({
    ...{ ...usual, environment: 'AzureCloud', httpClient, tokenCredential },
  })
  return { clients, secrets, subscriptionId, clock: createSystemClock(embedded.clock) }
}
