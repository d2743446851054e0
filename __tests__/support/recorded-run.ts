/** Runs every stage as a runner would see it, in memory: inputs and files in, log and outputs out. */
import type { HttpClient } from '@azure/core-rest-pipeline'
import { openAzure } from '../../src/azure/open-azure.js'
import type {
  Annotation,
  CommentOutcome,
  JournalFile,
  PullRequestComment,
  RunContext,
} from '../../src/ports/host.js'
import { run } from '../../src/run.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { recordAnswers } from './record-answers.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { idleClock } from './idle-clock.js'
import { memorySource } from '../inputs/memory-source.js'

export interface Recording {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** As the runner shows it: annotations as lines of their own. */
  readonly lines: readonly string[]
  readonly annotations: readonly Annotation[]
  /** Why the step failed; undefined when it did not. */
  readonly failure: string | undefined
  readonly comments: readonly PullRequestComment[]
  /** Files that were written. */
  readonly written: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
  /** Azure was opened. */
  readonly isConnected: boolean
}

export interface Given {
  readonly inputs: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** What the runner tells of the run. */
  readonly context?: RunContext
  /** How GitHub takes the comment. Default: as a new one. */
  readonly answer?: CommentOutcome
  /** Default: none, as outside of a runner. */
  readonly journal?: JournalFile
  readonly cancelled?: AbortSignal
  /** Why Azure cannot be opened. */
  readonly refusal?: Error
  /** Default: `run`. */
  readonly step?: (given: Parameters<typeof run>[0]) => Promise<unknown>
}

export interface SimulatedAzure {
  readonly simulator: Simulator
  /** The most requests that were on their way at once. */
  readonly mostAtOnce: () => number
  readonly run: (given: Given) => Promise<Recording>
}

interface Surroundings {
  /** What time it is at the start, in ms since the epoch. */
  readonly startMs?: number
  /** Stands between the action and the simulator. */
  readonly between?: (client: HttpClient) => HttpClient
}

/** `onAnswer` hears of every request when it is answered, as `METHOD path`. */
export function simulatedAzure(
  scenario: Scenario = {},
  onAnswer: (request: string) => void = () => undefined,
  { startMs = Date.parse('2026-11-23T08:00:00Z'), between = (client) => client }: Surroundings = {},
): SimulatedAzure {
  const clock = idleClock(startMs, () => requests.open())
  const simulator = createSimulator(
    { imageSeconds: 1, replicationSecondsPerRegion: 1, ...scenario },
    { clock: { now: () => clock.now(), speed: 1 }, ...recordAnswers() },
  )
  const requests = counting(between(simulator.httpClient()), onAnswer)
  return {
    simulator,
    mostAtOnce: () => requests.mostAtOnce(),
    run: async (given) =>
      await record(given, clock, async (signal) => {
        return await openAzure({
          ...{ environment: 'AzureCloud', credential: 'auto', env: {}, version: '0.0.0' },
          ...{ signal, httpClient: requests.httpClient },
          tokenCredential: {
            getToken: async () =>
              await Promise.resolve({
                token: 'simulated',
                expiresOnTimestamp: Date.now() + 3_600_000,
              }),
          },
        })
      }),
  }
}

async function record(
  given: Given,
  clock: Parameters<typeof run>[0]['clock'],
  open: (signal: AbortSignal) => ReturnType<typeof openAzure>,
): Promise<Recording> {
  const { inputs, files = {}, env = {}, answer, context = {}, journal, step = run } = given
  const source = memorySource({ inputs, files, env })
  const outputs: Record<string, string> = {}
  const written: Record<string, string> = {}
  const lines: string[] = []
  const annotations: Annotation[] = []
  const comments: PullRequestComment[] = []
  const secrets: string[] = []
  const ended = { summary: '', failure: undefined as string | undefined, isConnected: false }
  const created = { kind: 'created', url: 'https://github.com/owner/repo/pull/7#issuecomment-1' }
  await step({
    clock,
    files: source.files,
    cancelled: given.cancelled ?? new AbortController().signal,
    openAzure: async (_, signal) => {
      ended.isConnected = true
      if (given.refusal !== undefined) throw given.refusal
      return { azure: await open(signal), clock, subscriptionId: defaultSubscriptionId }
    },
    host: {
      ...{ env, workspace: '/', input: source.input, getIdToken: undefined },
      ...{ saveState: () => undefined, state: () => '', journal },
      run: { url: 'https://github.com/owner/repo/actions/runs/1', ...context },
      log: {
        info: (line) => lines.push(line),
        debug: () => undefined,
        startGroup: (title) => lines.push(title),
        endGroup: () => undefined,
        annotate: (annotation, details = []) => {
          annotations.push(annotation)
          lines.push(`${annotation.severity}: ${annotation.message}`, ...details)
        },
        fail: (message) => {
          ended.failure = message
        },
      },
      setOutput: (name, value) => {
        outputs[name] = value
      },
      writeSummary: (markdown) => {
        ended.summary = markdown
      },
      writeFile: async (path, text) => {
        written[path] = text
        await Promise.resolve()
      },
      review: async () =>
        await Promise.resolve({ kind: 'none', message: 'nobody is asked', help: 'ask' }),
      comment: async (comment) => {
        comments.push(comment)
        return await Promise.resolve(answer ?? (created as CommentOutcome))
      },
      setSecret: (secret) => secrets.push(secret),
    },
  })
  return { outputs, lines, annotations, comments, written, secrets, ...ended }
}

function counting(client: HttpClient, onAnswer: (request: string) => void) {
  let open = 0
  let most = 0
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      open += 1
      most = Math.max(most, open)
      try {
        return await client.sendRequest(request)
      } finally {
        open -= 1
        onAnswer(`${request.method} ${new URL(request.url).pathname}`)
      }
    },
  }
  return { httpClient, mostAtOnce: () => most, open: () => open }
}
