import { plainName } from '../pool-forms/find-name.js'
import { namesIn } from '../pool-forms/forms-of.js'
import type { PoolForm, PoolName } from '../pool-forms/pool-name.js'

/** What a key may mean at its place in a form. */
export interface NameNode {
  /** The property of Resource Manager that it is; several where one text says two things. */
  readonly names: PoolName[]
  isList: boolean
  readonly children: Map<string, NameNode>
}

const made = new Map<PoolForm, NameNode>()

/** The names of a form as a tree, keys in their plain form. */
export function nameTree(form: PoolForm): NameNode {
  const known = made.get(form)
  if (known !== undefined) return known
  const root = newNode()
  for (const { name, path } of namesIn(form)) add(root, path, name)
  // Versions of Az.Batch differ in which of the service's names they have changed.
  if (form === 'powershell') {
    for (const { name, path } of namesIn('service')) if (!has(root, path)) add(root, path, name)
  }
  for (const { name, path } of namesIn(form)) {
    const above = partsOf(path).slice(0, -1)
    for (const older of name.older ?? []) {
      const olderPath = [...above, older + (path.endsWith('[]') ? '[]' : '')].join('.')
      if (!has(root, olderPath)) add(root, olderPath, name)
    }
    if (name.olderAbove === undefined) continue
    const olderPath = [...above.slice(0, -1), name.olderAbove].join('.')
    if (!has(root, olderPath)) add(root, olderPath, name)
  }
  made.set(form, root)
  return root
}

function newNode(): NameNode {
  return { names: [], isList: false, children: new Map() }
}

function add(root: NameNode, path: string, name: PoolName): void {
  let here = root
  for (const part of partsOf(path)) {
    const isList = part.endsWith('[]')
    const key = plainName(isList ? part.slice(0, -2) : part)
    const next = here.children.get(key) ?? newNode()
    next.isList ||= isList
    here.children.set(key, next)
    here = next
  }
  // A level that the form does not have of its own is where its parent is.
  if (here !== root && !here.names.some((other) => name.arm.startsWith(`${other.arm}.`)))
    here.names.push(name)
}

function has(root: NameNode, path: string): boolean {
  let here: NameNode | undefined = root
  for (const part of partsOf(path)) here = here?.children.get(plainName(part.replace('[]', '')))
  return here !== undefined
}

function partsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('.')
}
