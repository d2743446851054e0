/** The smallest built-in role (or the custom one) that has an action, by what the action begins with. */
const roles: readonly (readonly [RegExp, string])[] = [
  [/^Microsoft\.Batch\/batchAccounts\/pools\//i, 'the role Azure Batch Data Contributor'],
  [/^Microsoft\.Batch\/batchAccounts\/(write|delete)/i, 'the role Azure Batch Account Contributor'],
  [/^Microsoft\.Batch\/(.*\/)?read$/i, 'the role Azure Batch Account Reader'],
  [/^Microsoft\.Compute\/galleries\/.*read$/i, 'the role Compute Gallery Image Reader'],
  [/^Microsoft\.Compute\/(galleries|images)\//i, 'the role Compute Gallery Artifacts Publisher'],
  [/^Microsoft\.Compute\/snapshots\/read$/i, 'the role Reader'],
  [/^Microsoft\.Compute\/snapshots\//i, 'the role Disk Snapshot Contributor'],
  [
    /^Microsoft\.Compute\/disks\/beginGetAccess\/action$/i,
    'a custom role with Microsoft.Compute/disks/beginGetAccess/action (the role Reader lacks it)',
  ],
  [
    /^Microsoft\.Network\/virtualNetworks\/subnets\/join\/action$/i,
    'a custom role with Microsoft.Network/virtualNetworks/subnets/join/action (or Network Contributor)',
  ],
  [
    /^Microsoft\.ManagedIdentity\/userAssignedIdentities\/assign\/action$/i,
    'the role Managed Identity Operator',
  ],
  [/\/read$/i, 'the role Reader'],
]

/** `the role Azure Batch Data Contributor` for `Microsoft.Batch/batchAccounts/pools/write`. */
export function roleFor(action: string): string {
  return roles.find(([pattern]) => pattern.test(action))?.[1] ?? `a role that has ${action}`
}
