import type { OracleCase } from './oracle.js'

/** Our input for each flag of `az image create`. */
const inputs: Readonly<Record<string, string>> = {
  '-g': 'resource-group',
  '--resource-group': 'resource-group',
  '-n': 'image-name',
  '--name': 'image-name',
  '--source': 'source',
  '--data-disk-sources': 'data-disk-sources',
  '--os-type': 'os-type',
  '-l': 'location',
  '--location': 'location',
  '--os-disk-caching': 'os-disk-caching',
  '--data-disk-caching': 'data-disk-caching',
  '--storage-sku': 'storage-sku',
  '--hyper-v-generation': 'hyper-v-generation',
  '--zone-resilient': 'zone-resilient',
  '--edge-zone': 'edge-zone',
  '--tags': 'tags',
  '--subscription': 'subscription-id',
}
const lists = new Set(['data-disk-sources', 'tags'])
/** az completes a flag that is cut short. */
const flagOf = (word: string): string | undefined =>
  word in inputs
    ? word
    : word.startsWith('--')
      ? Object.keys(inputs).find((flag) => flag.startsWith(word))
      : undefined

/** The action's inputs that say what the az arguments say; undefined for a flag that the action has not. */
export function toInputs(
  { args, env = {} }: OracleCase,
  subscriptions: readonly { readonly name: string; readonly id: string }[],
): Readonly<Record<string, string>> | undefined {
  const given = new Map<string, string>([
    ['subscription-id', subscriptions[0]?.id ?? ''],
    ['resource-group', env['AZURE_DEFAULTS_GROUP'] ?? ''],
    ['location', env['AZURE_DEFAULTS_LOCATION'] ?? ''],
  ])
  let at = 2 // after `image create`
  while (at < args.length) {
    const flag = flagOf(args[at] ?? '')
    const input = flag === undefined ? undefined : inputs[flag]
    if (input === undefined) return undefined
    const next = args.findIndex((word, index) => index > at && word.startsWith('-'))
    const words = args.slice(at + 1, next === -1 ? args.length : next)
    // A bare --zone-resilient is true.
    const text = words.length === 0 && input === 'zone-resilient' ? 'true' : words.join('\n')
    given.set(input, lists.has(input) ? text : (words[0] ?? text))
    at += 1 + words.length
  }
  const subscription = given.get('subscription-id')
  const named = subscriptions.find(({ name }) => name === subscription)
  if (named !== undefined) given.set('subscription-id', named.id)
  return Object.fromEntries(given)
}
