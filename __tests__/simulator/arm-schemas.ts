/** Azure's published schemas of resource bodies, where they lie beside the project. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ajvDraft04 from 'ajv-draft-04'
import type { JsonObject } from '../../src/simulator/kernel.js'

const folder = resolve('../shared/arm-schemas')

export const schemasAreHere = existsSync(folder)

type Validate = (body: JsonObject) => string[]
const validators = new Map<string, Validate>()

/** What a schema file has against a body as a whole resource; undefined where there is no such file. */
export function schemaErrors(
  file: string,
  definition: string,
  resource: JsonObject,
): string[] | undefined {
  const path = resolve(folder, `${file}.json`)
  if (!existsSync(path)) return undefined
  const key = `${file} ${definition}`
  const validate = validators.get(key) ?? compile(path, definition)
  validators.set(key, validate)
  return validate(resource)
}

function compile(path: string, definition: string): Validate {
  const ajv = new ajvDraft04.default({ strict: false, allErrors: false })
  const read = (file: string): JsonObject => JSON.parse(readFileSync(file, 'utf8')) as JsonObject
  const schema = read(path)
  ajv.addSchema(
    read(resolve(folder, 'common.definitions.json')),
    'https://schema.management.azure.com/schemas/common/definitions.json',
  )
  const id = 'https://schemas.invalid/this.json'
  ajv.addSchema({ ...schema, id }, id)
  const check = ajv.compile({ $ref: `${id}#/resourceDefinitions/${definition}` })
  return (resource) => {
    if (check(resource)) return []
    return (check.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
    )
  }
}

/** The properties that a definition of a schema file has, sorted. */
export function schemaProperties(file: string, definition: string): string[] | undefined {
  const schema = JSON.parse(readFileSync(resolve(folder, `${file}.json`), 'utf8')) as {
    definitions: Record<string, { properties?: JsonObject } | undefined>
  }
  const found = schema.definitions[definition]
  return found === undefined ? undefined : Object.keys(found.properties ?? {}).sort()
}
