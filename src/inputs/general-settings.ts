import type { Setting } from './settings.js'

/** What holds for the whole run; none of it has a place in a config file. */
export const general: readonly Omit<Setting, 'group' | 'path'>[] = [
  {
    name: 'mode',
    kind: 'text',
    default: 'apply',
    description:
      '`validate` checks the config files and asks Azure for nothing, `plan` also compares them with what exists, `apply` also carries the plan out, `cleanup` deletes superseded images, gallery versions and pools that this action made and no pool uses.',
  },
  {
    name: 'config',
    kind: 'list',
    description:
      'Config files (YAML or JSON): paths or glob patterns relative to the workspace, one a line; a line that begins with `!` takes files out again. One file describes one image and the one pool made from it.',
  },
  {
    name: 'subscription-id',
    kind: 'text',
    description:
      'Azure subscription that holds what is given by name. Default: `AZURE_SUBSCRIPTION_ID` of the environment.',
  },
  {
    name: 'tenant-id',
    kind: 'text',
    description: 'Microsoft Entra tenant. Default: `AZURE_TENANT_ID` of the environment.',
  },
  {
    name: 'client-id',
    kind: 'text',
    description:
      'Application (client) ID of the app registration or managed identity to sign in as. Default: `AZURE_CLIENT_ID` of the environment.',
  },
  {
    name: 'credential',
    kind: 'text',
    default: 'auto',
    description:
      'How to sign in: `oidc` (a token of the workflow, needs `id-token: write`), `environment` (variables such as `AZURE_CLIENT_SECRET`), `managed-identity`, `cli` (after `azure/login`), or `auto`: the first of these that is set up, in the order oidc, environment, managed identity, cli.',
  },
  {
    name: 'environment',
    kind: 'text',
    default: 'AzureCloud',
    description:
      '`AzureCloud`, `AzureUSGovernment`, `AzureChinaCloud`, the `https://` endpoint of a Resource Manager, or `simulator`: an Azure inside the action that needs no sign-in and keeps nothing.',
  },
  {
    name: 'resource-group',
    kind: 'text',
    description:
      'Resource group in which resources given by name are looked up, and in which the image is made unless `image.resourceGroup` says otherwise. With `mode: cleanup` and no config: only what lies in it is deleted.',
  },
  {
    name: 'location',
    kind: 'text',
    description:
      'Region of the image, short name or display name, unless `image.location` says otherwise. Default: where the source is.',
  },
  {
    name: 'fail-on',
    kind: 'text',
    default: 'error',
    description: '`error` or `warning`: findings of this severity or worse fail the step.',
  },
  {
    name: 'comment',
    kind: 'text',
    default: 'auto',
    description:
      'Whether `mode: plan` writes its plan as a comment on the pull request, one for each value of `config`, edited from run to run: `auto` (in a run for a pull request, when `github-token` is given), `always` (wherever the event names a pull request; what is missing is a warning) or `never`.',
  },
  {
    name: 'github-token',
    kind: 'text',
    description:
      'Token that writes the comment, `github.token` of the workflow for example; it needs `pull-requests: write`. It is used for nothing else.',
  },
  {
    name: 'sarif-path',
    kind: 'text',
    description:
      'File in the workspace that gets every finding as SARIF 2.1.0, for `github/codeql-action/upload-sarif`; written also when there are none. Folders are made.',
  },
  {
    name: 'expected-plan-hash',
    kind: 'text',
    description:
      'The `plan-hash` of the plan that was reviewed: `apply` writes nothing when its own plan is another.',
  },
  {
    name: 'report-path',
    kind: 'text',
    description:
      'File in the workspace that gets the whole story of the run as JSON: what was made from what, by which commit, when, and why (docs/report.md). Folders are made.',
  },
  {
    name: 'timeout',
    kind: 'text',
    default: 'PT5H30M',
    description:
      'Time for the whole run, ISO 8601 or minutes. The default leaves room to report before the six hours end that GitHub gives a job.',
  },
  {
    name: 'parallelism',
    kind: 'integer',
    default: '4',
    description:
      'How many config files are worked on at once, at most 256. A pool that waits for its nodes counts, and costs little: for many pools, raise it to their number.',
  },
  {
    name: 'dry-run',
    kind: 'boolean',
    default: 'false',
    description: 'With `apply` and `cleanup`: say what would be done, and do none of it.',
  },
]
