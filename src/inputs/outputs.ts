/** The outputs of the action, for action.yml and the README; src/report/outputs.ts fills them. */
export interface OutputDescription {
  readonly name: string
  readonly description: string
}

export const outputs: readonly OutputDescription[] = [
  {
    name: 'outcome',
    description:
      '`succeeded`, `unchanged` (everything already existed), `partial` (fewer nodes than the target, but at least the minimum), `failed` or `cancelled`.',
  },
  { name: 'changed', description: '`true` if anything in Azure was created, changed or deleted.' },
  { name: 'pool-id', description: 'ID of the pool.' },
  { name: 'pool-name', description: 'Name of the pool.' },
  {
    name: 'vm-size',
    description:
      'VM size of the pool: the first of `vm-size`, or the fallback size that the run switched to.',
  },
  {
    name: 'snapshot-ids',
    description:
      'JSON: the snapshots that were taken or reused of `snapshot-source-vm`, `{"os": id, "data": [{"lun": 0, "id": id}]}`.',
  },
  { name: 'image-id', description: 'ID of the managed image.' },
  { name: 'gallery-image-version-id', description: 'ID of the gallery image version.' },
  {
    name: 'image-reference-id',
    description: 'ID of the image or gallery image version that the pool uses.',
  },
  { name: 'allocation-state', description: '`Steady`, `Resizing` or `Stopping`, as last seen.' },
  { name: 'current-dedicated-nodes', description: 'Number of dedicated nodes that the pool has.' },
  {
    name: 'current-low-priority-nodes',
    description: 'Number of Spot (low-priority) nodes that the pool has.',
  },
  { name: 'target-dedicated-nodes', description: 'Number of dedicated nodes that were requested.' },
  {
    name: 'target-low-priority-nodes',
    description: 'Number of Spot (low-priority) nodes that were requested.',
  },
  {
    name: 'resize-errors',
    description:
      'JSON array, one item per resize error: `code`, `message`, `details`, `attempt`, `at`, `retryable`, `cause`, `remedy`.',
  },
  {
    name: 'node-errors',
    description:
      'With `wait-for: nodes`: JSON array, one item per group of nodes that failed in the same way or are in a state that keeps them from running tasks: `state`, `code`, `message`, `count`, `nodes` (the first few), `exitCode` and `stderr` (its end) of the start task, `retryable`, `cause`, `remedy`.',
  },
  {
    name: 'diagnostics',
    description:
      'JSON array, one item per finding: `rule`, `severity`, `message`, `help`, `file`, `line`, `column`, `docs` (the page that the rule is from), `page` (where docs/rules.md explains it).',
  },
  {
    name: 'plan',
    description:
      'JSON: `impact` (the worst of all steps), `headline`, `hash`, and `steps`, each with `kind`, `title`, `resource`, `impact` and `because`. With several config files these are under `configs`. `null` when no plan was made, as in `mode: validate`. A cleanup adds `keep`: what stays, each with `resource`, `title` and `because`.',
  },
  {
    name: 'plan-hash',
    description:
      'Hash of what the plan would do and why, and of what a run of it may do besides (`on-failure`, `on-cancel`, the strategy, limits). Secrets are in it by a slow digest, those shorter than 12 characters not at all. Pass it as `expected-plan-hash` to apply exactly this plan.',
  },
  {
    name: 'results',
    description:
      'JSON array, one item per config file: its outcome and the outputs above. A cleanup adds `deleted`, the IDs of the deleted resources.',
  },
  {
    name: 'report-path',
    description:
      'Path of the report, relative to the workspace. Empty if the input `report-path` is not given or the file could not be written.',
  },
  {
    name: 'has-changes',
    description:
      '`true` if carrying out the plan would change anything (`mode: plan`, `dry-run`), or did; with several config files, if any would. Waiting is no change.',
  },
  {
    name: 'impact',
    description:
      'How much that is, the worst of all config files: `none`, `create`, `update`, `replace` or `destroy`.',
  },
  {
    name: 'pool-url',
    description:
      'Page of the pool in the Azure portal. Empty for an `https://` endpoint and the simulator.',
  },
]
