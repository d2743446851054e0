/** The keys of the config file as a page for readers, from its JSON Schema. */
import { configJsonSchema } from './config-schema.js'
import type { JsonSchema } from './json-schema.js'
import { table } from './markdown.js'

const intro = `<!-- Generated from src/inputs/schema.ts, inputs-table.ts and pool-schema/ by \`npm run generate\`. -->

# Config file

Each file, YAML or JSON, describes one image and the pool made from it. Every section is optional, and the action's
inputs override the file. Unknown keys are errors. Fixed values in \`image\`, \`gallery\` and \`rollout\` may be written in
any letter case. \`pool.properties\` are sent to Azure as written, which reads its own fixed values in any letter case, too.

With the [JSON Schema](../schema/image-to-pool.schema.json), editors complete and check the file. In VS Code with the
YAML extension, make this its first line:

\`\`\`yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/OWNER/image-to-pool/v1/schema/image-to-pool.schema.json
\`\`\`

or set the schema once for all files in \`.vscode/settings.json\` (a path in the workspace works too):

\`\`\`json
{ "yaml.schemas": { "./schema/image-to-pool.schema.json": "batch/*.yml" } }
\`\`\`
`

export function configPage(): string {
  const keys = keysIn(configJsonSchema(), '')
  const isDeep = ({ path }: ConfigKey) => path.startsWith('pool.properties.')
  const parts = ['snapshots', 'image', 'gallery', 'pool', 'rollout'].map((section) => {
    const own = keys.filter((key) => key.path.split('.')[0] === section && !isDeep(key))
    const { description = '' } = own[0] ?? {}
    return `## \`${section}\`\n\n${description}\n\n${keyTable(own.slice(1), section)}\n`
  })
  return `${intro}\n${parts.join('\n')}\n## \`pool.properties\`\n\n${propertyTables(keys.filter(isDeep))}\n`
}

/** One table of what has nothing inside, then one for each that has: a single one would be too wide to read. */
function propertyTables(keys: readonly ConfigKey[]): string {
  const groups = new Map<string, ConfigKey[]>()
  for (const key of keys) {
    const [above] = holders.filter((holder) => key.path.startsWith(`${holder}.`))
    const depth = above?.split('.').length ?? 2
    const group = key.path
      .split('.')
      .slice(0, depth + 1)
      .join('.')
      .replace(/\[\]$/, '')
    const isAlone = !keys.some(
      ({ path }) => path.startsWith(group) && /^[.[]/.test(path.slice(group.length)),
    )
    const name = isAlone ? (above ?? 'pool.properties') : group
    groups.set(name, [...(groups.get(name) ?? []), key])
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, own]) => titled(name, own))
    .join('\n\n')
}

const holders = ['pool.properties.deploymentConfiguration.virtualMachineConfiguration']

function titled(name: string, keys: readonly ConfigKey[]): string {
  const short = name.slice('pool.properties.'.length)
  const own = keys.find(({ path }) => path === name)
  const rest = keys.filter((key) => key !== own)
  const head =
    short === ''
      ? []
      : [`### \`${short}\``, ...(own === undefined ? [] : [`${own.type}: ${own.description}`])]
  return [...head, keyTable(rest, name)].join('\n\n')
}

interface ConfigKey {
  /** `pool.properties.metadata[].name` */
  readonly path: string
  readonly type: string
  readonly description: string
}

function keyTable(keys: readonly ConfigKey[], above: string): string {
  const rows = keys.map(({ path, type, description }) => [
    `\`${path.slice(above.length).replace(/^\./, '')}\``,
    type,
    description,
  ])
  return table(['key', 'value', 'what it is'], rows)
}

/** In the order of the schema; not the other names of keys. */
export function keysIn(schema: JsonSchema, above: string): readonly ConfigKey[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  return Object.entries(properties).flatMap(([key, held]) => {
    if (held['doNotSuggest'] === true || key === '$schema') return []
    const path = above === '' ? key : `${above}.${key}`
    const description = typeof held['description'] === 'string' ? held['description'] : ''
    const items = (held['items'] ?? {}) as JsonSchema
    return [
      { path, type: typeOf(held), description },
      ...keysIn(held, path),
      ...[items, ...alternatives(items)].flatMap((one) => keysIn(one, `${path}[]`)),
    ]
  })
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: '`true` or `false`',
  object: 'map',
  array: 'list',
}

function typeOf(schema: JsonSchema): string {
  const { enum: words, pattern, minimum, maximum, type } = schema
  if ('const' in schema) return `\`${String(schema['const'])}\``
  if (Array.isArray(words)) {
    return orText(words.filter((word) => word !== null).map((word) => `\`${String(word)}\``))
  }
  const others = alternatives(schema).filter((one) => one['type'] !== 'null')
  // A pattern beside them is their other letter cases.
  const fixed = others.find((one) => Array.isArray(one['enum']))
  if (fixed !== undefined && others.every((one) => one === fixed || 'pattern' in one)) {
    return typeOf(fixed)
  }
  if (others.length > 0) return others.map(typeOf).join(' or ')
  if (typeof pattern === 'string' && pattern.includes('P(?=')) return 'duration'
  const { fromEnvironment } = (schema['properties'] ?? {}) as Readonly<Record<string, unknown>>
  if (fromEnvironment !== undefined) return '`{ fromEnvironment: NAME }`'
  const [first] = [type].flat().filter((name) => name !== 'null')
  if (first === 'array') return `list of ${itemsOf((schema['items'] ?? {}) as JsonSchema)}`
  const name = names[String(first)] ?? 'anything'
  const isBounded = typeof minimum === 'number' && typeof maximum === 'number'
  return isBounded ? `${name}, ${String(minimum)} to ${String(maximum)}` : name
}

function itemsOf(items: JsonSchema): string {
  return typeOf(items).replace(/\b(text|map)\b/g, '$1s')
}

/** `A`, `B` or `C` */
function orText(words: readonly string[]): string {
  const [last = '', ...others] = [...words].reverse()
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return Array.isArray(schema['anyOf']) ? (schema['anyOf'] as readonly JsonSchema[]) : []
}
