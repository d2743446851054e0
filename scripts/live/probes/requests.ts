/** What Resource Manager and Microsoft.Compute make of a request before anything comes of it. */
import { jsonAt, textAt } from '../../../src/shared/json-at.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { versions } from '../api-versions.js'
import { accept, verdictOf, type Facts, type Probe, type ProbeContext } from '../probe.js'
import { diskBody, imageBody } from '../bodies.js'
import type { Answer } from '../wire.js'

/** A PUT of a disk that is the kit's usual one but for `properties`. */
async function putDisk(
  { azure, supplies, newName }: ProbeContext,
  properties: JsonObject,
): Promise<{ readonly path: string; readonly answer: Answer }> {
  const path = supplies.id('Microsoft.Compute/disks', newName('disk'))
  const body = diskBody(supplies.location, properties)
  const answer = await azure.arm({ method: 'PUT', path, apiVersion: versions.disks, body })
  return { path, answer }
}

async function refusalOf(context: ProbeContext, properties: JsonObject): Promise<Facts> {
  return verdictOf((await putDisk(context, properties)).answer)
}

/** Whether a PUT of a disk is taken, and what the disk then shows of a property. */
async function shownAfter(
  context: ProbeContext,
  properties: JsonObject,
  name: string,
): Promise<Facts> {
  const { path, answer } = await putDisk(context, properties)
  if (answer.status >= 400) return { isTaken: false, shown: '' }
  const disk = await context.supplies.settled(path, versions.disks)
  return { isTaken: true, shown: textAt(disk, 'properties', name) ?? '' }
}

export const requestProbes: readonly Probe[] = [
  {
    id: 'request/not-json',
    question: 'How is a body refused that is no JSON?',
    why: 'the action shows codes to people and looks causes up by them',
    expected: { status: 400, code: 'InvalidRequestContent' },
    ask: async ({ azure, supplies, newName }) => {
      const path = supplies.id('Microsoft.Compute/disks', newName('disk'))
      const request = { method: 'PUT', path, apiVersion: versions.disks } as const
      return verdictOf(await azure.arm({ ...request, body: '{"location":' }))
    },
  },
  {
    id: 'request/newer-member',
    question: 'Does an API version take a member that only a later one has?',
    why: 'a body that is too new for its version would be refused by Azure and pass here',
    expected: { isTaken: true },
    ask: async ({ azure, supplies, newName }) => {
      const path = supplies.id('Microsoft.Compute/images', newName('image'))
      const body = imageBody(supplies.location, await supplies.snapshot())
      // Images have a generation since 2019-03-01.
      const request = { method: 'PUT', path, apiVersion: '2018-10-01' } as const
      return { isTaken: (await azure.arm({ ...request, body })).status < 400 }
    },
  },
  {
    id: 'request/unknown-member',
    question: 'How is a member refused that no version has, inside of the properties?',
    why: 'a misspelled key must be an error of the user, not of the service',
    expected: { status: 400, code: 'InvalidRequestContent' },
    ask: async (context) =>
      await refusalOf(context, { creationData: { createOption: 'Empty', tag: 'x' } }),
  },
  {
    id: 'request/wrong-type',
    question: 'How is a value of another type refused?',
    why: 'the action shows codes to people and looks causes up by them',
    expected: { status: 400, code: 'InvalidRequestContent' },
    ask: async (context) => await refusalOf(context, { diskSizeGB: 'four' }),
  },
  {
    id: 'request/unknown-choice',
    question: 'How is a choice refused that the schema does not have?',
    why: 'the action shows codes to people and looks causes up by them',
    expected: { status: 400, code: 'InvalidParameter' },
    ask: async (context) => await refusalOf(context, { networkAccessPolicy: 'AllowSome' }),
  },
  {
    id: 'request/letter-case',
    question: 'Is a choice in another letter case taken, and shown as in the schema?',
    why: 'the action compares choices without letter case, and sends them as they are written',
    expected: { isTaken: true, shown: 'Linux' },
    ask: async (context) => await shownAfter(context, { osType: 'lINUX' }, 'osType'),
  },
  {
    id: 'request/null',
    question: 'Is null taken, as if nothing were said?',
    why: 'the action takes null for absent everywhere',
    expected: { isTaken: true, shown: 'AllowAll' },
    ask: async (context) =>
      await shownAfter(context, { networkAccessPolicy: null }, 'networkAccessPolicy'),
  },
  {
    id: 'request/read-only',
    question: 'Is what only the service sets taken and dropped?',
    why: 'configs made from what a GET shows would be refused otherwise',
    expected: { isTaken: true, isDropped: true },
    ask: async (context) => {
      const made = '2001-02-03T04:05:06Z'
      const { isTaken = false, shown } = await shownAfter(
        context,
        { timeCreated: made },
        'timeCreated',
      )
      return { isTaken, isDropped: isTaken === true && !String(shown).startsWith('2001') }
    },
  },
  {
    id: 'request/newest-versions',
    question: 'Are the newest API versions of the simulator’s tables released?',
    why: 'the simulator takes what Azure may refuse as NoRegisteredProviderFound',
    expected: { images: true, disks: true, galleries: true, batchAccounts: true },
    ask: async ({ azure, supplies }) => {
      const newest = [
        ['images', 'Microsoft.Compute', '2026-04-01'],
        ['disks', 'Microsoft.Compute', '2026-03-02'],
        ['galleries', 'Microsoft.Compute', '2025-12-03'],
        ['batchAccounts', 'Microsoft.Batch', '2025-06-01'],
      ] as const
      const asked = newest.map(async ([type, provider, apiVersion]) => {
        const path = `${supplies.groupId}/providers/${provider}/${type}`
        const { status } = await azure.arm({ method: 'GET', path, apiVersion })
        return [type, status === 200] as const
      })
      return Object.fromEntries(await Promise.all(asked))
    },
  },
  {
    id: 'request/shown-since',
    question: 'Since which API version does a disk show a property?',
    why: 'an older version could lack what the action reads of a source',
    expected: {
      uniqueId: ['2018-09-30 no', '2019-03-01 yes'],
      encryption: ['2019-03-01 no', '2019-07-01 yes'],
      networkAccessPolicy: ['2019-11-01 no', '2020-05-01 yes'],
      publicNetworkAccess: ['2020-12-01 no', '2021-04-01 yes'],
      supportedCapabilities: ['2021-04-01 no', '2021-08-01 yes'],
    },
    ask: async ({ azure, supplies }) => {
      const path = await supplies.disk()
      const asked = [
        ['uniqueId', '2018-09-30', '2019-03-01'],
        ['encryption', '2019-03-01', '2019-07-01'],
        ['networkAccessPolicy', '2019-11-01', '2020-05-01'],
        ['publicNetworkAccess', '2020-12-01', '2021-04-01'],
        ['supportedCapabilities', '2021-04-01', '2021-08-01'],
      ] as const
      const seen = asked.map(async ([name, ...pair]) => {
        const answers = pair.map(async (apiVersion) => {
          const { body } = accept(await azure.arm({ method: 'GET', path, apiVersion }), path)
          const isShown = jsonAt(body, 'properties', name) !== undefined
          return `${apiVersion} ${isShown ? 'yes' : 'no'}`
        })
        return [name, await Promise.all(answers)] as const
      })
      return Object.fromEntries(await Promise.all(seen))
    },
  },
  {
    id: 'request/changed-operation-url',
    question: 'How is the URL of an operation answered whose signature was changed?',
    why: 'the action follows these URLs to the letter',
    expected: { status: 403 },
    ask: async (context) => {
      const { answer } = await putDisk(context, {})
      const url = accept(answer, 'a disk').header('azure-asyncoperation') ?? ''
      const last = url.at(-1) === 'A' ? 'B' : 'A'
      const path = `${url.slice(0, -1)}${last}`
      return { status: (await context.azure.arm({ method: 'GET', path })).status }
    },
  },
  {
    id: 'request/write-while-deleting',
    question: 'How is a write answered to what is being deleted?',
    why: 'a rollout may make anew what it has just deleted',
    expected: { status: 409, code: 'Conflict' },
    ask: async (context) => {
      const { azure, supplies } = context
      const { path, answer } = await putDisk(context, {})
      accept(answer, path)
      await supplies.settled(path, versions.disks)
      accept(await azure.arm({ method: 'DELETE', path, apiVersion: versions.disks }), path)
      const body = diskBody(supplies.location)
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.disks, body }))
    },
  },
  {
    id: 'request/usages-of-no-region',
    question: 'What are the usages of a region that does not exist?',
    why: 'a mistyped region must not look like one without limits',
    expected: { status: 200, count: 0 },
    ask: async ({ azure, supplies }) => {
      const provider = `/subscriptions/${supplies.subscriptionId}/providers/Microsoft.Compute`
      const path = `${provider}/locations/atlantiscentral/usages`
      const { status, body } = await azure.arm({
        method: 'GET',
        path,
        apiVersion: versions.usages,
      })
      const { value } = body
      return { status, count: Array.isArray(value) ? value.length : -1 }
    },
  },
]
