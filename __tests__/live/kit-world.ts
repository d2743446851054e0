/** The live kit against a simulator in this process, in time that only waiting turns. */
import type { HttpClient } from '@azure/core-rest-pipeline'
import { openClients } from '../../src/azure/open-azure.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { readScenario } from '../../src/simulator/scenario-file.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { usualScenario, type Connection } from '../../scripts/live/connection.js'
import { runKit, type RunResult } from '../../scripts/live/run.js'
import type { Probe } from '../../scripts/live/probe.js'
import { idleClock } from '../support/idle-clock.js'
import { recordAnswers } from '../support/record-answers.js'

export interface KitWorld {
  readonly simulator: Simulator
  readonly connection: Connection
  readonly run: (probes: readonly Probe[], signal?: AbortSignal) => Promise<RunResult>
}

/** `lie` makes something else of the simulator before the kit meets it. */
export async function openKitWorld(
  scenario: Scenario = {},
  lie: (honest: HttpClient) => HttpClient = (honest) => honest,
): Promise<KitWorld> {
  let open = 0
  const clock = idleClock(Date.parse('2026-11-30T08:00:00Z'), () => open)
  const usual = await readScenario(usualScenario)
  const simulator = createSimulator(
    { ...usual, ...scenario },
    {
      clock: { now: () => clock.now(), speed: 1 },
      ...recordAnswers(),
    },
  )
  const honest = lie(simulator.httpClient())
  const httpClient: HttpClient = {
    async sendRequest(request) {
      open += 1
      try {
        return await honest.sendRequest(request)
      } finally {
        open -= 1
      }
    },
  }
  const { clients } = await openClients({
    environment: 'AzureCloud',
    credential: 'auto',
    env: {},
    version: '0.0.0',
    signal: new AbortController().signal,
    httpClient,
    tokenCredential: {
      getToken: async () =>
        await Promise.resolve({ token: 'simulated', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
  })
  const { subscriptionId } = simulator
  const connection = { clients, clock, subscriptionId, secrets: [] }
  return {
    ...{ simulator, connection },
    run: async (probes, signal = new AbortController().signal) =>
      await runKit({
        ...{ ...connection, signal, probes },
        location: 'koreacentral',
        otherLocation: 'westeurope',
        log: () => undefined,
      }),
  }
}
