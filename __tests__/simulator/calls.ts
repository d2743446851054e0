import { createManualClock, type ManualClock } from '../../src/simulator/clock.js'
import { objectAt, textAt } from '../../src/simulator/json.js'
import type { Json, JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { recordAnswers } from '../support/record-answers.js'
import { createSimulator, type Answer, type Simulator } from '../../src/simulator/simulator.js'

/** A simulator whose time the test turns. */
export interface Bench {
  readonly simulator: Simulator
  readonly clock: ManualClock
  readonly subscription: string
  /** `rg-images`' Microsoft.Compute. */
  readonly compute: string
  readonly call: (method: string, path: string, options?: CallOptions) => Answer
}

export interface CallOptions {
  readonly version?: string
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

/** Any version that the type has had. */
const versions: readonly (readonly [RegExp, string])[] = [
  [/\/(?:snapshots|disks)\b/i, '2025-01-02'],
  [/\/galleries\b/i, '2025-03-03'],
  [/\/(?:images|virtualMachines)\b/i, '2026-03-01'],
  [/\/skus$/i, '2021-07-01'],
  [/\/permissions$/i, '2022-04-01'],
  [/./, '2021-01-01'],
]

export function openBench(scenario: Scenario = {}): Bench {
  const clock = createManualClock()
  const simulator = createSimulator(scenario, { clock, ...recordAnswers() })
  const subscription = `/subscriptions/${simulator.subscriptionId}`
  return {
    simulator,
    clock,
    subscription,
    compute: `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`,
    call(method, path, { version, body, headers = {} } = {}) {
      const url = new URL(path, 'https://management.azure.com')
      if (!url.searchParams.has('api-version') && version !== '') {
        const usual = versions.find(([pattern]) => pattern.test(url.pathname))?.[1] ?? ''
        url.searchParams.set('api-version', version ?? usual)
      }
      const text = body === undefined ? undefined : JSON.stringify(body)
      const type = text === undefined ? {} : { 'content-type': 'application/json' }
      return simulator.handle({ method, url, headers: { ...type, ...headers }, body: text })
    },
  }
}

export function bodyOf(answer: Answer): JsonObject {
  return objectAt(answer.body)
}

export function propertiesOf(answer: Answer): JsonObject {
  return objectAt(answer.body, 'properties')
}

/** Status and code of a refusal. */
export function refusalOf(answer: Answer): string {
  return `${String(answer.status)} ${String(textAt(answer.body, 'error', 'code'))}`
}

export function headerOf(answer: Answer, name: string): string {
  return answer.headers?.[name] ?? ''
}
