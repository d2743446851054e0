import type { ImportedPool } from '../import/import-pools.js'
import { recogniseSource } from '../pool-forms/recognise-form.js'
import { isJsonArray, isJsonObject, type Json } from '../shared/json.js'
import { painter } from './colours.js'
import { printPools } from './print-pools.js'
import { WrongCall } from './command.js'
import { importInputs } from './input-flags.js'
import { readInputs } from './read-inputs.js'
import { readText } from './read-text.js'
import type { Terminal } from './terminal.js'

/** `import SOURCE`: prints configs on stdout and notes on stderr. */
export async function runImport(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readInputs(args, importInputs, { pool: 'value', verbose: 'switch' })
  const { operands, flags } = given
  const [source, ...others] = operands
  if (source === undefined || others.length > 0) {
    throw new WrongCall('import takes one SOURCE: a file, - for stdin, or the ID of a pool')
  }
  const paint = painter(terminal.hasColours)
  const note = (line: string): void => {
    terminal.err(`${line}\n`)
  }
  const fail = (message: string): number => {
    note(`${paint('red', 'error:')} ${message}`)
    return 1
  }
  if (/^\/subscriptions\//i.test(source)) {
    const { importFromAzure } = await import('./import-from-azure.js')
    return await importFromAzure(terminal, { id: source, given })
  }
  const what = source === '-' ? 'stdin' : source
  let text: string
  try {
    text = await readText(terminal, source)
  } catch (error) {
    return fail(`${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  const foreign = recogniseSource(text)
  const document = await parse(text)
  if (document === undefined || typeof document !== 'object') {
    return fail(
      foreign === undefined
        ? `${what} is neither JSON nor YAML with a pool in it`
        : `${what} is ${foreign.what}: ${foreign.way}`,
    )
  }
  const account = flags.get('batch-account')
  const { importPools } = await import('../import/import-pools.js')
  const imported = importPools(document, account === undefined ? {} : { account })
  if (imported === undefined) {
    return fail(`${what} is no form of a pool that is known here: ${forms}`)
  }
  const pools = chosen(imported.pools, flags.get('pool'))
  if (pools.length === 0) return fail(nonePresent(what, imported, flags.get('pool')))
  return printPools(terminal, pools)
}

const forms =
  'an ARM GET, template or export, a body or answer of the Batch REST API, az batch pool show or list, terraform show -json or a state file, or Get-AzBatchPool | ConvertTo-Json -Depth 10 -EnumsAsStrings'

/** Batch knows a pool by its name in any letter case. */
function chosen(pools: readonly ImportedPool[], name: string | undefined): readonly ImportedPool[] {
  if (name === undefined) return pools
  return pools.filter((pool) => pool.name?.toLowerCase() === name.toLowerCase())
}

function nonePresent(
  what: string,
  imported: { readonly what: string; readonly pools: readonly ImportedPool[] },
  name: string | undefined,
): string {
  if (name === undefined || imported.pools.length === 0) {
    return `${what} is ${imported.what}, and there is no pool in it`
  }
  const names = imported.pools.map((pool) => pool.name ?? '(without a name)').join(', ')
  return `${what} has no pool ${name}: it has ${names}`
}

/** JSON, also with the byte order mark that PowerShell writes, or YAML; a list of several documents where it has some. */
async function parse(text: string): Promise<Json | undefined> {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    const value: unknown = JSON.parse(plain)
    return toJson(value)
  } catch {
    // not JSON: YAML, then
  }
  const { parseAllDocuments } = await import('yaml')
  const documents = parseAllDocuments(plain)
  if (!Array.isArray(documents)) return undefined
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  const values = documents.map((document) => toJson(document.toJS({ maxAliasCount: 100 })))
  const given = values.filter((value) => value !== undefined && value !== null)
  return given.length > 1 ? given : given[0]
}

function toJson(value: unknown): Json | undefined {
  return isJsonObject(value) || isJsonArray(value as Json) ? (value as Json) : undefined
}
