import { parseArgs } from 'node:util'

export const usage = `usage: simulator [--port PORT] [--scenario FILE] [--speed SECONDS_PER_SECOND] [--transcript FILE]

  --port        where to listen; a free one if not given
  --scenario    YAML or JSON that says what the simulated Azure holds and how it behaves
  --speed       simulated seconds per real second; 120 if not given
  --transcript  file that gets a line for each request as it is answered`

export interface Options {
  readonly port: number
  readonly scenario?: string
  readonly speed?: number
  readonly transcript?: string
}

/** Undefined when help was asked for. Throws on what is no option; the message names it. */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      scenario: { type: 'string' },
      speed: { type: 'string' },
      transcript: { type: 'string' },
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
    ...(values.transcript === undefined ? {} : { transcript: values.transcript }),
  }
}
