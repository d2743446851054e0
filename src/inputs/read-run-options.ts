import type { Finding } from '../shared/finding.js'
import { showValue } from '../shared/show-value.js'
import type { CredentialKind, Mode, RunOptions } from './config.js'
import { parseDuration } from './parse-duration.js'
import { parseBoolean, parseInteger } from './parse-scalars.js'
import { malformed } from './read-inputs.js'
import { actionInputs } from './inputs-table.js'
import type { InputSource } from './source.js'

const modes: readonly Mode[] = ['validate', 'plan', 'apply', 'cleanup', 'audit']
const credentials: readonly CredentialKind[] = [
  'auto',
  'oidc',
  'environment',
  'cli',
  'managed-identity',
]
const environments = ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud', 'simulator']
/** Waiting costs next to nothing, and Azure's limits on requests are kept in any case (src/azure/request-budget.ts). */
const mostParallel = 256

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i
/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const resourceGroup = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u

export interface ReadSettings {
  readonly runOptions: RunOptions | undefined
  readonly findings: readonly Finding[]
}

/** Reads the general inputs; every malformed one is named. */
export function readRunOptions(source: InputSource): ReadSettings {
  const findings: Finding[] = []
  const read = new Reader(source, findings)
  const settingsRead: RunOptions = {
    mode: read.oneOf('mode', modes),
    subscriptionId: read.identifier('subscription-id', {
      variable: 'AZURE_SUBSCRIPTION_ID',
      fits: (text) => guid.test(text),
      wanted: 'a subscription ID such as 00000000-0000-0000-0000-000000000000',
    }),
    tenantId: read.identifier('tenant-id', {
      variable: 'AZURE_TENANT_ID',
      fits: (text) => guid.test(text) || domain.test(text),
      wanted: 'a tenant ID such as 00000000-0000-0000-0000-000000000000, or a domain',
    }),
    clientId: read.identifier('client-id', {
      variable: 'AZURE_CLIENT_ID',
      fits: (text) => guid.test(text),
      wanted: 'a client ID such as 00000000-0000-0000-0000-000000000000',
    }),
    credential: read.oneOf('credential', credentials),
    environment: read.environment(),
    scenario: read.checked('scenario', { fits: (text) => text !== '', wanted: 'a file' }),
    resourceGroup: read.checked('resource-group', {
      fits: (text) => resourceGroup.test(text),
      wanted: 'a resource group: 1 to 90 letters, digits, _ - . ( ), and no . at the end',
    }),
    location: read.checked('location', {
      fits: (text) => /^[\p{L}\p{N} ()-]+$/u.test(text),
      wanted: 'a region such as koreacentral',
    }),
    ...read.failOn(),
    comment: read.oneOf('comment', ['auto', 'always', 'never', 'on-change']),
    expectedPlanHash: read
      .checked('expected-plan-hash', {
        fits: (text) => /^([0-9a-f]{64}|pull-request)$/i.test(text),
        wanted: 'the plan-hash of an earlier run (64 hexadecimal digits), or pull-request',
      })
      ?.toLowerCase(),
    timeout: read.converted(
      'timeout',
      parseDuration,
      'an ISO 8601 duration such as PT2H, or minutes',
    ),
    parallelism: read.converted(
      'parallelism',
      (text) => {
        const count = parseInteger(text)
        return count !== undefined && count >= 1 && count <= mostParallel ? count : undefined
      },
      `a whole number from 1 to ${String(mostParallel)}`,
    ),
    dryRun: read.converted('dry-run', parseBoolean, 'true or false'),
    prices: read.pricesFor(source.input('mode')),
  }
  const wanted = 'the path of a file in the workspace'
  read.checked('sarif-path', { fits: () => sarifPath(source) !== undefined, wanted })
  read.checked('report-path', { fits: () => reportPath(source) !== undefined, wanted })
  return { runOptions: findings.length === 0 ? settingsRead : undefined, findings }
}

/** Where findings go as SARIF, relative to the workspace; known also when other inputs are malformed. */
export function sarifPath(source: InputSource): string | undefined {
  return outputFile('sarif-path', source)
}

/** Where the story of the run goes, likewise. */
export function reportPath(source: InputSource): string | undefined {
  return outputFile('report-path', source)
}

function outputFile(name: string, { input, files }: InputSource): string | undefined {
  const text = input(name).trim()
  if (text === '' || /[\0\r\n]|[/\\]$/.test(text)) return undefined
  const path = files.relative(text)
  return path === '' ? undefined : path
}

interface Check {
  readonly fits: (text: string) => boolean
  readonly wanted: string
}

class Reader {
  readonly #source: InputSource
  readonly #findings: Finding[]
  constructor(source: InputSource, findings: Finding[]) {
    this.#source = source
    this.#findings = findings
  }

  /** The input's text, else its default. */
  #text(name: string): string {
    const given = this.#source.input(name).trim()
    return given === '' ? defaultOf(name) : given
  }

  /** Letter case ignored. A misfit is reported and the default handed back. */
  oneOf<const T extends string>(name: string, values: readonly T[]): T {
    const text = this.#text(name)
    const fit = (word: string) => values.find((value) => value.toLowerCase() === word.toLowerCase())
    const value = fit(text)
    if (value !== undefined) return value
    this.#findings.push(malformed(name, text, `one of ${values.join(', ')}`, values))
    return fit(defaultOf(name)) ?? values[0] ?? unreachable(name)
  }

  /** One word a line; the lowest severity counts. */
  failOn(): Pick<RunOptions, 'failOn' | 'failsOnChanges'> {
    const known = ['error', 'warning', 'changes']
    const words = this.#text('fail-on')
      .split(/\r?\n/)
      .map((line) => line.trim().toLowerCase())
      .filter((line) => line !== '')
    for (const word of words.filter((one) => !known.includes(one))) {
      this.#findings.push(malformed('fail-on', word, `one of ${known.join(', ')}`, known))
    }
    return {
      failOn: words.includes('warning') ? 'warning' : 'error',
      ...(words.includes('changes') && { failsOnChanges: true }),
    }
  }

  converted<T>(name: string, convert: (text: string) => T | undefined, wanted: string): T {
    const text = this.#text(name)
    const value = convert(text)
    if (value !== undefined) return value
    this.#findings.push(malformed(name, text, wanted))
    return convert(defaultOf(name)) ?? unreachable(name)
  }

  checked(name: string, { fits, wanted }: Check): string | undefined {
    const text = this.#text(name)
    if (text !== '' && !fits(text)) this.#findings.push(malformed(name, text, wanted))
    return text === '' ? undefined : text
  }

  identifier(name: string, check: Check & { readonly variable: string }): string | undefined {
    const { variable, fits, wanted } = check
    const given = this.checked(name, check)
    const found = given === undefined ? this.#source.env(variable)?.trim() : undefined
    if (found === undefined || found === '') return given
    if (!fits(found)) {
      this.#findings.push({
        ...malformed(name, found, wanted),
        message: `${name} is not given, and ${variable} cannot be ${showValue(found)}`,
        help: `give ${name}, or set ${variable} to ${wanted}`,
      })
    }
    return found
  }

  /** A plan is read by people who decide on it. */
  pricesFor(mode: string): 'list' | 'none' {
    if (this.#text('prices') !== '') return this.oneOf('prices', ['list', 'none'])
    return mode.trim().toLowerCase() === 'plan' ? 'list' : 'none'
  }

  environment(): string {
    const text = this.#text('environment')
    const named = environments.find((name) => name.toLowerCase() === text.toLowerCase())
    if (named !== undefined) return named
    const endpoint = URL.canParse(text) ? new URL(text) : undefined
    const isPlain = endpoint?.username === '' && endpoint.password === '' && endpoint.search === ''
    if (endpoint?.protocol === 'https:' && isPlain && endpoint.hash === '') return text
    const wanted = `one of ${environments.join(', ')}, or an https:// endpoint of a Resource Manager`
    this.#findings.push(malformed('environment', text, wanted, environments))
    return defaultOf('environment')
  }
}

function defaultOf(name: string): string {
  return actionInputs.find((input) => input.name === name)?.default ?? ''
}

function unreachable(name: string): never {
  throw new Error(`the default of ${name} is malformed`)
}
