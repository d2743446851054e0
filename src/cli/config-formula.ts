import { WrongCall } from './command.js'

const path = ['pool', 'properties', 'scaleSettings', 'autoScale', 'formula'] as const

export interface GivenFormula {
  readonly formula: string
  /** Where an offset into the formula stands in the file. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number }
}

/** The formula of a config file, and where its parts stand in the file. */
export async function formulaOfConfig(file: string, text: string): Promise<GivenFormula> {
  const { parseYaml } = await import('../inputs/yaml/parse-yaml.js')
  const { root, findings } = parseYaml(text, (span) => ({ kind: 'file', file, span }))
  const [first] = findings
  if (first !== undefined) throw new WrongCall(`${file}: ${first.message}; ${first.help}`)
  let value = root
  for (const key of path) value = value?.kind === 'map' ? value.entries.get(key) : undefined
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') {
    throw new WrongCall(`${file} has no formula at ${path.join('.')}`)
  }
  const { value: formula, at, placeWithin } = value
  return {
    formula,
    placeOf: (offset) => {
      const place = placeWithin?.(offset, offset + 1).at ?? at
      return place.kind === 'file' ? place.span : { line: 1, column: 1 }
    },
  }
}
