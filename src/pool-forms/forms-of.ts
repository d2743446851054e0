import type { PoolForm, PoolName } from './pool-name.js'
import { poolNames } from './pool-names.js'

/** A property as one form writes it. */
export interface NameInForm {
  readonly name: PoolName
  /** Its path from the top of a pool in that form; `[]` behind a list. */
  readonly path: string
}

const made = new Map<PoolForm, readonly NameInForm[]>()

/** Every property that a form can say, with its path there, in the order of the table. */
export function namesIn(form: PoolForm): readonly NameInForm[] {
  const known = made.get(form)
  if (known !== undefined) return known
  const paths = new Map<string, string | undefined>([['', '']])
  const named: NameInForm[] = []
  for (const name of poolNames) {
    const above = paths.get(parentOf(name.arm))
    const own = above === undefined ? null : ownName(name, form)
    const path = above === undefined || own === null ? undefined : joined(above, own)
    paths.set(name.arm, path)
    if (path !== undefined) named.push({ name, path })
  }
  made.set(form, named)
  return named
}

/** `a.b[].c` is inside of `a.b[]`. */
export function parentOf(path: string): string {
  const dot = path.lastIndexOf('.')
  return dot === -1 ? '' : path.slice(0, dot)
}

/** What a form calls a property: empty where it has no level of its own, null where it cannot be said. */
function ownName(name: PoolName, form: PoolForm): string | null {
  const last = name.arm.slice(name.arm.lastIndexOf('.') + 1)
  switch (form) {
    case 'arm':
      return last
    case 'service':
      return name.service === undefined ? last : name.service
    case 'terraform':
      return name.terraform === undefined ? snakeCase(last) : name.terraform
    case 'powershell': {
      const service = name.service === undefined ? last : name.service
      return name.powershell ?? (service === null ? null : pascalCase(service))
    }
  }
}

/** `publicIPAddressIds` -> `public_ip_address_ids` */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function joined(above: string, own: string): string {
  if (above === '' || own === '') return above + own
  return `${above}.${own}`
}
