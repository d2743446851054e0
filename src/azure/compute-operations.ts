import type { ComputeManagementClient } from '@azure/arm-compute'

/**
 * The groups of operations of @azure/arm-compute that are called. The bundle holds these and none of its other forty,
 * which would be a megabyte of code in each run (scripts/build.ts).
 */
export const computeOperations = [
  'disks',
  'galleries',
  'galleryImageVersions',
  'galleryImages',
  'images',
  'snapshots',
  'virtualMachineScaleSetVMs',
  'virtualMachineScaleSets',
  'virtualMachines',
] as const satisfies readonly (keyof ComputeManagementClient)[]

export type ComputeClient = Pick<ComputeManagementClient, (typeof computeOperations)[number]>
