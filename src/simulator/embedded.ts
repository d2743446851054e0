import type { TokenCredential } from '@azure/core-auth'
import type { HttpClient } from '@azure/core-rest-pipeline'
import { startClock } from './clock.js'
import type { Scenario, SimulatedClock } from './kernel.js'
import { readScenario } from './scenario-file.js'
import { createSimulator, type Simulator } from './simulator.js'

/** What `environment: simulator` works with. */
export interface EmbeddedAzure {
  /** For the SDKs' `httpClient` option. */
  readonly httpClient: HttpClient
  /** Any token is taken: there is nothing to sign in to. */
  readonly tokenCredential: TokenCredential
  /** The simulated time and how much faster than the machine's it runs: the caller is to live in it. */
  readonly clock: SimulatedClock
  readonly tenantId: string
  readonly clientId: string
  readonly subscriptionId: string
  readonly simulator: Simulator
}

const tokenLifeMs = 3_600_000

/**
 * An Azure inside this process. `scenarioFile` is a path of YAML or JSON; absent: the default world. What it does not say is
 * as in `usual`. Rejects when the
 * file cannot be read or says something that is no scenario. Waits that it asks for (`Retry-After`) are in simulated
 * time, because the caller's clock is.
 */
export async function openEmbedded(
  scenarioFile?: string,
  usual: Scenario = {},
): Promise<EmbeddedAzure> {
  const given = scenarioFile === undefined ? {} : await readScenario(scenarioFile)
  const scenario = { ...usual, ...given }
  const clock = startClock(scenario.speed)
  const simulator = createSimulator(scenario, {
    clock: { now: clock.now, speed: 1 },
    waitingSpeed: clock.speed,
    keepsTranscript: false,
  })
  const { tenantId, clientId, subscriptionId } = simulator
  return {
    httpClient: simulator.httpClient(),
    tokenCredential: { getToken: issueToken },
    clock,
    ...{ tenantId, clientId, subscriptionId, simulator },
  }
}

async function issueToken() {
  const expiresOnTimestamp = Date.now() + tokenLifeMs
  return await Promise.resolve({ token: 'simulated', expiresOnTimestamp })
}
