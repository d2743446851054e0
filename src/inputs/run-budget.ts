import type { RunOptions, RunBudget } from './config.js'
import type { InputSource } from './source.js'

/** How long the run may last, and whether it can stay signed in for that long. */
export function readBudget(
  runOptions: Pick<RunOptions, 'timeout' | 'credential' | 'clientId' | 'environment'>,
  { input, env }: Pick<InputSource, 'input' | 'env'>,
): RunBudget {
  const runner = env('RUNNER_ENVIRONMENT')
  return {
    timeout: runOptions.timeout,
    isTimeoutGiven: input('timeout').trim() !== '',
    runner: runner === 'github-hosted' || runner === 'self-hosted' ? runner : undefined,
    isSignInFinal: isSignInFinal(runOptions, env),
  }
}

/**
 * az after `azure/login` with OIDC: its assertion lived five minutes, so there is no other token after the first. A job
 * that may ask for ID tokens is taken for one that signed in with one; with a secret az renews by itself. On a hosted
 * runner `auto` comes to az when there is neither a client ID nor a secret.
 */
function isSignInFinal(
  { credential, clientId, environment }: Parameters<typeof readBudget>[0],
  env: InputSource['env'],
): boolean {
  if (environment === 'simulator' || !isSet(env, 'ACTIONS_ID_TOKEN_REQUEST_URL')) return false
  if (credential !== 'auto') return credential === 'cli'
  if (clientId !== undefined || env('RUNNER_ENVIRONMENT') !== 'github-hosted') return false
  const secrets = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_PASSWORD']
  return !secrets.some((name) => isSet(env, name))
}

function isSet(env: InputSource['env'], name: string): boolean {
  return (env(name) ?? '') !== ''
}
