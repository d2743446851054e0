import type { OracleWorld } from './oracle.js'

export type Inputs = Readonly<Record<string, string>>

/** Arguments of az for which the action has no input, so that nobody can ask it for the same. */
const withoutInput = [
  '--virtual-machine',
  '--os-vhd-uri',
  '--os-vhd-storage-account',
  '--data-vhds-uris',
  '--data-vhds-luns',
  '--data-vhds-storage-accounts',
  '--storage-account-type',
  '--target-region-encryption',
  '--target-region-cvm-encryption',
  '--target-edge-zones',
  '--target-edge-zone-encryption',
  '--target-zone-encryption',
  '--allow-replicated-location-deletion',
  '--no-wait',
]

const longNames: Readonly<Record<string, string>> = {
  '-g': '--resource-group',
  '-r': '--gallery-name',
  '-i': '--gallery-image-definition',
  '-e': '--gallery-image-version',
  '-l': '--location',
}

/** `--flag a b --other` as `{--flag: [a, b], --other: []}`. */
function flagsOf(args: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>()
  let values: string[] = []
  for (const arg of args) {
    if (/^--?[a-z]/.test(arg)) {
      values = []
      flags.set(longNames[arg] ?? arg, values)
    } else values.push(arg)
  }
  return flags
}

/** The action's inputs for `az sig image-version create`; a string says which argument has none. */
export function sigInputs(args: readonly string[], world: OracleWorld): Inputs | string {
  const flags = flagsOf(args.slice(3))
  const inputless = withoutInput.find((flag) => flags.has(flag))
  if (inputless !== undefined) return inputless
  const luns = flags.get('--data-snapshot-luns')
  if (luns !== undefined && luns.length !== (flags.get('--data-snapshots') ?? []).length) {
    return '--data-snapshot-luns apart from their snapshots'
  }
  const one = (flag: string): string => flags.get(flag)?.join(' ') ?? ''
  const [subscription] = world.subscriptions
  const subscriptionId = one('--subscription') || (subscription?.subscriptionId ?? '')
  const group = one('--resource-group')
  const compute = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Compute`
  const gallery = one('--gallery-name')
  const definition = one('--gallery-image-definition')
  const image = one('--managed-image')
  const bare = flags.has('--exclude-from-latest') ? one('--exclude-from-latest') || 'true' : ''
  return {
    mode: 'apply',
    'subscription-id': subscriptionId,
    'resource-group': group,
    location: one('--location'),
    'image-id':
      one('--image-version') || (/^$|\//.test(image) ? image : `${compute}/images/${image}`),
    'gallery-image-definition':
      gallery && definition ? `${compute}/galleries/${gallery}/images/${definition}` : '',
    'gallery-image-version': one('--gallery-image-version'),
    'gallery-source': flags.has('--os-snapshot') ? 'snapshots' : '',
    'os-snapshot': one('--os-snapshot'),
    'data-snapshots': dataSnapshots(flags),
    'target-regions': (flags.get('--target-regions') ?? []).join('\n'),
    'replica-count': one('--replica-count'),
    'exclude-from-latest': bare,
    'end-of-life-date': one('--end-of-life-date'),
    'replication-mode': one('--replication-mode'),
    tags: (flags.get('--tags') ?? [])
      .map((tag) => (tag.includes('=') ? tag : `${tag}=`))
      .join('\n'),
  }
}

function dataSnapshots(flags: Map<string, string[]>): string {
  const luns = flags.get('--data-snapshot-luns') ?? []
  return (flags.get('--data-snapshots') ?? [])
    .map((snapshot, index) => (luns[index] === undefined ? snapshot : `${luns[index]}=${snapshot}`))
    .join('\n')
}
