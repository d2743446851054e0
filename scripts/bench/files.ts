/** Thousands of files in one `validate`. */
import { join, resolve } from 'node:path'
import { beforeCommit } from './before.js'
import { writeMistaken, writeTenThousand, writeThousand } from './configs.js'
import { inTurns, run, type Cost } from './run.js'
import { mb, ms, ratio, say } from './say.js'

export function validate(folder: string, config: string, status = 0): () => Cost {
  return () =>
    run({ script: join(folder, 'index.js'), inputs: { mode: 'validate', config }, status })
}

export async function measureFiles(
  dist: string,
  turns: number,
  before: string | undefined,
): Promise<void> {
  writeThousand()
  const ajv = process.env['AJV_CLI']
  const cost = await inTurns(
    {
      thousand: validate(dist, 'thousand/*.yml'),
      ...(before !== undefined && { before: validate(before, 'thousand/*.yml') }),
      ...(ajv !== undefined && { ajv: () => runAjv(resolve(ajv)) }),
    },
    turns,
  )
  const { thousand, before: then, ajv: shape } = cost
  say('1,000 valid files', ms(thousand?.cpuMs ?? Number.NaN), 'CPU')
  say('1,000 valid files, memory', mb(thousand?.peakMb))
  say(`1,000 valid files, CPU / ${beforeCommit}`, ratio(thousand?.cpuMs, then?.cpuMs))
  say(
    '1,000 valid files, wall time / ajv-cli',
    ratio(thousand?.wallMs, shape?.wallMs),
    'at most 0.8',
  )
  say('1,000 valid files, memory / ajv-cli', ratio(thousand?.peakMb, shape?.peakMb), 'at most 0.9')
}

/** The same files against the published schema, which knows nothing of rules and places. */
function runAjv(script: string): Cost {
  const schema = resolve('schema/image-to-pool.schema.json')
  const args = ['validate', '-s', schema, '-d', 'thousand/*.yml', '--strict=false']
  return run({ script, args: [...args, '--spec=draft7', '--validate-formats=false'] })
}

export async function measureMistaken(dist: string, turns: number): Promise<void> {
  writeThousand()
  writeMistaken()
  const { valid, mistaken } = await inTurns(
    {
      valid: validate(dist, 'thousand/*.yml'),
      mistaken: validate(dist, 'mistaken/*.yml', 1),
    },
    turns,
  )
  say(
    '1,000 files with three mistakes each / valid ones, CPU',
    ratio(mistaken?.cpuMs, valid?.cpuMs),
    'at most 1.5',
  )
  say('the same, wall time', ratio(mistaken?.wallMs, valid?.wallMs), 'at most 1.5')
  say('the same, memory', mb(mistaken?.peakMb))
}

export async function measureManyFiles(dist: string, turns: number): Promise<void> {
  writeThousand()
  writeTenThousand()
  const { thousand, tenThousand } = await inTurns(
    {
      thousand: validate(dist, 'thousand/*.yml'),
      tenThousand: validate(dist, 'ten-thousand/*.yml'),
    },
    turns,
  )
  say('10,000 valid files / 1,000, CPU', ratio(tenThousand?.cpuMs, thousand?.cpuMs), 'at most 10.5')
  say('the same, wall time', ratio(tenThousand?.wallMs, thousand?.wallMs), 'at most 10.5')
  say('10,000 valid files, memory', mb(tenThousand?.peakMb), 'at most 200')
}
