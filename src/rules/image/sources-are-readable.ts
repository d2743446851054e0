import { showSource } from '../../model/image-source.js'
import { sourcesOf } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const sourcesAreReadable: AzureRule = {
  id: 'image/sources-are-readable',
  title: 'every source of the image may be read',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/role-based-access-control/permissions/compute',
  needs: 'facts',
  check: (_config, facts) =>
    sourcesOf(facts).flatMap(({ given, found, path }) => {
      if (found.kind !== 'unreadable') return []
      const { code, message } = found.failure.error
      const tolerable = found.assumed !== undefined && facts.image?.mode === 'plan'
      return {
        at: path,
        message: `"${showSource(given)}" could not be read: ${code}: ${message}`,
        help:
          found.assumed === undefined
            ? 'give the full id, which needs no look-up among VMs, snapshots and disks, or grant the role Reader on the resource group'
            : 'grant the identity of this run the role Reader on it, or on its resource group',
        ...(tolerable && { severity: 'warning' as const }),
      }
    }),
}
