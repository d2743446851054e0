import type { AzureFailure } from '../../shared/errors.js'

/** What Azure says of an image while something holds it. */
const held = [
  'conflict',
  'operationnotallowedonvmimageasvmsbeingprovisioned',
  'resourceinuse',
  'poolbeingresized',
  'poolbeingcreated',
]

/**
 * Why something stays that Azure refuses to delete though the caller may: somebody locked it, or it is in use after all.
 * Undefined for a failure.
 */
export function reasonOfRefusal({ status, error }: AzureFailure): string | undefined {
  const { code, message } = error
  const said = `(${code}: ${message})`
  switch (code.toLowerCase()) {
    // https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
    case 'scopelocked':
      return `a lock protects it ${said}`
    // The effect denyAction: https://learn.microsoft.com/azure/governance/policy/concepts/effect-deny-action
    case 'requestdisallowedbypolicy':
      return `a policy protects it ${said}`
    case 'deletegalleryimageversionblockedbeforeendoflife':
      return `Azure refuses to delete it before the end of its life ${said}`
    default:
      return status === 409 || status === 412 || held.includes(code.toLowerCase())
        ? `it is in use, or somebody is changing it ${said}`
        : undefined
  }
}
