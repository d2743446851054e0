import * as core from '@actions/core'
import type { Annotation, Host, RunContext } from '../ports/host.js'

/** The runner this step runs on, through @actions/core. Every text given to it is one harmless line already. */
export function createGitHubHost(env: NodeJS.ProcessEnv = process.env): Host {
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
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    input: (name) => core.getInput(name, { trimWhitespace: false }),
    setOutput: (name, value) => {
      // Without the file, core falls back to a command on stdout, which runners no longer take.
      if (isGiven(env['GITHUB_OUTPUT'])) core.setOutput(name, value)
    },
    writeSummary: async (markdown) => {
      if (isGiven(env['GITHUB_STEP_SUMMARY'])) await core.summary.addRaw(markdown).write()
    },
    setSecret: (secret) => {
      // The runner masks line by line; a line of a letter or two would hide half the log.
      for (const line of secret.split(/\r?\n/)) if (line.trim().length > 3) core.setSecret(line)
    },
    // The runner sets it only for jobs with `id-token: write`.
    getIdToken: isGiven(env['ACTIONS_ID_TOKEN_REQUEST_URL']) ? core.getIDToken : undefined,
  }
}

function annotate(annotation: Annotation): void {
  const { severity, message, title, file, line, endLine, column, endColumn } = annotation
  core[severity](message, {
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endColumn === undefined ? {} : { endColumn }),
  })
}

function readRunContext(env: NodeJS.ProcessEnv): RunContext {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId, GITHUB_SHA: sha } = env
  return {
    ...(isGiven(repository) ? { repository } : {}),
    ...(isGiven(runId) ? { runId } : {}),
    ...(isGiven(sha) ? { sha } : {}),
  }
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
