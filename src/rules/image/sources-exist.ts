import { showSource } from '../../model/image-source.js'
import { parseArmId } from '../../shared/arm-id.js'
import { sourcesOf } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const sourcesExist: AzureRule = {
  id: 'image/sources-exist',
  title: 'every source of the image exists',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'facts',
  check: (_config, facts) =>
    sourcesOf(facts).flatMap(({ given, found, path }) => {
      if (found.kind !== 'missing') return []
      return {
        at: path,
        message: `"${showSource(given)}" was not found: there is no ${listOf(found.tried)}`,
        help: 'check the spelling, the resource group and the subscription; give the full id for a resource in another group',
      }
    }),
}

const nouns: Readonly<Record<string, string>> = {
  virtualmachines: 'VM',
  snapshots: 'snapshot',
  disks: 'disk',
}

/** `VM, snapshot or disk of that name in resource group g of subscription s` */
function listOf(tried: readonly string[]): string {
  const ids = tried.flatMap((id) => parseArmId(id) ?? [])
  const kinds = ids.map(({ types }) => nouns[types[0]?.toLowerCase() ?? ''] ?? 'resource')
  const last = kinds.at(-1) ?? 'resource'
  const kind = kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} or ${last}` : last
  const [first] = ids
  if (first === undefined) return kind
  const { name, resourceGroup, subscriptionId } = first
  return `${kind} ${name} in resource group ${resourceGroup} of subscription ${subscriptionId}`
}
