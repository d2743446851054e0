import { parseArgs } from 'node:util'
import { readScenario } from './scenario-file.js'
import { startServer } from './server.js'
import { createSimulator } from './simulator.js'

const usage = `usage: simulator [--port PORT] [--scenario FILE] [--speed SECONDS_PER_SECOND]

  --port      where to listen; a free one if not given
  --scenario  YAML or JSON that says what the simulated Azure holds and how it behaves
  --speed     simulated seconds per real second; 120 if not given`

interface Options {
  readonly port: number
  readonly scenario?: string
  readonly speed?: number
}

/** Undefined when help was asked for. Throws on what is no option. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      scenario: { type: 'string' },
      speed: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) return undefined
  const port = Number(values.port ?? '0')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port ${values.port ?? ''} is no port: give a number from 0 to 65535`)
  }
  const speed = values.speed === undefined ? undefined : Number(values.speed)
  if (speed !== undefined && !(speed > 0 && Number.isFinite(speed))) {
    throw new Error(`--speed ${values.speed ?? ''} is no speed: give a number above 0`)
  }
  return {
    port,
    ...(values.scenario === undefined ? {} : { scenario: values.scenario }),
    ...(speed === undefined ? {} : { speed }),
  }
}

function reportUnknown(request: string): void {
  console.error(request)
}

async function serve({ port, scenario: file, speed }: Options): Promise<void> {
  const scenario = file === undefined ? {} : await readScenario(file)
  const simulator = createSimulator({ ...scenario, ...(speed === undefined ? {} : { speed }) })
  const server = await startServer(simulator, { port, onUnknown: reportUnknown })
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
  const stop = (): void => {
    void server.close()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

try {
  const options = readOptions()
  if (options === undefined) console.log(usage)
  else await serve(options)
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
