import type { ComputeManagementClient } from '@azure/arm-compute'

/**
 * The operations of @azure/arm-compute that are called, by their groups. The bundle holds these and the models that they
 * need, and none of the rest, which would be more than a megabyte of code in each run (scripts/lighten-packages.ts).
 */
export const computeOperations = {
  disks: ['get', 'list'],
  galleries: ['get', 'list'],
  galleryImageVersions: ['get', 'listByGalleryImage', 'createOrUpdate', 'update', 'delete'],
  galleryImages: ['get', 'listByGallery', 'createOrUpdate', 'delete'],
  images: ['get', 'list', 'createOrUpdate', 'delete'],
  snapshots: ['get', 'list', 'createOrUpdate', 'delete'],
  virtualMachineScaleSetVMs: ['list'],
  virtualMachineScaleSets: ['listAll'],
  virtualMachines: ['get', 'listAll'],
} as const satisfies {
  readonly [
    Group in keyof ComputeManagementClient
  ]?: readonly (keyof ComputeManagementClient[Group])[]
}

type Called = typeof computeOperations

export type ComputeClient = {
  readonly [Group in keyof Called]: Pick<
    ComputeManagementClient[Group],
    Extract<Called[Group][number], keyof ComputeManagementClient[Group]>
  >
}
