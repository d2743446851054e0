/** The table of docs/COMING-FROM.md: every property of a pool, and what each form calls it, from the one table that import reads. */
import { namesIn } from '../src/pool-forms/forms-of.js'
import { poolNames } from '../src/pool-forms/pool-names.js'
import { table } from './markdown.js'

const forms = ['service', 'terraform', 'powershell'] as const

export function namesTable(): string {
  const paths = forms.map(
    (form) => new Map(namesIn(form).map(({ name, path }) => [name.arm, path])),
  )
  const rows = poolNames
    // What only holds others says nothing of its own.
    .filter(({ arm }) => !poolNames.some((other) => other.arm.startsWith(`${arm}.`)))
    .map(({ arm }) => [arm, ...paths.map((named) => named.get(arm) ?? '')])
    .map((cells) => cells.map((cell) => (cell === '' ? '–' : `\`${cell}\``)))
  return table(['here, ARM, Bicep', 'Batch API, az', 'azurerm', 'Az.Batch'], rows)
}
