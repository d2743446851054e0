import { namesIn, parentOf } from './forms-of.js'
import type { PoolForm, PoolName } from './pool-name.js'

/** Where a key of some form belongs in Resource Manager. */
export interface FoundName {
  readonly form: PoolForm
  readonly name: PoolName
}

/**
 * Names are the same whatever their letter case, `_` and `-`: `vm_size`, `vmSize` and `VmSize`, and the three spellings of
 * `userName` that az alone has.
 */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '')
}

/** Choices likewise: `premium_lrs` and `PremiumLRS`. */
export const plainChoice: (value: string) => string = plainName

const otherForms = ['service', 'terraform', 'powershell'] as const
let byLastKey: ReadonlyMap<string, readonly FoundName[]> | undefined

/**
 * The properties that any form but Resource Manager's calls by this key, wherever it stands there: what `vmImageId` or
 * `storage_image_reference` might mean. Those written at `path` in their form come first.
 */
export function findNames(path: readonly string[]): readonly FoundName[] {
  byLastKey ??= indexed()
  const found = byLastKey.get(plainName(path.at(-1) ?? '')) ?? []
  const whole = plainName(path.join('.'))
  const isHere = ({ form, name }: FoundName) =>
    namesIn(form).some(
      (named) => named.name === name && plainName(withoutLists(named.path)) === whole,
    )
  return [...found.filter(isHere), ...found.filter((one) => !isHere(one))]
}

function indexed(): ReadonlyMap<string, readonly FoundName[]> {
  const index = new Map<string, FoundName[]>()
  const add = (key: string, found: FoundName) => {
    const plain = plainName(withoutLists(key))
    const held = index.get(plain) ?? []
    if (held.some(({ name }) => name === found.name)) return
    index.set(plain, [...held, found])
  }
  for (const form of otherForms) {
    for (const { name, path } of namesIn(form)) {
      const isOwnLevel = path !== '' && path !== pathOfParent(form, name)
      if (isOwnLevel) add(path.slice(path.lastIndexOf('.') + 1), { form, name })
      for (const older of name.older ?? []) add(older, { form, name })
      if (name.olderAbove !== undefined) add(name.olderAbove, { form, name })
    }
  }
  return index
}

function pathOfParent(form: PoolForm, { arm }: PoolName): string | undefined {
  const parent = parentOf(arm)
  return namesIn(form).find(({ name }) => name.arm === parent)?.path
}

function withoutLists(path: string): string {
  return path.replaceAll('[]', '')
}
