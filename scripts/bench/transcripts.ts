/** The requests of five reference runs, one after another in one Azure: what two builds of the action ask it. */
import { readFileSync } from 'node:fs'
import { chainInputs, runIn } from './chain.js'
import { serve } from './serve.js'

/** In this order: each finds what the one before it left. */
const runs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'chain of snapshots, image, version, pool': chainInputs,
  'the same again: nothing to do': chainInputs,
  'a pool gets more nodes': { ...chainInputs, 'target-dedicated-nodes': '12' },
  'a pool is replaced': {
    ...chainInputs,
    ...{ 'vm-size': 'Standard_D8s_v5', 'on-existing-pool': 'replace' },
  },
  'a cleanup': { mode: 'cleanup', 'resource-group': 'rg-images', 'keep-last': '1' },
}

type Transcripts = ReadonlyMap<string, readonly string[]>

async function record(dist: string): Promise<Transcripts> {
  const served = await serve()
  try {
    const found = new Map<string, readonly string[]>()
    let known = 0
    for (const [name, own] of Object.entries(runs)) {
      runIn(served, dist, own)
      const lines = readFileSync(served.transcript, 'utf8').trim().split('\n')
      found.set(name, lines.slice(known).map(plain))
      known = lines.length
    }
    return found
  } finally {
    served.stop()
  }
}

/** Without what is another in each run, and without the beginning that all IDs have. */
function plain(line: string): string {
  return line
    .replace(/\/subscriptions\/[^/]+/, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}')
    .replace(/(poolOperationResults\/delete-[\w-]+)-0x[0-9A-F]+/i, '$1-{etag}')
    .replace(/\/resourceGroups\/[^/]+\/providers\/Microsoft\.\w+/, '…')
}

function counts(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const line of lines) found.set(line, (found.get(line) ?? 0) + 1)
  return found
}

/** Prints how many requests each run makes, and which are made more or less often. */
export async function compareTranscripts(before: string, now: string): Promise<void> {
  const [then, today] = [await record(before), await record(now)]
  for (const name of Object.keys(runs)) {
    const [was, is] = [then.get(name) ?? [], today.get(name) ?? []]
    console.log(`${name}: ${String(was.length)} requests before, ${String(is.length)} now`)
    const [old, current] = [counts(was), counts(is)]
    for (const line of new Set([...was, ...is])) {
      const [a, b] = [old.get(line) ?? 0, current.get(line) ?? 0]
      if (a !== b) console.log(`  ${String(a)} -> ${String(b)}  ${line}`)
    }
  }
}
