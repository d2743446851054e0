/** `npm run live`: asks the real Azure what this project could not look up. `--help` says how it is called. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cancelOnSignals } from '../../src/cancel/signals.js'
import { cleanUp } from './clean-up.js'
import { connect } from './connection.js'
import { forecastOf, listOf } from './forecast.js'
import { readMarks } from './marks.js'
import { notAsked } from './not-asked.js'
import { readOptions, usage, WrongCall, type Options } from './options.js'
import type { Probe } from './probe.js'
import { probes } from './probes/index.js'
import { markdownOf, reportOf } from './report.js'
import { runKit } from './run.js'

const root = join(import.meta.dirname, '..', '..')

function log(line: string): void {
  console.error(line)
}

/** The exit status. */
async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = readOptions(args, env)
  switch (options.command) {
    case 'help':
      console.log(usage)
      return 0
    case 'list':
      for (const line of listOf(wantedProbes(options))) console.log(line)
      return 0
    case 'clean-up': {
      const signal = cancelOnSignals(process)
      const connection = await connect(options, signal, env)
      const { olderThanMinutes, isDryRun } = options
      return (await cleanUp({ ...connection, signal, olderThanMinutes, isDryRun, log })) === 0
        ? 0
        : 1
    }
    case 'ask':
      if (!options.isDryRun) return await ask(options, env)
      for (const line of forecastOf(options, wantedProbes(options))) console.log(line)
      return 0
  }
}

/** Throws `WrongCall` for an id that there is not. */
function wantedProbes({ only }: Options): readonly Probe[] {
  const isMeant = (probe: Probe, wanted: string) =>
    probe.id === wanted || probe.id.startsWith(`${wanted}/`)
  const odd = only.find((wanted) => !probes.some((probe) => isMeant(probe, wanted)))
  if (odd !== undefined) throw new WrongCall(`--only "${odd}" is no question: see --list`)
  if (only.length === 0) return probes
  return probes.filter((probe) => only.some((wanted) => isMeant(probe, wanted)))
}

async function ask(options: Options, env: NodeJS.ProcessEnv): Promise<number> {
  const wanted = wantedProbes(options)
  const signal = cancelOnSignals(process)
  const connection = await connect(options, signal, env)
  const isSimulator = options.against === 'simulator'
  const places = isSimulator
    ? { location: 'koreacentral', otherLocation: 'westeurope' }
    : { location: options.location, otherLocation: options.otherLocation }
  const result = await runKit({ ...connection, ...places, signal, probes: wanted, log })
  const { against } = options
  const { subscriptionId, secrets } = connection
  const marks = readMarks(root)
  const report = reportOf({ result, against, subscriptionId, secrets, marks, notAsked })
  mkdirSync(options.report, { recursive: true })
  writeFileSync(join(options.report, 'answers.json'), `${JSON.stringify(report, undefined, 2)}\n`)
  writeFileSync(join(options.report, 'answers.md'), markdownOf(report))
  const { confirmed, contradicted, unanswered } = report.counts
  console.log(
    `${String(confirmed)} confirmed, ${String(contradicted)} contradicted, ${String(unanswered)} unanswered, ` +
      `${String(notAsked.length)} not asked: ${join(options.report, 'answers.md')}`,
  )
  if (report.leftBehind === undefined) return contradicted === 0 ? 0 : 1
  console.log(`left behind in Azure: ${report.leftBehind}; npm run live -- --clean-up removes it`)
  return 1
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  if (error instanceof WrongCall) console.error(`\n${usage}`)
  process.exitCode = error instanceof WrongCall ? 2 : 1
}
