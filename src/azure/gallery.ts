import type { Azure, ImageDefinition, ImageVersion, RegionReplication } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import type { JsonObject } from '../shared/json.js'
import {
  flagAt,
  given,
  idOf,
  listAt,
  numberAt,
  objectAt,
  oneOf,
  tagsOf,
  textAt,
} from './answer-fields.js'
import type { Clients } from './clients.js'
import { armId, unlessMissing } from './arm.js'
import { purchasePlanAt } from './compute.js'
import { startDeletion, startOperation } from './operations.js'
import { listRaw, readRaw } from './raw-reads.js'
import { toModel } from './sent-body.js'

type Gallery = Pick<
  Azure,
  | 'gallery'
  | 'galleries'
  | 'imageDefinition'
  | 'imageDefinitions'
  | 'createImageDefinition'
  | 'deleteImageDefinition'
  | 'imageVersions'
  | 'imageVersion'
  | 'createImageVersion'
  | 'updateImageVersion'
  | 'deleteImageVersion'
>

/** Galleries, image definitions and image versions, by @azure/arm-compute. */
export function galleryOf(clients: Clients): Gallery {
  async function readDefinition(id: string, signal: AbortSignal): Promise<JsonObject | undefined> {
    const { group, gallery, definition, client } = locate(id)
    const about = { operation: `read image definition ${definition}`, resource: id }
    return await readRaw(
      about,
      signal,
      async () => await client.galleryImages.get(group, gallery, definition),
    )
  }

  async function readVersion(
    id: string,
    signal: AbortSignal,
    replication = false,
  ): Promise<JsonObject | undefined> {
    const { group, gallery, definition, version, client } = locate(id)
    const about = {
      operation: `read version ${version} of image definition ${definition}`,
      resource: id,
    }
    const options = replication ? { expand: 'ReplicationStatus' as const } : {}
    return await readRaw(
      about,
      signal,
      async () =>
        await client.galleryImageVersions.get(group, gallery, definition, version, options),
    )
  }

  function locate(id: string) {
    const { subscriptionId, resourceGroup, names } = armId(id)
    const [gallery = '', definition = '', version = ''] = names
    return {
      group: resourceGroup,
      gallery,
      definition,
      version,
      client: clients.compute(subscriptionId),
    }
  }

  return {
    async gallery(id, { signal }) {
      const { group, gallery, client } = locate(id)
      const about = { operation: `read gallery ${gallery}`, resource: id }
      const found = await readRaw(
        about,
        signal,
        async () => await client.galleries.get(group, gallery),
      )
      return found && toGallery(found, id)
    },

    async galleries(subscriptionId, { signal }) {
      const about = {
        operation: `list the galleries of subscription ${subscriptionId}`,
        resource: `/subscriptions/${subscriptionId}`,
      }
      const { galleries } = clients.compute(subscriptionId)
      const found = await listRaw(about, signal, () => galleries.list())
      return found.map((item) => toGallery(item, textAt(item, 'id') ?? ''))
    },

    async imageDefinitions(galleryId, { signal }) {
      const { group, gallery, client } = locate(galleryId)
      const about = {
        operation: `list the image definitions of gallery ${gallery}`,
        resource: galleryId,
      }
      const found = await listRaw(about, signal, () =>
        client.galleryImages.listByGallery(group, gallery),
      )
      return found.map((item) => toDefinition(item, textAt(item, 'id') ?? ''))
    },

    async imageDefinition(id, { signal }) {
      const found = await readDefinition(id, signal)
      return found && toDefinition(found, id)
    },

    async createImageDefinition(id, body, call) {
      const { group, gallery, definition, client } = locate(id)
      const { galleryImages } = client
      const model = toModel(body) as unknown as Parameters<typeof galleryImages.createOrUpdate>[3]
      return await startOperation(
        {
          about: { operation: `create image definition ${definition}`, resource: id },
          sent: body,
          begin: () => ({
            poller: galleryImages.createOrUpdate(group, gallery, definition, model),
          }),
          read: async ({ signal }) => await readDefinition(id, signal),
        },
        call,
      )
    },

    async deleteImageDefinition(id, call) {
      const { group, gallery, definition, client } = locate(id)
      return await startDeletion(
        {
          about: { operation: `delete image definition ${definition}`, resource: id },
          begin: () => ({ poller: client.galleryImages.delete(group, gallery, definition) }),
          read: async ({ signal }) => await readDefinition(id, signal),
        },
        call,
      )
    },

    async imageVersions(definitionId, { signal }) {
      const { group, gallery, definition, client } = locate(definitionId)
      const about = {
        operation: `list the versions of image definition ${definition}`,
        resource: definitionId,
      }
      const { galleryImageVersions } = client
      const found = await unlessMissing(
        listRaw(about, signal, () =>
          galleryImageVersions.listByGalleryImage(group, gallery, definition),
        ),
      )
      return found?.map((version) => toVersion(version, textAt(version, 'id') ?? ''))
    },

    async imageVersion(id, { signal, replication = false }) {
      const found = await readVersion(id, signal, replication)
      if (found === undefined) return undefined
      const version = toVersion(found, id)
      return replication ? { ...version, replication: replicationOf(found) } : version
    },

    async createImageVersion(id, body, call) {
      const { group, gallery, definition, version, client } = locate(id)
      const { galleryImageVersions } = client
      type Model = Parameters<typeof galleryImageVersions.createOrUpdate>[4]
      const model = toModel(body) as unknown as Model
      const operation = `create version ${version} of image definition ${definition}`
      return await startOperation(
        {
          about: { operation, resource: id },
          sent: body,
          begin: () => ({
            poller: galleryImageVersions.createOrUpdate(
              group,
              gallery,
              definition,
              version,
              model,
              {
                requestOptions: { headers: { 'if-none-match': '*' } },
              },
            ),
          }),
          read: async ({ signal }) => await readVersion(id, signal),
        },
        call,
      )
    },

    async updateImageVersion(id, body, call) {
      const { group, gallery, definition, version, client } = locate(id)
      const { galleryImageVersions } = client
      type Model = Parameters<typeof galleryImageVersions.update>[4]
      const model = toModel(body) as unknown as Model
      return await startOperation(
        {
          about: {
            operation: `update version ${version} of image definition ${definition}`,
            resource: id,
          },
          sent: body,
          begin: () => ({
            poller: galleryImageVersions.update(group, gallery, definition, version, model),
          }),
          read: async ({ signal }) => await readVersion(id, signal),
        },
        call,
      )
    },

    async deleteImageVersion(id, call) {
      const { group, gallery, definition, version, client } = locate(id)
      const { galleryImageVersions } = client
      const operation = `delete version ${version} of image definition ${definition}`
      return await startDeletion(
        {
          about: { operation, resource: id },
          begin: () => ({
            poller: galleryImageVersions.delete(group, gallery, definition, version),
          }),
          read: async ({ signal }) => await readVersion(id, signal),
        },
        call,
      )
    },
  }
}

function toGallery(found: JsonObject, id: string) {
  return { id: idOf(found, id), location: textAt(found, 'location') ?? '' }
}

function toDefinition(found: JsonObject, id: string): ImageDefinition {
  const properties = objectAt(found, 'properties')
  const identifier = objectAt(properties, 'identifier')
  return {
    id: idOf(found, id),
    location: textAt(found, 'location') ?? '',
    osType: oneOf(['Linux', 'Windows'], textAt(properties, 'osType')) ?? 'Linux',
    osState: oneOf(['Generalized', 'Specialized'], textAt(properties, 'osState')) ?? 'Generalized',
    hyperVGeneration: oneOf(['V1', 'V2'], textAt(properties, 'hyperVGeneration')) ?? 'V1',
    ...given('architecture', textAt(properties, 'architecture')),
    features: listAt(properties, 'features').map((feature) => ({
      name: textAt(feature, 'name') ?? '',
      value: textAt(feature, 'value') ?? '',
    })),
    ...given('purchasePlan', purchasePlanAt(properties, 'purchasePlan')),
    identifier: {
      publisher: textAt(identifier, 'publisher') ?? '',
      offer: textAt(identifier, 'offer') ?? '',
      sku: textAt(identifier, 'sku') ?? '',
    },
    tags: tagsOf(found),
    ...given('provisioningState', textAt(properties, 'provisioningState')),
  }
}

function toVersion(found: JsonObject, id: string): ImageVersion {
  const properties = objectAt(found, 'properties')
  return {
    id: idOf(found, id),
    name: textAt(found, 'name') ?? nameOfId(id),
    location: textAt(found, 'location') ?? '',
    tags: tagsOf(found),
    // A resource that states none is done, as @azure/core-lro takes it too.
    provisioningState: textAt(properties, 'provisioningState') ?? 'Succeeded',
    excludeFromLatest: flagAt(properties, 'publishingProfile', 'excludeFromLatest') ?? false,
    properties,
  }
}

function replicationOf(found: JsonObject): readonly RegionReplication[] {
  return listAt(found, 'properties', 'replicationStatus', 'summary').map((region) => ({
    region: textAt(region, 'region') ?? '',
    state: textAt(region, 'state') ?? 'Unknown',
    ...given('progress', numberAt(region, 'progress')),
    ...given('details', textAt(region, 'details')),
  }))
}
