/**
 * Webpack numbers the chunks of a bundle anew with each change of what is in them. A chunk that one `import()` loads is called
 * after the file it asks for, one that several share after the folder that most of it is from, and one of packages after those.
 */
interface Module {
  readonly name?: string
  readonly size: number
  readonly modules?: readonly Module[]
}

interface Chunk {
  readonly id: number
  readonly initial: boolean
  readonly size: number
  readonly modules?: readonly Module[]
  readonly origins: readonly { readonly request?: string }[]
}

/** What is asked for by a name that says little on its own. */
const spoken: Readonly<Record<string, string>> = {
  'azure/open-azure': 'azure',
  'simulator/embedded': 'simulator',
  'autoscale/report': 'formula',
  'rules/index': 'rules',
}

/** The name of each chunk that is loaded on demand, by its number. */
export function chunkNames(statsJson: string): ReadonlyMap<number, string> {
  const { chunks } = JSON.parse(statsJson) as { readonly chunks: readonly Chunk[] }
  const names = new Map<number, string>()
  for (const chunk of chunks.filter(({ initial }) => !initial).sort((a, b) => b.size - a.size)) {
    const name = nameOf(chunk)
    const taken = [...names.values()].filter((other) => other.replace(/-\d+$/, '') === name).length
    names.set(chunk.id, taken === 0 ? name : `${name}-${String(taken + 1)}`)
  }
  return names
}

function nameOf({ origins, modules = [] }: Chunk): string {
  const main = mainPart(modules.flatMap(leaves))
  if (main.isPackage) return `vendor-${main.name}`
  const [asked, ...others] = new Set(origins.map(({ request = '' }) => request))
  if (asked === undefined || others.length > 0) return `shared-${main.name}`
  const path = asked.replace(/^[./]+|\.js$/g, '')
  const own = path.includes('/') ? path : `${main.name}/${path}`
  return spoken[own] ?? path.replace(/^.*\//, '')
}

function leaves(module: Module): readonly Module[] {
  return module.modules?.flatMap(leaves) ?? [module]
}

interface Part {
  readonly name: string
  readonly isPackage: boolean
}

/** The folder of src/, or the package (of a scope all together), with the most code. */
function mainPart(modules: readonly Module[]): Part {
  const sizes = new Map<string, Part & { readonly size: number }>()
  for (const { name = '', size } of modules) {
    const file = name.split('node_modules/').at(-1) ?? ''
    const isPackage = file !== name
    const folder = isPackage ? file : (name.split('build/').at(-1) ?? '')
    const part = folder.replace(/^@/, '').replace(/\/.*$|\.js$/g, '')
    sizes.set(part, { name: part, isPackage, size: (sizes.get(part)?.size ?? 0) + size })
  }
  const [largest] = [...sizes.values()].sort((a, b) => b.size - a.size)
  if (largest === undefined) throw new Error('a chunk holds nothing')
  return largest
}

/** The code of an entry, which loads the chunks by these names. */
export function withChunkNames(code: string, names: ReadonlyMap<number, string>): string {
  if (names.size === 0) return code
  const numbered = /return "" \+ chunkId \+ "\.index\.js";/
  if (!numbered.test(code)) throw new Error('the names of chunks are not found')
  const table = JSON.stringify(Object.fromEntries([...names].sort(([a], [b]) => a - b)))
  return code.replace(numbered, () => `return ${table}[chunkId] + ".js";`)
}
