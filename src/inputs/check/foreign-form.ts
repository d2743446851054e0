import type { PoolForm } from '../../pool-forms/pool-name.js'
import type { Finding, Path } from '../../shared/finding.js'
import { keyPlace, valueAt, type LocatedMap } from '../yaml/located-value.js'

/** A key that is called otherwise here. */
export interface ForeignKey {
  /** The form of a pool that it comes from, just so. */
  readonly form: PoolForm | undefined
  readonly path: Path
  readonly written: string
  /** How it is written here. */
  readonly place: string
  readonly finding: Finding
}

/** So many keys of another form, and it is the form that is wrong, not each of them. */
const fewest = 3

const forms: Readonly<Record<PoolForm, string>> = {
  arm: 'of Resource Manager',
  service: 'of the Batch data plane (what az batch pool show prints, or its --json-file takes)',
  terraform: 'of Terraform (azurerm_batch_pool)',
  powershell: 'of Az PowerShell (Get-AzBatchPool)',
}

/** A pool in another form is one fault: one finding in place of one for each key. */
export function mergeForeignForm(
  findings: readonly Finding[],
  foreign: readonly ForeignKey[],
  root: LocatedMap,
): readonly Finding[] {
  const keys = foreign.filter(
    ({ form, path }) => form !== undefined && path[0] === 'pool' && path[1] === 'properties',
  )
  const [first] = keys
  const properties = valueAt(root, ['pool', 'properties'])
  if (first === undefined || properties === undefined || keys.length < fewest) return findings
  const merged = new Set(keys.map(({ finding }) => finding))
  const renamed = keys.map(({ written, place }) => `${written} as ${place}`)
  const whole: Finding = {
    ...first.finding,
    rule: 'config/foreign-form',
    message: `pool.properties are written in the form ${forms[likeliest(keys)]}, not in that of Resource Manager`,
    help: `convert them with image-to-pool import, or write ${renamed.join('; ')}`,
    at: keyPlace(properties),
  }
  return [whole, ...findings.filter((finding) => !merged.has(finding))]
}

/** The form that most of the keys are from, by their spelling where that tells it. */
function likeliest(keys: readonly ForeignKey[]): PoolForm {
  const counts = new Map<PoolForm, number>()
  for (const { written, form = 'service' } of keys) {
    const spelt = spellingOf(written) ?? form
    counts.set(spelt, (counts.get(spelt) ?? 0) + 1)
  }
  const [[most] = ['service' as const]] = [...counts].sort(([, a], [, b]) => b - a)
  return most
}

/** Terraform alone writes its words apart, and PowerShell alone begins them with a capital. */
function spellingOf(written: string): PoolForm | undefined {
  if (/[a-z]_[a-z]/.test(written)) return 'terraform'
  return /^[A-Z][a-z]/.test(written) ? 'powershell' : undefined
}
