import type { Duration } from '../shared/duration.js'
import type { Finding, Origin, Path } from '../shared/finding.js'
import type { Config } from './schema.js'
import type { TextPlace } from './yaml/located-value.js'

export type {
  Config,
  GalleryConfig,
  ImageConfig,
  PoolConfig,
  RolloutConfig,
  SnapshotsConfig,
} from './schema.js'

/** One image and the one pool made from it: a config file with the inputs laid over it, or the inputs alone. */
export interface LoadedConfig {
  /** Relative to the workspace with forward slashes; undefined when there is no file. */
  readonly file: string | undefined
  readonly config: Config
  /** Where the value at `path` (or its nearest written ancestor) came from. */
  readonly originOf: (path: Path) => Origin
  /** Where a part of the text at `path` stands, by offsets into it: undefined where that is not known. */
  readonly placeWithin?: (
    path: Path,
    part: { readonly start: number; readonly end: number },
  ) => TextPlace | undefined
  /** Where a value is not what it should be: told already, so that no rule tells it again. */
  readonly schemaErrors?: readonly Path[]
}

export type Mode = 'validate' | 'plan' | 'apply' | 'cleanup' | 'audit'
export type CommentChoice = 'auto' | 'always' | 'never' | 'on-change'
export type CredentialKind = 'auto' | 'oidc' | 'environment' | 'cli' | 'managed-identity'

/** What holds for the whole run. */
export interface RunOptions {
  readonly mode: Mode
  readonly subscriptionId: string | undefined
  readonly tenantId: string | undefined
  readonly clientId: string | undefined
  readonly credential: CredentialKind
  /** `AzureCloud` | `AzureUSGovernment` | `AzureChinaCloud` | `https://…` | `simulator` */
  readonly environment: string
  /** File of the simulator's scenario. */
  readonly scenario?: string | undefined
  readonly resourceGroup: string | undefined
  readonly location: string | undefined
  readonly failOn: 'error' | 'warning'
  /** A plan that changes anything fails the step: it is a gate. */
  readonly failsOnChanges?: boolean
  readonly comment: CommentChoice
  /** SHA-256 in lower-case hexadecimal digits. */
  /** A hash, or `pull-request`: the one in the comment on the pull request that was merged. */
  readonly expectedPlanHash: string | undefined
  readonly timeout: Duration
  readonly parallelism: number
  readonly dryRun: boolean
  readonly prices: 'list' | 'none'
}

/** How long a run may last, and how it signs in for that long. */
export interface RunBudget {
  readonly timeout: Duration
  /** By the user; else it is the default, which is longer than most runs need. */
  readonly isTimeoutGiven: boolean
  /** Undefined outside of GitHub Actions. */
  readonly runner: 'github-hosted' | 'self-hosted' | undefined
  /** There is one token, for about an hour, and none after it. */
  readonly isSignInFinal: boolean
}

/** Everything that was read, and everything found wrong while reading: all of it, not the first. */
export interface LoadedInputs {
  /** Undefined when a general input is malformed; the findings say which. */
  readonly runOptions: RunOptions | undefined
  /** Of a run that carries its configs out. */
  readonly budget?: RunBudget | undefined
  readonly configs: readonly LoadedConfig[]
  /** What variables of the environment held that the configs refer to: to be masked. */
  readonly secrets: readonly string[]
  readonly findings: readonly Finding[]
}
