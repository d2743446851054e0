import type { InputRow } from './action-input.js'

/** What holds for the whole run; none of it has a place in a config file. */
export const general: readonly Omit<InputRow, 'path'>[] = [
  {
    name: 'mode',
    default: 'apply',
    description:
      '`validate` checks the config files without contacting Azure. `plan` also compares them with what exists in Azure. `apply` also carries out the plan. `cleanup` deletes superseded snapshots, images, gallery versions and pools that this action made and no pool uses. `audit` only reads: it judges the pools of the configs, else of the accounts in `batch-account` (IDs, one per line), else of `resource-group` or the subscription.',
  },
  {
    name: 'config',
    kind: 'list',
    description:
      'Config files (YAML or JSON): paths or glob patterns relative to the workspace, one per line. A line that starts with `!` excludes files. Each file describes one image and the pool made from it.',
  },
  {
    name: 'subscription-id',
    required: 'in `plan`, `apply` and `cleanup`, for a new image and for names',
    description:
      'Azure subscription of the resources that are given by name. Default: the environment variable `AZURE_SUBSCRIPTION_ID`.',
  },
  {
    name: 'tenant-id',
    description: 'Microsoft Entra tenant. Default: the environment variable `AZURE_TENANT_ID`.',
  },
  {
    name: 'client-id',
    description:
      'Application (client) ID of the app registration or managed identity to sign in as. Default: the environment variable `AZURE_CLIENT_ID`.',
  },
  {
    name: 'credential',
    default: 'auto',
    description:
      'How to sign in: `oidc` (OpenID Connect, which needs `id-token: write`), `environment` (variables such as `AZURE_CLIENT_SECRET`), `managed-identity`, `cli` (after `azure/login`), or `auto`, which uses the first of these that is set up, in this order.',
  },
  {
    name: 'environment',
    default: 'AzureCloud',
    description:
      '`AzureCloud`, `AzureUSGovernment`, `AzureChinaCloud`, the `https://` endpoint of another Resource Manager, or `simulator`, an Azure embedded in the action that needs no sign-in and keeps nothing.',
  },
  {
    name: 'scenario',
    description:
      'With `environment: simulator`: a YAML or JSON file in the workspace that says what the simulated Azure holds and how it behaves (docs/drills.md, schema/scenario.schema.json). Default: the environment variable `IMAGE_TO_POOL_SCENARIO`, else a small world of its own.',
  },
  {
    name: 'resource-group',
    required: 'for a new image, and for names',
    description:
      'Resource group of the resources that are given by name, and of the new image unless `image.resourceGroup` is set. With `mode: cleanup` and no `config`, only resources in this group are deleted.',
  },
  {
    name: 'location',
    description:
      'Region of the image, as a short or display name, unless `image.location` is set. Default: the region of the source.',
  },
  {
    name: 'fail-on',
    kind: 'list',
    default: 'error',
    description:
      'What fails the step, one per line: `error` or `warning` (findings of this severity or worse), and `changes` (with `mode: plan`: that anything would change; errors fail the step in any case).',
  },
  {
    name: 'comment',
    default: 'auto',
    description:
      'Whether `mode: plan` posts the plan as a comment on the pull request: `auto` (if the run is for a pull request and `github-token` is given), `on-change` (as `auto`, but only if the plan changes something; an older comment is updated to say that nothing does), `always` (if the event names any pull request; warns when the comment cannot be posted) or `never`. Each value of `config` has one comment, which later runs update.',
  },
  {
    name: 'github-token',
    description:
      'Token for posting the comment, for example `github.token`. It needs `pull-requests: write` and is used for nothing else.',
  },
  {
    name: 'sarif-path',
    description:
      'File in the workspace to write all findings to as SARIF 2.1.0, for `github/codeql-action/upload-sarif`. It is written even if there are no findings; missing folders are created.',
  },
  {
    name: 'prices',
    description:
      "`list` shows what an hour of the pool's nodes costs before and after, by Azure's public list prices in USD (`AzureCloud` only; disks and licences are not included). `none` does not ask. Default: `list` with `mode: plan`, or else `none`.",
  },
  {
    name: 'expected-plan-hash',
    description:
      'The `plan-hash` output of the plan that was reviewed. If the plan has changed since, the run fails without changing anything. What remains of that plan after a run of it was cancelled, killed or has ended is accepted. `pull-request` takes the hash from the comment that `mode: plan` wrote on the pull request that was merged as the commit that runs (needs `github-token` with `pull-requests: read`).',
  },
  {
    name: 'report-path',
    description:
      'File in the workspace to write a JSON report of the run to: what was made, from what, by which commit, when and why (see docs/report.md). Missing folders are created.',
  },
  {
    name: 'timeout',
    default: 'PT5H30M',
    description:
      'Time limit for the whole run, in ISO 8601 or minutes. The default leaves time to report before GitHub ends the job after six hours.',
  },
  {
    name: 'parallelism',
    kind: 'integer',
    default: '4',
    description:
      'How many config files to process at once, up to 256. A pool that is waiting for its nodes counts but costs little, so for many pools set this to their number.',
  },
  {
    name: 'dry-run',
    kind: 'boolean',
    default: 'false',
    description: 'With `apply` or `cleanup`: show what would be done without doing it.',
  },
]
