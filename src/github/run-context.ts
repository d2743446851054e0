import { readFileSync } from 'node:fs'
import type { RunContext } from '../ports/host.js'
import { memberOf } from './member-of.js'

type Env = Readonly<Record<string, string | undefined>>

/** What the runner tells of the run, as far as it does: by hand it tells nothing. */
export function readRunContext(env: Env): RunContext {
  const given = (name: string): string | undefined => env[name] || undefined
  const repository = given('GITHUB_REPOSITORY')
  const runId = given('GITHUB_RUN_ID')
  const server = given('GITHUB_SERVER_URL') ?? 'https://github.com'
  // Not known of an action that the workflow takes from its own workspace, or of a run by hand.
  const [action, ref] = [given('GITHUB_ACTION_REPOSITORY'), given('GITHUB_ACTION_REF')]
  // `owner/name/.github/workflows/check.yml@refs/heads/main`
  const workflow = /^[^/]+\/[^/]+\/([^@]+)@/.exec(given('GITHUB_WORKFLOW_REF') ?? '')?.[1]
  const { number: pullRequest, head, isClosed } = readPull(env)
  const commit = head ?? given('GITHUB_SHA')
  return {
    ...(repository && runId && { url: `${server}/${repository}/actions/runs/${runId}` }),
    ...(action && ref && { rulesPage: `${server}/${action}/blob/${ref}/docs/rules.md` }),
    ...(workflow !== undefined && { workflow }),
    ...(repository !== undefined && { repository }),
    ...(commit !== undefined && { commit }),
    ...(runId !== undefined && { attempt: `${runId}/${given('GITHUB_RUN_ATTEMPT') ?? '1'}` }),
    ...(pullRequest !== undefined && { pullRequest }),
    ...(isClosed === true && { isClosed }),
  }
}

interface Pull {
  readonly number?: number
  /** `GITHUB_SHA` is a merge that GitHub made up for the run, and that nobody finds later. */
  readonly head?: string
  readonly isClosed?: boolean
}

/** Nothing that a run should fail for: an event that cannot be read names no pull request. */
function readPull(env: Env): Pull {
  const path = env['GITHUB_EVENT_PATH']
  if (!path || env['GITHUB_EVENT_NAME']?.startsWith('pull_request') !== true) return {}
  try {
    const event: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const number = memberOf(event, 'pull_request', 'number')
    const head = memberOf(event, 'pull_request', 'head', 'sha')
    return {
      ...(typeof number === 'number' && Number.isSafeInteger(number) && { number }),
      ...(typeof head === 'string' && /^[0-9a-f]{40,64}$/.test(head) && { head }),
      isClosed: memberOf(event, 'action') === 'closed',
    }
  } catch {
    return {}
  }
}
