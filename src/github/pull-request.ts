import { readFile } from 'node:fs/promises'
import { memberOf } from './member-of.js'

/** The pull request that a run is about. */
export interface PullRequest {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

type Env = Readonly<Record<string, string | undefined>>

const ownEvents = ['pull_request', 'pull_request_target']

/**
 * Reads the event that started the run. Undefined where it names no pull request; unless `forAnyEvent`, also
 * where it is another event than one of the pull request itself.
 */
export async function readPullRequest(
  env: Env,
  forAnyEvent: boolean,
): Promise<PullRequest | undefined> {
  const path = env['GITHUB_EVENT_PATH']
  if (path === undefined || path === '') return undefined
  const name = env['GITHUB_EVENT_NAME'] ?? ''
  if (!forAnyEvent && name !== '' && !ownEvents.includes(name)) return undefined
  const event = await readEvent(path)
  const number = numberAt(event, 'pull_request', 'number') ?? otherNumber(event, forAnyEvent)
  const given = env['GITHUB_REPOSITORY'] ?? ''
  const repository = given === '' ? memberOf(event, 'repository', 'full_name') : given
  const [owner, repo] = typeof repository === 'string' ? repository.split('/') : []
  return number === undefined || !owner || !repo ? undefined : { owner, repo, number }
}

async function readEvent(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Error(`the event that started the run cannot be read from ${path}`, { cause: error })
  }
}

/** A comment's event has an issue that is a pull request; that of another workflow lists those of its branch. */
function otherNumber(event: unknown, isWanted: boolean): number | undefined {
  if (!isWanted) return undefined
  const isPullRequest = memberOf(event, 'issue', 'pull_request') !== undefined
  return (
    (isPullRequest ? numberAt(event, 'issue', 'number') : undefined) ??
    numberAt(event, 'workflow_run', 'pull_requests', '0', 'number')
  )
}

function numberAt(event: unknown, ...path: readonly string[]): number | undefined {
  const found = memberOf(event, ...path)
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined
}
