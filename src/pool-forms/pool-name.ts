/** The forms that a pool is written in. What `az batch pool show` prints is the service's own form, spelled a little differently. */
export type PoolForm = 'arm' | 'service' | 'terraform' | 'powershell'

/** What a value has to be turned into on its way to Resource Manager, where its name alone does not say it. */
export type ValueKind =
  /** Text in ISO 8601. az prints `0:30:00`, PowerShell an object with `Ticks`. */
  | 'duration'
  /** `Enabled` or `Disabled`; elsewhere true or false. */
  | 'switch'
  /** A list of `name` and `value`; elsewhere a map. */
  | 'pairs'
  /** Any JSON, carried as it is; in Terraform JSON in a text. */
  | 'json'
  /** The first and the last port; in Terraform one text, `1000-1099`. */
  | 'port-range'
  /** The ID of an application; elsewhere its bare name as well. */
  | 'application'

/** One property of a pool, and what each form calls it. */
export interface PoolName {
  /** Its path below `properties` in Resource Manager; `[]` behind a list. */
  readonly arm: string
  /**
   * Its name in the Batch service's own API, if it is another one. Empty: it has no level of its own there, and what is
   * inside of it stands where it would. Null: that form cannot say it.
   */
  readonly service?: string | null
  /** Its name in `azurerm_batch_pool`, likewise; by default the name in Resource Manager in snake_case. */
  readonly terraform?: string | null
  /** Its name in the objects of Az.Batch, likewise; by default the service's in PascalCase. */
  readonly powershell?: string
  /** Its names in older versions of any form. */
  readonly older?: readonly string[]
  /** Its older name one level above. */
  readonly olderAbove?: string
  readonly kind?: ValueKind
  /** Nobody may read it, and no GET shows it. */
  readonly isSecret?: true
}
