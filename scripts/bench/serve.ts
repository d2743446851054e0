/** The simulator in a process of its own, over HTTPS. */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { workspace } from './run.js'

export interface Served {
  /** What it says of itself: `endpoint`, `ca`, `tenant` ... */
  readonly facts: Readonly<Record<string, string>>
  /** File with a line for each request that was answered, those of the sign-in included. */
  readonly transcript: string
  readonly stop: () => void
}

/** A new Azure for each run, always of these sources: the same world for all that is compared. */
export async function serve(more: readonly string[] = ['--speed', '20000']): Promise<Served> {
  const transcript = join(workspace, 'transcript')
  const child = spawn(
    process.execPath,
    [resolve('dist', 'simulator', 'index.js'), '--transcript', transcript, ...more],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const facts: Record<string, string> = {}
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    if (/^action: .*\n/m.test(said)) break
  }
  for (const [, name = '', value = ''] of said.matchAll(/^([a-z-]+): (.*)$/gm)) facts[name] = value
  return {
    facts,
    transcript,
    stop: () => {
      child.kill('SIGTERM')
    },
  }
}

/** The variables with which the action signs in there. */
export function signInWith(facts: Served['facts']): Readonly<Record<string, string>> {
  return {
    AZURE_TENANT_ID: facts['tenant'] ?? '',
    AZURE_CLIENT_ID: facts['client-id'] ?? '',
    AZURE_CLIENT_SECRET: facts['client-secret'] ?? '',
    NODE_EXTRA_CA_CERTS: facts['ca'] ?? '',
  }
}
