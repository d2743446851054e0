import { appendFileSync, writeFileSync } from 'node:fs'
import { readOptions, usage, type Options } from './options.js'
import { readScenario } from './scenario-file.js'
import { startServer } from './server.js'
import { createSimulator } from './simulator.js'

function reportUnknown(request: string): void {
  console.error(request)
}

/** Writes lines to a file that begins empty; to none where no file is named. */
function lineWriter(file: string | undefined): (line: string) => void {
  if (file === undefined) return () => undefined
  writeFileSync(file, '')
  return (line) => {
    appendFileSync(file, `${line}\n`)
  }
}

async function serve({ port, scenario: file, speed, transcript }: Options): Promise<void> {
  const scenario = file === undefined ? {} : await readScenario(file)
  const simulator = createSimulator(
    { ...scenario, ...(speed === undefined ? {} : { speed }) },
    { onRequest: lineWriter(transcript) },
  )
  const server = await startServer(simulator, { port, onUnknown: reportUnknown })
  // Listening comes first: whoever reads the lines may stop it at once.
  const stop = (): void => {
    void server.close()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  console.log(
    [
      `endpoint: ${server.endpoint}`,
      `tenant: ${simulator.tenantId}`,
      `client-id: ${simulator.clientId}`,
      `client-secret: ${simulator.clientSecret}`,
      `subscription: ${simulator.subscriptionId}`,
      `ca: ${server.caFile}`,
      `speed: ${String(simulator.clock.speed)}`,
    ].join('\n'),
  )
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options === undefined) console.log(usage)
  else await serve(options)
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
