import { appendFileSync, writeFileSync } from 'node:fs'
import { readOptions, usage, type Options } from './options.js'
import { readScenario } from './scenario-file.js'
import { startServer, type SimulatorServer } from './server.js'
import { createSimulator, type Simulator } from './simulator.js'

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

/** Runs the built action against this simulator, in a shell. */
function actionCommand(
  { tenantId, clientId, clientSecret, subscriptionId }: Simulator,
  { endpoint, caFile }: SimulatorServer,
): string {
  const variables = {
    ...{ AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret },
    ...{ NODE_EXTRA_CA_CERTS: caFile, 'INPUT_SUBSCRIPTION-ID': subscriptionId },
    ...{ INPUT_ENVIRONMENT: endpoint, INPUT_MODE: 'plan', INPUT_CONFIG: 'examples/demo/pool.yml' },
  }
  // Names of inputs have dashes, which only `env` lets through.
  const words = Object.entries(variables).map(([name, value]) => `'${name}=${value}'`)
  return `env ${words.join(' ')} node dist/index.js`
}

async function serve({ port, scenario: file, speed, transcript }: Options): Promise<void> {
  const scenario = file === undefined ? {} : await readScenario(file)
  const simulator = createSimulator(
    { ...scenario, ...(speed === undefined ? {} : { speed }) },
    { onRequest: lineWriter(transcript), keepsTranscript: false },
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
      `az: npm run az -- --connection ${server.connectionFile} group list`,
      `action: ${actionCommand(simulator, server)}`,
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
