import { recogniseForm, recogniseSource } from '../pool-forms/recognise-form.js'
import type { Finding } from '../shared/finding.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { showValue } from '../shared/show-value.js'
import { plainValue, type LocatedValue } from './yaml/located-value.js'

const ownSections = ['image', 'gallery', 'pool', 'rollout', 'snapshots']

/** The old templates of Batch Explorer have a `pool`, too, beside these. */
const ofTemplates = ['parameters', 'variables', 'resources']

interface Parsed {
  readonly root: LocatedValue | undefined
  readonly findings: readonly Finding[]
}

/**
 * One finding for a file that is a pool in the form of another tool, in the place of one for each of its keys; undefined
 * where it is none.
 */
export function foreignDocument(
  file: string,
  text: string,
  { root, findings }: Parsed,
): Finding | undefined {
  const source = root?.kind === 'map' && findings.length === 0 ? undefined : recogniseSource(text)
  const at = { kind: 'file', file, span: { line: 1, column: 1, endLine: 1, endColumn: 1 } } as const
  const found = { rule: 'config/foreign-form', severity: 'error', at } as const
  if (source !== undefined) {
    const message = `${showValue(file)} is ${source.what}, not a config`
    return { ...found, message, help: `${source.way}: image-to-pool import prints the config` }
  }
  if (root === undefined || root.kind === 'scalar') return undefined
  const isOwn = root.kind === 'map' && ownSections.some((key) => root.entries.has(key))
  if (isOwn && !ofTemplates.some((key) => root.entries.has(key))) return undefined
  const document: unknown = plainValue(root)
  if (!isJson(document)) return undefined
  const other = isJsonObject(document) ? recogniseOther(document) : undefined
  if (other !== undefined && !isOwn) {
    return {
      ...found,
      message: `${showValue(file)} is ${other.what}, not a config`,
      help: other.way,
    }
  }
  const form = recogniseForm(document)
  if (form === undefined || (isOwn && form.kind !== 'template')) return undefined
  const message = `${showValue(file)} is ${form.what}, not a config`
  return { ...found, message, help: `image-to-pool import ${file} prints the config that it means` }
}

/** Files without a pool in them that stand beside configs, or are mistaken for one. */
function recogniseOther(document: JsonObject): { what: string; way: string } | undefined {
  const has = (...keys: string[]) => keys.every((key) => document[key] !== undefined)
  if (has('builds', 'last_run_uuid')) {
    return {
      what: "the output of Packer's manifest post-processor",
      way: 'name it as packer-manifest (image.packerManifest)',
    }
  }
  if (has('jobs', 'on')) {
    return { what: 'a workflow of GitHub Actions', way: 'let config name the files of pools alone' }
  }
  const schema = document['$schema']
  if (typeof schema === 'string' && /deploymentParameters\.json/i.test(schema)) {
    return {
      what: 'the parameters of an ARM template',
      way: 'image-to-pool import prints the config of the template itself, or of the pool that it made, by its ID',
    }
  }
  return undefined
}

function isJson(value: unknown): value is Json {
  return isJsonObject(value) || (Array.isArray(value) && isJsonArray(value as Json))
}
