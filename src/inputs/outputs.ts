/** The outputs of the action, for action.yml and the README; src/report/outputs.ts fills them. */
export interface OutputDescription {
  readonly name: string
  readonly description: string
}

export const outputs: readonly OutputDescription[] = [
  {
    name: 'outcome',
    description:
      '`succeeded`, `unchanged` (everything was there), `partial` (fewer nodes than the target, not fewer than the minimum), `failed` or `cancelled`.',
  },
  { name: 'changed', description: '`true` when anything in Azure was created or changed.' },
  { name: 'pool-id', description: 'ID of the pool.' },
  { name: 'pool-name', description: 'Name of the pool.' },
  {
    name: 'vm-size',
    description:
      'Size of the nodes of the pool: the first of `vm-size`, or the one that the run fell back on.',
  },
  { name: 'image-id', description: 'ID of the managed image.' },
  { name: 'gallery-image-version-id', description: 'ID of the gallery image version.' },
  { name: 'image-reference-id', description: 'ID of the image that the pool refers to.' },
  { name: 'allocation-state', description: '`Steady`, `Resizing` or `Stopping`, as last seen.' },
  { name: 'current-dedicated-nodes', description: 'Dedicated nodes that are there.' },
  { name: 'current-low-priority-nodes', description: 'Spot (low-priority) nodes that are there.' },
  { name: 'target-dedicated-nodes', description: 'Dedicated nodes that were asked for.' },
  {
    name: 'target-low-priority-nodes',
    description: 'Spot (low-priority) nodes that were asked for.',
  },
  {
    name: 'resize-errors',
    description:
      'JSON array, one item for each error of a resize: `code`, `message`, `details`, `attempt`, `at`, `retryable`, `cause`, `remedy`.',
  },
  {
    name: 'node-errors',
    description:
      'With `wait-for: nodes`. JSON array, one item for nodes that failed alike, or that are in a state that keeps them from running tasks: `state`, `code`, `message`, `count`, `nodes` (the first few), `exitCode` and `stderr` (the end of it) of a start task, `retryable`, `cause`, `remedy`.',
  },
  {
    name: 'diagnostics',
    description:
      'JSON array, one item for each finding: `rule`, `severity`, `message`, `help`, `file`, `line`, `column`, `docs`.',
  },
  {
    name: 'plan',
    description:
      'JSON: `impact` (the worst one), `headline`, `hash`, and the `steps`, each with `kind`, `title`, `resource`, `impact` and `because`; with several config files these under `configs`. `null` when no plan was made, as with `mode: validate`. Of a cleanup also `keep`: what stays, each with `resource`, `title` and `because`.',
  },
  {
    name: 'plan-hash',
    description:
      'Stands for what the plan would do and why, secrets included: the same for as long as that stays the same. For `expected-plan-hash`.',
  },
  {
    name: 'results',
    description:
      'JSON array, one item for each config file: its outcome and the outputs above; of a cleanup also `deleted`: the IDs of what is gone.',
  },
  {
    name: 'report-path',
    description:
      'Path of the report, relative to the workspace; empty when the input `report-path` is not given or the file could not be written.',
  },
]
