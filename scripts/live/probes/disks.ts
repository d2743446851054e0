/** Disks and snapshots. */
import { jsonAt, textAt } from '../../../src/shared/json-at.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { versions } from '../api-versions.js'
import { accept, inBrief, NotPossible, type Probe, type ProbeContext } from '../probe.js'
import { diskBody, imageBody } from '../bodies.js'
import type { Answer } from '../wire.js'

async function putSnapshot(
  { azure, supplies }: Pick<ProbeContext, 'azure' | 'supplies'>,
  name: string,
  properties: JsonObject,
  location = supplies.location,
): Promise<{ readonly path: string; readonly answer: Answer }> {
  const path = supplies.id('Microsoft.Compute/snapshots', name)
  const body = { location, properties }
  const answer = await azure.arm({ method: 'PUT', path, apiVersion: versions.disks, body })
  return { path, answer }
}

export const diskProbes: readonly Probe[] = [
  {
    id: 'disk/shown-unwritten',
    question: 'What does a disk show that nobody wrote?',
    why: 'the action reads fitness, age and access of a source from it',
    expected: {
      unwritten: [
        'diskSizeBytes',
        'diskState',
        'encryption.type',
        'networkAccessPolicy',
        'publicNetworkAccess',
        'timeCreated',
        'uniqueId',
      ],
      timesHaveSevenDigitsAndOffset: true,
    },
    ask: async ({ azure, supplies }) => {
      const path = await supplies.disk()
      const { body } = await azure.arm({ method: 'GET', path, apiVersion: versions.disks })
      const names = [
        ...['diskSizeBytes', 'diskState', 'encryption.type', 'networkAccessPolicy'],
        ...['publicNetworkAccess', 'timeCreated', 'uniqueId'],
      ]
      const time = textAt(body, 'properties', 'timeCreated') ?? ''
      return {
        unwritten: names.filter(
          (name) => jsonAt(body, 'properties', ...name.split('.')) !== undefined,
        ),
        timesHaveSevenDigitsAndOffset: /T[\d:]{8}\.\d{7}\+00:00$/.test(time),
      }
    },
  },
  {
    id: 'snapshot/takes-over',
    question: 'Does a snapshot show its disk’s capabilities whatever the request says of them?',
    why: 'the action judges by the snapshot whether an image of it can boot',
    expected: { architecture: 'x64' },
    ask: async (context) => {
      const { supplies, newName } = context
      const creationData = { createOption: 'Copy', sourceResourceId: await supplies.disk() }
      const { path, answer } = await putSnapshot(context, newName('snapshot'), { creationData })
      accept(answer, path)
      const shown = await supplies.settled(path, versions.disks)
      const at = ['properties', 'supportedCapabilities', 'architecture']
      return { architecture: textAt(shown, ...at) ?? '' }
    },
  },
  {
    id: 'snapshot/copy-start-refusals',
    question: 'How is CopyStart refused for a disk, a full snapshot and a full copy?',
    why: 'the action copies snapshots to other regions this way',
    expected: {
      ofDisk: '400 InvalidParameter',
      ofFullSnapshot: '400 InvalidParameter',
      fullCopy: '400 InvalidParameter',
    },
    ask: async (context) => {
      const { supplies, newName } = context
      const start = async (sourceResourceId: string, incremental: boolean): Promise<string> => {
        const creationData = { createOption: 'CopyStart', sourceResourceId }
        const name = newName('copy')
        const { answer } = await putSnapshot(context, name, { creationData, incremental })
        return inBrief(answer)
      }
      const [disk, full] = await Promise.all([supplies.disk(), supplies.snapshot()])
      return {
        ofDisk: await start(disk, true),
        ofFullSnapshot: await start(full, true),
        fullCopy: await start(await makeIncremental(context), false),
      }
    },
  },
  {
    id: 'snapshot/incomplete-source',
    question: 'How are copies and images refused of a snapshot that is still being copied?',
    why: 'the action waits for it, and must tell this refusal from others',
    expected: { copy: '409 Conflict', image: '409 Conflict' },
    ask: async (context) => {
      const { azure, supplies, newName } = context
      const { otherLocation: location } = supplies
      const from = { createOption: 'CopyStart', sourceResourceId: await makeIncremental(context) }
      const started = { creationData: from, incremental: true }
      const { path, answer } = await putSnapshot(context, newName('away'), started, location)
      accept(answer, path)
      await supplies.settled(path, versions.disks)
      const copied = { creationData: { createOption: 'Copy', sourceResourceId: path } }
      const copy = await putSnapshot(context, newName('copy'), copied, location)
      const image = await azure.arm({
        method: 'PUT',
        path: supplies.id('Microsoft.Compute/images', newName('image')),
        apiVersion: versions.images,
        body: imageBody(location, path),
      })
      const seen = { copy: inBrief(copy.answer), image: inBrief(image) }
      const { body } = await azure.arm({ method: 'GET', path, apiVersion: versions.disks })
      if (jsonAt(body, 'properties', 'completionPercent') !== 100) return seen
      throw new NotPossible('the snapshot was copied before it could be asked for')
    },
  },
]

async function makeIncremental(context: ProbeContext): Promise<string> {
  const { azure, supplies, newName } = context
  const disk = supplies.id('Microsoft.Compute/disks', newName('disk'))
  const body = diskBody(supplies.location)
  const request = { method: 'PUT', path: disk, apiVersion: versions.disks } as const
  accept(await azure.arm({ ...request, body }), disk)
  await supplies.settled(disk, versions.disks)
  const creationData = { createOption: 'Copy', sourceResourceId: disk }
  const properties = { creationData, incremental: true }
  const { path, answer } = await putSnapshot(context, newName('incremental'), properties)
  accept(answer, path)
  await supplies.settled(path, versions.disks)
  return path
}
