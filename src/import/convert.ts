import { plainName } from '../pool-forms/find-name.js'
import type { PoolForm, PoolName } from '../pool-forms/pool-name.js'
import { goneNames, readOnlyNames, toolNames } from '../pool-forms/without-counterpart.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { looseAt } from '../pool-forms/loose-keys.js'
import { finished, setAt, type Draft } from './draft.js'
import { toArmValue, toPairs } from './leaf-values.js'
import { nameTree, type NameNode } from './name-tree.js'

export interface Converted {
  readonly properties: JsonObject
  /** What was not carried over, and why; what Azure or a tool sets for itself is not worth a word. */
  readonly dropped: readonly string[]
  /** Why the document cannot be relied on. */
  readonly problems: readonly string[]
}

/** The properties of a pool in Resource Manager's words, from those of any form. */
export function convertProperties(form: PoolForm, source: JsonObject): Converted {
  const walk: Walk = { form, result: {}, dropped: [], problems: [] }
  visitMap(walk, nameTree(form), { value: source, indexes: [], path: [] })
  return { properties: finished(walk.result), dropped: walk.dropped, problems: walk.problems }
}

interface Walk {
  readonly form: PoolForm
  readonly result: Draft
  readonly dropped: string[]
  readonly problems: string[]
}
interface Place {
  readonly value: Json
  /** Which item of each list on the way. */
  readonly indexes: readonly number[]
  /** As the form writes it. */
  readonly path: readonly string[]
}

function visit(walk: Walk, node: NameNode, place: Place): void {
  const value = unwrapped(walk.form, node, place.value)
  const [name] = node.names
  if (isAbsent(walk.form, value) && !(value === '' && mayBeEmpty.has(name?.arm ?? ''))) return
  if (name?.kind === 'pairs' && isJsonObject(value)) {
    setAt(walk.result, name.arm.replace(/\[\]$/, ''), place.indexes, toPairs(value))
    return
  }
  if (node.isList) {
    const items = isJsonArray(value) ? value : [value]
    const given = items.filter((item) => !isAbsent(walk.form, item))
    given.forEach((item, index) => {
      const inside = { value: item, indexes: [...place.indexes, index], path: place.path }
      if (node.children.size > 0 && isJsonObject(item)) visitMap(walk, node, inside)
      else leaf(walk, node, inside)
    })
    return
  }
  if (node.children.size > 0 && isJsonObject(value)) visitMap(walk, node, { ...place, value })
  else leaf(walk, node, { ...place, value })
}

function visitMap(walk: Walk, node: NameNode, { value, indexes, path }: Place): void {
  if (!isJsonObject(value)) return
  for (const [key, held] of Object.entries(value)) {
    const child = node.children.get(plainName(key))
    const place = { value: held, indexes, path: [...path, key] }
    if (child === undefined) tellUnknown(walk, place)
    else visit(walk, child, place)
  }
  for (const { arm } of node.names) complete(walk, arm, { value, indexes, path })
}

function leaf(walk: Walk, node: NameNode, place: Place): void {
  for (const name of node.names) {
    const value = leafValue(name, place.value)
    if (value === undefined) {
      const said = `${place.path.join('.')} is ${JSON.stringify(place.value)}`
      const isNumberOfChoice = walk.form === 'powershell' && typeof place.value === 'number'
      if (isNumberOfChoice) walk.problems.push(`${said}, the number of a choice: ${askAgain}`)
      else walk.dropped.push(`${said}, which cannot be read: it was left out`)
      return
    }
    setAt(walk.result, name.arm, place.indexes, value)
  }
}

/** How PowerShell prints what can be read back: by default it stops two levels down, and numbers its choices. */
export const askAgain = 'run it again as Get-AzBatchPool | ConvertTo-Json -Depth 10 -EnumsAsStrings'

function leafValue(name: PoolName, value: Json): Json | undefined {
  const range = typeof value === 'string' ? /^(\d+)-(\d+)$/.exec(value) : null
  if (name.kind !== 'port-range' || range === null) return toArmValue(name, value)
  return Number(name.arm.endsWith('Start') ? range[1] : range[2])
}

/** What a form leaves unsaid where Resource Manager wants it said. */
function complete(walk: Walk, arm: string, { value, indexes, path }: Place): void {
  if (arm.endsWith('.containerConfiguration') && (looseAt(value, 'type') ?? null) === null) {
    // az 2.45 does not print it; DockerCompatible was the only value.
    setAt(walk.result, `${arm}.type`, indexes, 'DockerCompatible')
    walk.dropped.push(`${path.join('.')} does not say its type: DockerCompatible was taken`)
  }
  if (arm.endsWith('.ephemeralOSDiskSettings') && walk.form !== 'terraform') {
    if ((looseAt(value, 'placement') ?? null) === null) setAt(walk.result, arm, indexes, {})
  }
  if (arm === 'startTask' && looseAt(value, 'runElevated') === true) {
    setAt(walk.result, 'startTask.userIdentity.autoUser.elevationLevel', indexes, 'Admin')
  }
}

const silent = new Set([...readOnlyNames, ...toolNames].map(plainName))

function tellUnknown({ form, dropped }: Walk, { value, path }: Place): void {
  const key = path.at(-1) ?? ''
  const plain = plainName(key)
  if (silent.has(plain) || plain === 'runelevated' || isAbsent(form, value) || isVoid(value)) return
  const gone = goneNames.find(({ name }) => plainName(name) === plain)
  if (gone !== undefined && typeof value === 'string') {
    if (gone.means?.includes(value.toLowerCase()) === true) return
  }
  dropped.push(
    gone === undefined
      ? `${path.join('.')} is no property of a pool that is known here: it was left out`
      : `${path.join('.')} was left out: ${gone.why}`,
  )
}

/** An empty list or map says nothing. */
function isVoid(value: Json): boolean {
  if (isJsonArray(value)) return value.length === 0
  return isJsonObject(value) && Object.keys(value).length === 0
}

/** Where an empty text is a value like any other. */
const mayBeEmpty = new Set(['startTask.environmentSettings[].value', 'metadata[].value'])

/** Terraform writes an empty text where nothing was set; nowhere does one mean anything else. */
function isAbsent(form: PoolForm, value: Json): boolean {
  return value === null || value === '' || (form === 'terraform' && isVoid(value))
}

/** A block of Terraform is a list of one; PowerShell 5 wraps a list. */
function unwrapped(form: PoolForm, node: NameNode, value: Json): Json {
  if (form === 'terraform' && !node.isList && isJsonArray(value) && node.children.size > 0) {
    const block = value[0] ?? null
    return isEmptyLinuxUser(node, block) ? null : block
  }
  if (form === 'powershell' && node.isList && isJsonObject(value)) {
    const list = looseAt(value, 'value')
    if (looseAt(value, 'Count') !== undefined && isJsonArray(list)) return list
  }
  return value
}

/** azurerm shows user 0 and group 0 where neither was set. */
function isEmptyLinuxUser(node: NameNode, block: Json): boolean {
  if (node.names[0]?.arm !== 'userAccounts[].linuxUserConfiguration') return false
  return (
    looseAt(block, 'uid') === 0 && looseAt(block, 'gid') === 0 && !looseAt(block, 'ssh_private_key')
  )
}
