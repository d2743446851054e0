/** Managed images. */
import { textAt } from '../../../src/shared/json-at.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { versions } from '../api-versions.js'
import { accept, verdictOf, type Facts, type Probe, type ProbeContext } from '../probe.js'
import { imageBody } from '../bodies.js'

/** How an image is refused that is the kit's usual one but for this. */
async function refusalOf(
  { azure, supplies, newName }: ProbeContext,
  osDisk: JsonObject,
  properties: JsonObject = {},
): Promise<Facts> {
  const path = supplies.id('Microsoft.Compute/images', newName('image'))
  const usual = imageBody(supplies.location, await supplies.snapshot(), osDisk)
  const body = { ...usual, properties: { ...(usual['properties'] as JsonObject), ...properties } }
  return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.images, body }))
}

export const imageProbes: readonly Probe[] = [
  {
    id: 'image/if-none-match',
    question: 'Does If-None-Match: * keep an image from being overwritten?',
    why: 'a second run at the same moment could change an image that the first one made',
    expected: { status: 412, code: 'PreconditionFailed' },
    ask: async ({ azure, supplies }) => {
      const path = await supplies.image()
      const body = imageBody(supplies.location, await supplies.snapshot())
      const headers = { 'if-none-match': '*' }
      const request = { method: 'PUT', path, apiVersion: versions.images } as const
      return verdictOf(await azure.arm({ ...request, headers, body }))
    },
  },
  {
    id: 'image/put-leaves-out',
    question: 'Does a PUT of an image that leaves its disks out keep them?',
    why: 'a change of tags would empty an image otherwise',
    expected: { isTaken: true, keepsSource: true },
    ask: async ({ azure, supplies, newName }) => {
      const path = supplies.id('Microsoft.Compute/images', newName('image'))
      const request = { method: 'PUT', path, apiVersion: versions.images } as const
      const whole = imageBody(supplies.location, await supplies.snapshot())
      await azure.arm({ ...request, body: whole })
      await supplies.settled(path, versions.images)
      const body = { location: supplies.location, tags: { asked: 'yes' }, properties: {} }
      const { status } = await azure.arm({ ...request, body })
      const shown = await supplies.settled(path, versions.images)
      const at = ['properties', 'storageProfile', 'osDisk', 'snapshot', 'id']
      return { isTaken: status < 400, keepsSource: textAt(shown, ...at) !== undefined }
    },
  },
  {
    id: 'image/snapshot-as-disk',
    question: 'How is the ID of a snapshot refused where a managed disk is named?',
    why: 'the action tells both apart by their type, and says so before it writes',
    expected: { status: 400, code: 'InvalidParameter' },
    ask: async (context) => {
      const managedDisk = { id: await context.supplies.snapshot() }
      const { azure, supplies, newName } = context
      const storageProfile = { osDisk: { osType: 'Linux', osState: 'Generalized', managedDisk } }
      const properties = { hyperVGeneration: 'V2', storageProfile }
      const path = supplies.id('Microsoft.Compute/images', newName('image'))
      const body = { location: supplies.location, properties }
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.images, body }))
    },
  },
  {
    id: 'image/os-type-contradiction',
    question: 'How is an image refused whose OS type is not its snapshot’s?',
    why: 'the action refuses it before it writes, because Azure would',
    expected: { status: 400, code: 'InvalidParameter' },
    ask: async (context) => await refusalOf(context, { osType: 'Windows' }),
  },
  {
    id: 'image/generation-contradiction',
    question: 'How is an image refused whose generation is not its snapshot’s?',
    why: 'the action does not send V1 as az does, because Azure would refuse it',
    expected: { status: 400, code: 'InvalidParameter' },
    ask: async (context) => await refusalOf(context, {}, { hyperVGeneration: 'V1' }),
  },
  {
    id: 'image/storage-of-disk',
    question: 'Which storage type does an image of a managed disk show that was given none?',
    why: 'a second run compares it with what it would write, and may see a difference that is none',
    expected: { shown: 'Standard_LRS' },
    ask: async ({ azure, supplies, newName }) => {
      const managedDisk = { id: await supplies.disk() }
      const storageProfile = { osDisk: { osType: 'Linux', osState: 'Generalized', managedDisk } }
      const properties = { hyperVGeneration: 'V2', storageProfile }
      const path = supplies.id('Microsoft.Compute/images', newName('image'))
      const body = { location: supplies.location, properties }
      accept(await azure.arm({ method: 'PUT', path, apiVersion: versions.images, body }), path)
      const shown = await supplies.settled(path, versions.images)
      const at = ['properties', 'storageProfile', 'osDisk', 'storageAccountType']
      return { shown: textAt(shown, ...at) ?? '' }
    },
  },
  {
    id: 'image/source-missing',
    question: 'How is an image of a snapshot refused that does not exist?',
    why: 'the action reads sources first, and explains the refusal where one goes in between',
    expected: { status: 404, code: 'NotFound' },
    ask: async (context) => {
      const id = context.supplies.id('Microsoft.Compute/snapshots', 'not-there')
      return await refusalOf(context, { snapshot: { id } })
    },
  },
]
