/**
 * Answers as Azure's types allow them and as nobody may have seen them: members that are optional come or go, choices are others,
 * also such as only the future knows. Answers without a type lose members, and their texts and numbers become others.
 */
import type { HttpClient } from '@azure/core-rest-pipeline'
import { isObject } from '../../src/simulator/json.js'
import type { Json, JsonObject } from '../../src/simulator/kernel.js'
import type { AzureType } from './azure-types.js'

/** A whole number from 0 to below the given one. */
export type Random = (below: number) => number

/** Lehmer's generator: the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = (Math.abs(seed) % 2_147_483_646) + 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

export function oneOf<T>(items: readonly T[], random: Random): T {
  return items[random(items.length)]!
}

const future = 'OfTheFuture'
/** Which resource an answer is of, Azure does not get wrong; what other resources it names, it may. */
const identity = /^(id|name|type|apiVersion|nextLink|odata\.nextLink|poolId)$/

type Kind = 'remove' | 'add' | 'change'
interface Edit {
  readonly kind: Kind
  readonly make: () => void
}

/** A value that a type allows; texts may be of the future. */
function some(type: AzureType, random: Random): Json {
  if (type.kind === 'boolean') return random(2) === 0
  if (type.kind === 'integer') return oneOf([0, 1, 5, 12, 2_000_000_000], random)
  if (type.kind === 'text') return oneOf([...type.choices, future], random)
  const { item, members } = type
  if (type.kind === 'array') {
    return item === undefined ? [] : Array.from({ length: random(3) }, () => some(item, random))
  }
  const object: JsonObject = {}
  for (const [name, { type: member, isRequired }] of members) {
    if (isRequired || random(4) === 0) object[name] = some(member, random)
  }
  if (item !== undefined && random(2) === 0) object['anything'] = some(item, random)
  return object
}

function other(value: Json, type: AzureType | undefined, random: Random): Json {
  if (type !== undefined && type.kind !== 'any') return some(type, random)
  if (typeof value === 'number') return oneOf([0, 1, 5, 2_000_000_000], random)
  return typeof value === 'boolean' ? !value : future
}

function editsOf(value: Json, type: AzureType | undefined, random: Random, isTop = false): Edit[] {
  const isFixed = (name: string): boolean => isTop && identity.test(name)
  if (Array.isArray(value)) return value.flatMap((item) => editsOf(item, type?.item, random))
  if (!isObject(value)) return []
  const { members } = type ?? {}
  const edits = Object.entries(value).flatMap(([name, inner]): Edit[] => {
    const known = members?.get(name)
    if (isFixed(name)) return []
    const innerType = known?.type ?? type?.item
    const isLeaf = typeof inner !== 'object'
    return [
      ...(known?.isRequired === true
        ? []
        : [{ kind: 'remove' as const, make: () => Reflect.deleteProperty(value, name) }]),
      ...(isLeaf
        ? [
            {
              kind: 'change' as const,
              make: () => {
                value[name] = other(inner, innerType, random)
              },
            },
          ]
        : editsOf(inner, innerType, random)),
    ]
  })
  const absent = [...(members ?? [])].filter(
    ([name]) => value[name] === undefined && !isFixed(name),
  )
  return [
    ...edits,
    ...absent.map(([name, { type: member }]) => ({
      kind: 'add' as const,
      make: () => {
        value[name] = some(member, random)
      },
    })),
  ]
}

/** The answer with `count` changes; each kind of change is as likely as the others. */
export function changed(answer: Json, type: AzureType | undefined, count: number, random: Random) {
  const copy = structuredClone(answer)
  for (let i = 0; i < count; i += 1) {
    const items = isObject(copy) && Array.isArray(copy['value']) ? copy['value'] : [copy]
    if (items.length === 0) return copy
    const edits = editsOf(oneOf(items, random), type, random, true)
    const kinds = new Set(edits.map(({ kind }) => kind))
    if (kinds.size === 0) return copy
    const kind = oneOf([...kinds], random)
    const fitting = edits.filter((edit) => edit.kind === kind)
    oneOf(fitting, random).make()
  }
  return copy
}

/** `microsoft.batch/batchaccounts/pools`, of one of them and of a list. */
export function typeNameOf(path: string): string {
  const [, tail] = /^.*\/providers\/(.+?)\/*$/i.exec(path) ?? []
  if (tail === undefined) return /^\/subscriptions\/[^/]+\/resourceGroups/i.test(path) ? 'microsoft.resources/resourcegroups' : '' // prettier-ignore
  const [provider = '', ...rest] = tail.split('/')
  return [provider, ...rest.filter((_, index) => index % 2 === 0)].join('/').toLowerCase()
}

export interface Lies {
  /** Of how many answers one is changed. */
  readonly oneIn: number
  /** How much is changed of it. */
  readonly count: number
  /** The same is changed of a resource whenever it is looked at. */
  readonly isSteady: boolean
}

export interface Shown {
  readonly method: string
  readonly path: string
  readonly body: Json
  readonly status: number
}

/** Between the action and its Azure: `shown` is what the action was told, in the order in which it was. */
export function lyingClient(
  client: HttpClient,
  types: ReadonlyMap<string, AzureType>,
  { lies, seed }: { readonly lies: Lies; readonly seed: number },
  heard: { readonly shown: (shown: Shown) => void; readonly changed: (text: string) => void },
): HttpClient {
  const random = randomFrom(seed)
  return {
    sendRequest: async (request) => {
      const response = await client.sendRequest(request)
      const { pathname } = new URL(request.url)
      const { method } = request
      const { status } = response
      const text = response.bodyAsText ?? ''
      if (
        pathname.startsWith('/metadata/') ||
        status < 200 ||
        status > 299 ||
        !text.startsWith('{')
      ) {
        heard.shown({ method, path: pathname, status, body: text })
        return response
      }
      const answer = JSON.parse(text) as Json
      const own = lies.isSteady ? randomFrom(seed + sumOf(pathname)) : random
      const isChanged = own(lies.oneIn) === 0
      const type = types.get(typeNameOf(pathname))
      const body = isChanged ? changed(answer, type, lies.count, own) : answer
      heard.shown({ method, path: pathname, status, body })
      const bodyAsText = JSON.stringify(body)
      if (bodyAsText !== JSON.stringify(answer)) heard.changed(bodyAsText)
      return { ...response, bodyAsText }
    },
  }
}

function sumOf(text: string): number {
  let sum = 0
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003
  return sum
}
