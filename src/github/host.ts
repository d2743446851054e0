import * as core from '@actions/core'
import { appendFileSync } from 'node:fs'
import type { Annotation, CommentOutcome, Host, PullRequestComment } from '../ports/host.js'
import { journalFile } from './journal-file.js'
import { troubleWithRunnerFile } from './runner-file.js'
import { readRunContext } from './run-context.js'
import { createSystemClock } from '../ports/system-clock.js'

/** By name: so the bundle leaves out what is not used of core. */
const say = { error: core.error, warning: core.warning, notice: core.notice }

/** The runner this step runs on, through @actions/core. Every text given to it is one harmless line already. */
export function createGitHubHost(env: NodeJS.ProcessEnv = process.env): Host {
  const workspace = env['GITHUB_WORKSPACE'] ?? process.cwd()
  const { RUNNER_TEMP: folder, GITHUB_STATE: stateFile } = env
  // Where there is a state file, there is a post step that reads it.
  const hasPost =
    isGiven(stateFile) && troubleWithRunnerFile('GITHUB_STATE', stateFile) === undefined
  const saveState = (name: string, value: string): void => {
    // Without the file, core falls back to a command on stdout, which runners no longer take.
    if (usable(env, 'GITHUB_STATE')) core.saveState(name, value)
  }
  return {
    log: {
      info: core.info,
      // The runner drops debug lines unless asked for them; by hand they would drown the rest.
      debug: (line) => {
        if (core.isDebug()) core.debug(line)
      },
      startGroup: core.startGroup,
      endGroup: core.endGroup,
      annotate,
      fail: core.setFailed,
    },
    run: readRunContext(env),
    env,
    workspace,
    input: (name) => core.getInput(name, { trimWhitespace: false }),
    setOutput: (name, value) => {
      // Without the file, core falls back to a command on stdout, which runners no longer take.
      if (usable(env, 'GITHUB_OUTPUT')) core.setOutput(name, value)
    },
    writeSummary: (markdown) => {
      // As core.summary does it, less the module of promises that it loads for this.
      if (usable(env, 'GITHUB_STEP_SUMMARY'))
        appendFileSync(env['GITHUB_STEP_SUMMARY'] ?? '', markdown)
    },
    writeFile: async (path, text, keep) => {
      const { writeWorkspaceFile } = await import('./workspace-output.js')
      const given = keptVariables.flatMap((name) => env[name] ?? [])
      await writeWorkspaceFile(workspace, path, { text, keep: [...keep, ...given] })
    },
    saveState,
    state: core.getState,
    journal:
      isGiven(folder) && hasPost
        ? journalFile({ folder, saveState, state: core.getState, isPost: isPostStep() })
        : undefined,
    comment: async (comment, signal) => await commentOn(env, comment, signal),
    review: async (question, signal) => {
      const { readReview } = await import('./review.js')
      return await readReview(env, question, signal)
    },
    setSecret: (secret) => {
      // The runner masks line by line; a line of a letter or two would hide half the log.
      for (const line of secret.split(/\r?\n/)) if (line.trim().length > 3) core.setSecret(line)
    },
    // The runner sets it only for jobs with `id-token: write`.
    getIdToken: isGiven(env['ACTIONS_ID_TOKEN_REQUEST_URL']) ? core.getIDToken : undefined,
  }
}

function annotate(annotation: Annotation, details: readonly string[] = []): void {
  const { severity, message, title, file, line, endLine, column, endColumn } = annotation
  say[severity](message, {
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(endLine === undefined ? {} : { endLine }),
    // GitHub takes columns only where the start and the end are on one line.
    ...(column === undefined || endColumn === undefined ? {} : { startColumn: column }),
    ...(endColumn === undefined ? {} : { endColumn }),
  })
  details.forEach((detail) => {
    core.info(detail)
  })
}

async function commentOn(
  env: NodeJS.ProcessEnv,
  comment: PullRequestComment,
  signal: AbortSignal,
): Promise<CommentOutcome> {
  const { readPullRequest } = await import('./pull-request.js')
  const pullRequest = await readPullRequest(env, comment.forAnyEvent)
  if (pullRequest === undefined) return { kind: 'no-pull-request' }
  const { upsertComment } = await import('./comments.js')
  const given = env['GITHUB_API_URL']
  const apiUrl = isGiven(given) ? given : 'https://api.github.com'
  return await upsertComment({ pullRequest, comment, apiUrl, clock: createSystemClock(), signal })
}

/** Files that variables name, which no report may be written over. */
const keptVariables = [
  ...['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'],
  ...['GITHUB_EVENT_PATH', 'AZURE_CLIENT_CERTIFICATE_PATH', 'NODE_EXTRA_CA_CERTS'],
  'IMAGE_TO_POOL_SCENARIO',
]

/**
 * The runner starts the same file twice; the first run leaves word for the second. One word alone may come from the
 * environment of the step: it must not end a main step that did nothing.
 */
export function isPostStep(): boolean {
  const others = [core.getState('hasBegun'), core.getState('journal')]
  return core.getState('isPost') === 'true' && others.some((word) => word !== '')
}

/** Whether there is such a file. Throws where it cannot be written to. */
function usable(env: NodeJS.ProcessEnv, name: string): boolean {
  const path = env[name]
  if (!isGiven(path)) return false
  const trouble = troubleWithRunnerFile(name, path)
  if (trouble !== undefined) throw new Error(trouble)
  return true
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
