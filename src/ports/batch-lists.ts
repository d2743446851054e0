/** What Batch lists: what pools can be made of, and the pools themselves. */

/** The API version of Batch in which accounts and lists of pools are read; older ones are being retired (https://github.com/Azure/Batch/issues/140). */
export const listsApiVersion = '2025-06-01'

export type OsType = 'Linux' | 'Windows'

export interface SupportedImage {
  readonly nodeAgentSkuId: string
  readonly publisher: string
  readonly offer: string
  readonly sku: string
  readonly osType: OsType
  readonly verified: boolean
  /** `DockerCompatible`, … */
  readonly capabilities: readonly string[]
  /** ISO 8601 date. */
  readonly endOfLife?: string
}

/** A size that Batch offers in a region. */
export interface VmSize {
  /** `Standard_D4s_v5` */
  readonly name: string
  /** `standardDSv5Family`: what quotas count by. */
  readonly family: string
  /** As Compute names them: `vCPUs`, `HyperVGenerations`, `CpuArchitectureType`, `MaxDataDiskCount`, … */
  readonly capabilities: Readonly<Record<string, string>>
}
