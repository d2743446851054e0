import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json.js'

/** A function of the template language; undefined where it has no answer for these arguments. */
type TemplateFunction = (args: readonly Json[], group: string | undefined) => Json | undefined

/** The functions whose result follows from their arguments: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['concat', (args) => (args.every(isJsonArray) ? args.flat() : joined(args))],
  ['format', ([pattern, ...args]) => format(pattern, args)],
  ['resourceid', (args, group) => resourceId(args, group)],
  ['subscriptionresourceid', (args, group) => subscriptionResourceId(args, group)],
  ['extensionresourceid', ([scope, ...rest]) => extended(scope, rest)],
  ['tenantresourceid', (args) => extended('', args)],
  ['tolower', ([text]) => mapText(text, (held) => held.toLowerCase())],
  ['toupper', ([text]) => mapText(text, (held) => held.toUpperCase())],
  ['trim', ([text]) => mapText(text, (held) => held.trim())],
  ['string', ([value]) => textOf(value ?? null)],
  ['int', ([value]) => Math.trunc(Number(value))],
  ['bool', ([value = null]) => /^(true|1)$/i.test(textOf(value))],
  ['json', ([text]) => mapText(text, (held): Json => json(held))],
  ['array', ([value]) => (isJsonArray(value) ? value : [value ?? null])],
  ['createarray', (args) => [...args]],
  ['createobject', (args) => createObject(args)],
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['not', ([value]) => value !== true],
  ['and', (args) => args.every((arg) => arg === true)],
  ['or', (args) => args.some((arg) => arg === true)],
  ['equals', ([a = null, b = null]) => isEqual(a, b)],
  ['greater', ([a, b]) => order(a, b, (left, right) => left > right)],
  ['greaterorequals', ([a, b]) => order(a, b, (left, right) => left >= right)],
  ['less', ([a, b]) => order(a, b, (left, right) => left < right)],
  ['lessorequals', ([a, b]) => order(a, b, (left, right) => left <= right)],
  ['add', (args) => calculated(args, (a, b) => a + b)],
  ['sub', (args) => calculated(args, (a, b) => a - b)],
  ['mul', (args) => calculated(args, (a, b) => a * b)],
  ['div', (args) => calculated(args, (a, b) => Math.trunc(a / b))],
  ['mod', (args) => calculated(args, (a, b) => a % b)],
  ['min', (args) => extreme(args, (numbers) => Math.min(...numbers))],
  ['max', (args) => extreme(args, (numbers) => Math.max(...numbers))],
  ['coalesce', (args) => args.find((arg) => arg !== null) ?? null],
  ['empty', ([value]) => lengthOf(value ?? null) === 0],
  ['length', ([value]) => lengthOf(value ?? null)],
  ['first', ([value]) => (typeof value === 'string' ? value.charAt(0) : itemOf(value, 0))],
  ['last', ([value]) => (typeof value === 'string' ? value.slice(-1) : itemOf(value, -1))],
  ['contains', ([whole, part]) => contains(whole, part)],
  [
    'startswith',
    ([text, part]) => mapTexts(text, part, (a, b) => a.toLowerCase().startsWith(b.toLowerCase())),
  ],
  [
    'endswith',
    ([text, part]) => mapTexts(text, part, (a, b) => a.toLowerCase().endsWith(b.toLowerCase())),
  ],
  ['split', ([text, by]) => mapTexts(text, by, (held, separator) => held.split(separator))],
  [
    'join',
    ([list, by]) => (isJsonArray(list) ? list.map(textOf).join(textOf(by ?? null)) : undefined),
  ],
  [
    'replace',
    ([text, old, next]) =>
      mapTexts(text, old, (held, part) => held.replaceAll(part, textOf(next ?? null))),
  ],
  ['substring', ([text, from, length]) => mapText(text, (held) => substring(held, from, length))],
  [
    'padleft',
    ([text, length, fill = ' ']) =>
      textOf(text ?? null).padStart(Number(length), textOf(fill ?? null)),
  ],
  ['union', (args) => union(args)],
  ['range', ([from, count]) => range(from, count)],
  ['skip', ([list, count]) => (isJsonArray(list) ? list.slice(Number(count)) : undefined)],
  ['take', ([list, count]) => (isJsonArray(list) ? list.slice(0, Number(count)) : undefined)],
])

/** A value as text: what is no text as JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const segment = /^[^/]+$/

function resourceId(args: readonly Json[], group: string | undefined): Json | undefined {
  const at = args.findIndex((arg) => typeof arg === 'string' && arg.includes('/'))
  const names = args.slice(at)
  const scope = args.slice(0, at).map(textOf)
  if (at === -1 || !scope.every((part) => segment.test(part))) return undefined
  const [, , ownSubscription, , ownGroup] = group?.split('/') ?? []
  const [groupName = ownGroup, subscription = ownSubscription] = scope.reverse()
  if (groupName === undefined || subscription === undefined) return undefined
  return extended(`/subscriptions/${subscription}/resourceGroups/${groupName}`, names)
}

function subscriptionResourceId(
  args: readonly Json[],
  group: string | undefined,
): Json | undefined {
  const [first] = args
  const isGiven = typeof first === 'string' && !first.includes('/')
  const subscription = isGiven ? first : group?.split('/')[2]
  if (subscription === undefined) return undefined
  return extended(`/subscriptions/${subscription}`, isGiven ? args.slice(1) : args)
}

/** `Microsoft.Batch/batchAccounts/pools` with two names, below a scope. */
function extended(scope: Json | undefined, args: readonly Json[]): Json | undefined {
  const [type, ...names] = args
  if (typeof scope !== 'string' || typeof type !== 'string') return undefined
  const [provider = '', ...types] = type.split('/')
  const parts = names.map(textOf).flatMap((name) => name.split('/'))
  if (types.length === 0 || types.length !== parts.length) return undefined
  const path = types.map((one, index) => `${one}/${parts[index] ?? ''}`).join('/')
  return `${scope}/providers/${provider}/${path}`
}

function joined(args: readonly Json[]): string | undefined {
  return args.every((arg) => typeof arg !== 'object') ? args.map(textOf).join('') : undefined
}

function format(pattern: Json | undefined, args: readonly Json[]): Json | undefined {
  if (typeof pattern !== 'string' || args.some((arg) => typeof arg === 'object')) return undefined
  return pattern.replace(/\{\{|\}\}|\{(\d+)(?::[^}]*)?\}/g, (found, index: string | undefined) =>
    index === undefined ? found.charAt(0) : textOf(args[Number(index)] ?? ''),
  )
}

function mapText<T extends Json>(text: Json | undefined, map: (text: string) => T): T | undefined {
  return typeof text === 'string' ? map(text) : undefined
}

function mapTexts<T extends Json>(
  a: Json | undefined,
  b: Json | undefined,
  map: (a: string, b: string) => T,
): T | undefined {
  return typeof a === 'string' && typeof b === 'string' ? map(a, b) : undefined
}

function json(text: string): Json {
  const value: unknown = JSON.parse(text)
  if (isJsonObject(value) || isJsonArray(value as Json)) return value as Json
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null
}

function createObject(args: readonly Json[]): JsonObject {
  const pairs = args.flatMap((key, index): [string, Json][] =>
    index % 2 === 0 ? [[textOf(key ?? null), args[index + 1] ?? null]] : [],
  )
  return Object.fromEntries(pairs)
}

/** Letter case counts for neither text nor keys. */
function isEqual(a: Json, b: Json): boolean {
  return JSON.stringify(a).toLowerCase() === JSON.stringify(b).toLowerCase()
}

function order(
  a: Json | undefined,
  b: Json | undefined,
  test: (a: number | string, b: number | string) => boolean,
): boolean | undefined {
  const isComparable = typeof a === typeof b && (typeof a === 'number' || typeof a === 'string')
  if (!isComparable || typeof b === 'boolean' || typeof b === 'object' || b === undefined) {
    return undefined
  }
  return test(a, b)
}

function calculated(
  args: readonly Json[],
  of: (a: number, b: number) => number,
): number | undefined {
  const [a, b] = args
  return typeof a === 'number' && typeof b === 'number' ? of(a, b) : undefined
}

function extreme(
  args: readonly Json[],
  of: (numbers: readonly number[]) => number,
): number | undefined {
  const [only] = args
  const numbers = args.length === 1 && isJsonArray(only) ? only : args
  return numbers.every((number) => typeof number === 'number') ? of(numbers) : undefined
}

function lengthOf(value: Json): number {
  if (typeof value === 'string' || isJsonArray(value)) return value.length
  return isJsonObject(value) ? Object.keys(value).length : 0
}

function itemOf(value: Json | undefined, index: number): Json | undefined {
  return isJsonArray(value) ? value.at(index) : undefined
}

function contains(whole: Json | undefined, part: Json | undefined): boolean | undefined {
  if (typeof whole === 'string') return whole.includes(textOf(part ?? null))
  if (isJsonArray(whole)) return whole.some((item) => isEqual(item, part ?? null))
  return isJsonObject(whole)
    ? Object.keys(whole).some((key) => key.toLowerCase() === textOf(part ?? null).toLowerCase())
    : undefined
}

function substring(text: string, from: Json | undefined, length: Json | undefined): string {
  const start = Number(from ?? 0)
  return length === undefined ? text.slice(start) : text.slice(start, start + Number(length))
}

function union(args: readonly Json[]): Json | undefined {
  if (args.every(isJsonArray)) {
    return args
      .flat()
      .filter((item, index, all) => all.findIndex((other) => isEqual(other, item)) === index)
  }
  if (!args.every((arg) => isJsonObject(arg))) return undefined
  return Object.assign({}, ...args.filter((arg) => isJsonObject(arg))) as JsonObject
}

/** Azure refuses longer ones. */
const longestRange = 10_000

function range(from: Json | undefined, count: Json | undefined): Json | undefined {
  if (typeof from !== 'number' || typeof count !== 'number') return undefined
  return Array.from({ length: Math.min(count, longestRange) }, (_, index) => from + index)
}
