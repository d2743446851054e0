/** Gallery image versions. */
import type { JsonObject } from '../../../src/shared/json.js'
import { versions } from '../api-versions.js'
import { accept, verdictOf, type Facts, type Probe, type ProbeContext } from '../probe.js'
import { definitionBody, diskBody, imageBody } from '../bodies.js'
import type { Answer } from '../wire.js'

async function putVersion(
  { azure, supplies }: Pick<ProbeContext, 'azure' | 'supplies'>,
  path: string,
  storageProfile: JsonObject,
): Promise<Answer> {
  const { location } = supplies
  const targetRegions = [{ name: location, regionalReplicaCount: 1 }]
  const publishingProfile = { targetRegions, replicaCount: 1 }
  const body = { location, properties: { publishingProfile, storageProfile } }
  return await azure.arm({ method: 'PUT', path, apiVersion: versions.galleries, body })
}

/** How a version is refused that is made from a snapshot or disk. */
async function refusalOf(context: ProbeContext, path: string, source: string): Promise<Facts> {
  const storageProfile = { osDiskImage: { source: { id: source } } }
  return verdictOf(await putVersion(context, path, storageProfile))
}

async function makeDefinition(
  { azure, supplies, newName }: ProbeContext,
  more: JsonObject,
): Promise<string> {
  const name = newName('definition')
  const path = `${await supplies.gallery()}/images/${name}`
  const body = definitionBody(supplies.location, name, more)
  const request = { method: 'PUT', path, apiVersion: versions.galleries } as const
  accept(await azure.arm({ ...request, body }), path)
  await supplies.settled(path, versions.galleries)
  return path
}

/** A version on its way, and the image that it is made from. */
async function startVersion(context: ProbeContext, name: string) {
  const { azure, supplies, newName } = context
  const image = supplies.id('Microsoft.Compute/images', newName('image'))
  const body = imageBody(supplies.location, await supplies.snapshot())
  const request = { method: 'PUT', path: image, apiVersion: versions.images } as const
  accept(await azure.arm({ ...request, body }), image)
  await supplies.settled(image, versions.images)
  const definition = await supplies.definition()
  const path = `${definition}/versions/${name}`
  accept(await putVersion(context, path, { source: { id: image } }), path)
  return { image, definition }
}

export const galleryProbes: readonly Probe[] = [
  {
    id: 'version/image-deleted-meanwhile',
    question: 'How is the deletion of an image refused from which a version is being made?',
    why: 'a cleanup must leave such an image alone',
    expected: { status: 409, code: 'Conflict' },
    ask: async (context) => {
      const { image: path } = await startVersion(context, '1.0.0')
      const { azure } = context
      return verdictOf(await azure.arm({ method: 'DELETE', path, apiVersion: versions.images }))
    },
  },
  {
    id: 'version/image-busy',
    question: 'How is a second version refused while the image is still being read for the first?',
    why: 'two configs may make versions of one image at once',
    expected: { status: 409, code: 'Conflict' },
    ask: async (context) => {
      const { image, definition } = await startVersion(context, '2.0.0')
      const path = `${definition}/versions/2.0.1`
      return verdictOf(await putVersion(context, path, { source: { id: image } }))
    },
  },
  {
    id: 'version/source-missing',
    question: 'How is a version of a snapshot refused that does not exist?',
    why: 'the action explains this refusal by its code',
    expected: { status: 404, code: 'NotFound' },
    ask: async (context) => {
      const path = `${await context.supplies.definition()}/versions/3.0.0`
      const source = context.supplies.id('Microsoft.Compute/snapshots', 'not-there')
      return await refusalOf(context, path, source)
    },
  },
  {
    id: 'version/source-region',
    question: 'How is a version refused whose source is in another region?',
    why: 'the action explains this refusal by its code',
    expected: { status: 400, code: 'InvalidParameter' },
    ask: async (context) => {
      const { azure, supplies, newName } = context
      const disk = supplies.id('Microsoft.Compute/disks', newName('away'))
      const body = diskBody(supplies.otherLocation)
      const request = { method: 'PUT', path: disk, apiVersion: versions.disks } as const
      accept(await azure.arm({ ...request, body }), disk)
      await supplies.settled(disk, versions.disks)
      return await refusalOf(context, `${await supplies.definition()}/versions/4.0.0`, disk)
    },
  },
  {
    id: 'version/trusted-launch-snapshot',
    question: 'Is a snapshot still refused for a definition that supports Trusted Launch?',
    why: 'the action goes by a managed image there, which would be needless',
    expected: { status: 400, code: 'InvalidParameter' },
    ask: async (context) => {
      const features = [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }]
      const definition = await makeDefinition(context, { features })
      return await refusalOf(
        context,
        `${definition}/versions/1.0.0`,
        await context.supplies.snapshot(),
      )
    },
  },
  {
    id: 'version/specialized-in-pool',
    question: 'How is a pool refused on a specialized definition?',
    why: 'the action refuses it before it writes, because Azure would',
    expected: { status: 400, code: 'InvalidPropertyValue' },
    ask: async (context) => {
      const { azure, supplies, newName } = context
      const definition = await makeDefinition(context, { osState: 'Specialized' })
      const version = `${definition}/versions/1.0.0`
      const storageProfile = { osDiskImage: { source: { id: await supplies.snapshot() } } }
      accept(await putVersion(context, version, storageProfile), version)
      await supplies.settled(version, versions.galleries)
      const path = `${(await supplies.account()).id}/pools/${newName('pool')}`
      const body = await bodyOn(context, version)
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.batch, body }))
    },
  },
]

/** A pool without nodes on an image of one's own. */
export async function bodyOn({ supplies }: ProbeContext, imageId: string): Promise<JsonObject> {
  const usual = await supplies.poolBody()
  const {
    vmSize = '',
    deploymentConfiguration,
    scaleSettings = {},
  } = usual['properties'] as JsonObject
  const configuration = (deploymentConfiguration as JsonObject)['virtualMachineConfiguration']
  const virtualMachineConfiguration = {
    ...(configuration as JsonObject),
    imageReference: { id: imageId },
  }
  return {
    properties: {
      ...{ vmSize, scaleSettings },
      deploymentConfiguration: { virtualMachineConfiguration },
    },
  }
}
