/**
 * Types that Azure publishes of its answers (https://github.com/Azure/bicep-types-az), where they lie beside the project. Of a resource's
 * own members `apiVersion` is Bicep's, and in no answer.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve('../shared/bicep-types')
export const azureTypesAreHere = existsSync(folder)

const required = 1
const writeOnly = 4

const kinds: Readonly<Record<string, AzureType['kind']>> = {
  ...{ ArrayType: 'array', IntegerType: 'integer', BooleanType: 'boolean', AnyType: 'any' },
  ...{ StringType: 'text', StringLiteralType: 'text', UnionType: 'text' },
}

interface Reference {
  readonly $ref: string
}

interface Entry {
  readonly $type: string
  readonly name?: string
  readonly body?: Reference
  readonly properties?: Readonly<
    Record<string, { readonly type: Reference; readonly flags: number }>
  >
  readonly additionalProperties?: Reference
  readonly itemType?: Reference
  readonly elements?: readonly Reference[]
  readonly value?: string
}

/** A type, with what it consists of. */
export interface AzureType {
  readonly kind: 'object' | 'array' | 'text' | 'integer' | 'boolean' | 'any'
  /** The members of an object that an answer may have. */
  readonly members: ReadonlyMap<string, { readonly type: AzureType; readonly isRequired: boolean }>
  /** Of an array, and of an object with names of anybody's choice. */
  readonly item: AzureType | undefined
  /** The choices of a text; none where it is any. */
  readonly choices: readonly string[]
}

/** Each type once: an error's details have details, and some types are many members' type. */
function typesIn(table: readonly Entry[]): (reference: Reference) => AzureType {
  const known = new Map<string, AzureType>()

  function typeAt(reference: Reference): AzureType {
    const type = known.get(reference.$ref) ?? makeType(table[indexOf(reference)]!)
    known.set(reference.$ref, type)
    return type
  }

  function makeType({ $type, properties, elements = [], value, ...rest }: Entry): AzureType {
    const item = rest.itemType ?? rest.additionalProperties
    const words = elements.flatMap((one) => table[indexOf(one)]?.value ?? [])
    let members: AzureType['members'] | undefined
    return {
      kind: kinds[$type] ?? 'object',
      choices: value === undefined ? words : [value],
      get members() {
        members ??= new Map(
          Object.entries(properties ?? {})
            .filter(([, { flags }]) => (flags & writeOnly) === 0)
            .map(([name, { type, flags }]) => {
              return [name, { type: typeAt(type), isRequired: (flags & required) !== 0 }]
            }),
        )
        return members
      },
      get item() {
        return item && typeAt(item)
      },
    }
  }

  return typeAt
}

function indexOf({ $ref }: Reference): number {
  return Number($ref.slice('#/'.length))
}

/** The newest type of each resource, by its name in lower case; none where the types are not here. */
export function readAzureTypes(): ReadonlyMap<string, AzureType> {
  const types = new Map<string, AzureType>()
  if (!azureTypesAreHere) return types
  for (const file of readdirSync(folder).sort()) {
    if (!file.startsWith('Microsoft.')) continue
    const table = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Entry[]
    const typeAt = typesIn(table)
    for (const { $type, name = '', body } of table) {
      if ($type !== 'ResourceType' || body === undefined) continue
      types.set((name.split('@')[0] ?? '').toLowerCase(), typeAt(body))
    }
  }
  return types
}
