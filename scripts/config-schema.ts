/** The published JSON Schema of the config file, and the table of its keys. */
import {
  aliasesOf,
  camelCase,
  readOnlyPoolKeys,
  readOnlyPoolProperties,
  templateKeys,
} from '../src/inputs/check/keys.js'
import { poolPropertiesSchema } from '../src/inputs/pool-schema/pool-properties.js'
import { configSchema } from '../src/inputs/schema.js'
import { actionInputs } from '../src/inputs/inputs-table.js'
import { toJsonSchema, type JsonSchema } from './json-schema.js'

const title = 'Config of image-to-pool'

/** Draft-07: what the YAML support of editors reads. */
export function configJsonSchema(): JsonSchema {
  const sections = Object.entries(configSchema.entries).map(([name, schema]) => {
    const section = object(toJsonSchema(schema))
    return [name, name === 'pool' ? poolSection(section) : withAliases(name, section)] as const
  })
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    description: 'One image and the one Azure Batch pool that is made from it.',
    type: 'object',
    properties: {
      $schema: { description: 'Where this schema is, for editors.', type: 'string' },
      ...Object.fromEntries(sections),
    },
    additionalProperties: false,
  }
}

interface ObjectSchema extends JsonSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>
}

function object(schema: JsonSchema): ObjectSchema {
  const { properties } = schema
  if (typeof properties !== 'object' || properties === null) throw new Error('not a closed map')
  return {
    ...schema,
    type: [schema['type'], 'null'],
    properties: properties as ObjectSchema['properties'],
  }
}

function poolSection(section: ObjectSchema): JsonSchema {
  const written = object(toJsonSchema(poolPropertiesSchema))
  const { description } = section.properties['properties'] ?? {}
  const properties = { ...written.properties, ...shownOnly(readOnlyPoolProperties) }
  const inner = { description, ...written, properties }
  const whole = withAliases('pool', {
    ...section,
    properties: { ...section.properties, properties: inner },
  })
  return {
    ...whole,
    properties: {
      ...whole.properties,
      ...shownOnly(new Set([...readOnlyPoolKeys, ...templateKeys])),
    },
  }
}

/** What Azure shows and does not take is a warning with us. */
function shownOnly(keys: ReadonlySet<string>): Record<string, JsonSchema> {
  const deprecationMessage = 'not sent: remove it'
  return Object.fromEntries(
    [...keys].map((key) => [key, { deprecationMessage, doNotSuggest: true }]),
  )
}

/** Descriptions from the inputs where the key has none; other names of a key; and not both names at once. */
function withAliases(section: string, schema: ObjectSchema): ObjectSchema {
  const properties = new Map<string, JsonSchema>()
  for (const [key, held] of Object.entries(schema.properties)) {
    properties.set(key, { description: describe([section, key]), ...held })
  }
  const aliases = [...aliasesOf(section)]
  for (const [alias, key] of aliases) {
    const description = `The same as \`${key}\`.`
    properties.set(alias, { ...properties.get(key), description, doNotSuggest: true })
  }
  const pairs = aliases.map(([alias, key]) => ({
    not: { type: 'object', required: [alias, key] },
  }))
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(pairs.length > 0 && { allOf: pairs }),
  }
}

/** What the input that stands for the key says of it, with the names of keys for those of inputs. */
function describe(path: readonly string[]): string | undefined {
  const place = path.join('.')
  const setting = actionInputs.find((one) => one.path?.join('.') === place)
  return setting?.description.replace(/`([a-z-]+)`/g, (quoted, name: string) => {
    const named = actionInputs.find((one) => one.name === name && one.path?.[0] === path[0])
    return named === undefined ? quoted : `\`${named.path?.at(-1) ?? camelCase(name)}\``
  })
}
