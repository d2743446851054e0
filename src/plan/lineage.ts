/**
 * What a run writes on what it makes, so that one gets from a pool back to the snapshot and the commit, and a later run
 * knows its own. The same names are tags of images and gallery versions and `metadata` of pools: pools have tags only
 * since API 2024-07-01. Tag names can't hold `<>%&\?/`
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources).
 */
export const lineageNames = {
  /** Version of this action; its being there says that the resource was made by it. */
  tool: 'image-to-pool',
  /** Digest of the config, secrets left out: the same for as long as the config says the same. */
  digest: 'image-to-pool-digest',
  repository: 'image-to-pool-repository',
  commit: 'image-to-pool-commit',
  /** `{run id}/{attempt}` of the workflow. */
  run: 'image-to-pool-run',
  pullRequest: 'image-to-pool-pull-request',
  /** Ids of the source snapshots, the OS disk's first; more than one with a number behind: `-1`, `-2`. */
  source: 'image-to-pool-source',
  /** On a pool of a blue-green rollout: the name in the config. */
  pool: 'image-to-pool-pool',
  /** `canary`, `live` or `retired`. */
  role: 'image-to-pool-role',
  /** ISO 8601: when a pool was retired. */
  retired: 'image-to-pool-retired',
  /** ISO 8601: until when it is kept. */
  keepUntil: 'image-to-pool-keep-until',
  /** On a pool that is being recycled: what it was, JSON, to put it back from. */
  before: 'image-to-pool-before',
} as const

/** Whether a tag or a metadata item is this action's own: nobody asked for it, so it is no difference. */
export function isLineageName(name: string): boolean {
  const lower = name.toLowerCase()
  return lower === lineageNames.tool || lower.startsWith(`${lineageNames.tool}-`)
}
