/** Pools in Resource Manager. All of these are without nodes, and cost nothing. */
import { objectsAt, textAt } from '../../../src/shared/json-at.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { versions } from '../api-versions.js'
import {
  inBrief,
  NotPossible,
  verdictOf,
  type Facts,
  type Probe,
  type ProbeContext,
} from '../probe.js'
import { untilSteady } from '../node-pool.js'
import { noNodes } from '../bodies.js'
import type { Answer } from '../wire.js'
import { bodyOn } from './galleries.js'

/** A PUT of a new pool that is the kit's usual one but for `properties`. */
async function putPool(
  { azure, supplies, newName }: ProbeContext,
  properties: JsonObject,
  apiVersion: string = versions.batch,
): Promise<{ readonly path: string; readonly answer: Answer }> {
  const path = `${(await supplies.account()).id}/pools/${newName('pool')}`
  const body = await supplies.poolBody(properties)
  return { path, answer: await azure.arm({ method: 'PUT', path, apiVersion, body }) }
}

async function refusalOf(
  context: ProbeContext,
  properties: JsonObject,
  apiVersion?: string,
): Promise<Facts> {
  return verdictOf((await putPool(context, properties, apiVersion)).answer)
}

/** A refusal of a resize timeout that is written so. */
function durationProbe(id: string, written: string, why: string): Probe {
  return {
    id,
    question: `Is the resize timeout ${written} refused?`,
    why,
    expected: { isRefused: true },
    ask: async (context) => {
      const fixedScale = { targetDedicatedNodes: 0, resizeTimeout: written }
      const { answer } = await putPool(context, { scaleSettings: { fixedScale } })
      return { isRefused: answer.status === 400 }
    },
  }
}

export const poolProbes: readonly Probe[] = [
  {
    id: 'pool/if-none-match',
    question: 'Does a pool that exists answer 412 to If-None-Match: *?',
    why: 'the action creates pools with it, so that a race never overwrites one',
    expected: { status: 412, code: 'ConditionNotMet' },
    ask: async ({ azure, supplies }) => {
      const path = await supplies.pool()
      const headers = { 'if-none-match': '*' }
      const body = await supplies.poolBody()
      const request = { method: 'PUT', path, apiVersion: versions.batch } as const
      return verdictOf(await azure.arm({ ...request, headers, body }))
    },
  },
  {
    id: 'pool/if-match',
    question: 'Does a pool answer 412 to an If-Match with another etag?',
    why: 'the action changes pools with it, so that a change of somebody else is not lost',
    expected: { status: 412, code: 'ConditionNotMet' },
    ask: async ({ azure, supplies }) => {
      const path = await supplies.pool()
      const headers = { 'if-match': 'W/"0x8D0000000000000"' }
      const body = { properties: { metadata: [{ name: 'asked', value: 'yes' }] } }
      const request = { method: 'PATCH', path, apiVersion: versions.batch } as const
      return verdictOf(await azure.arm({ ...request, headers, body }))
    },
  },
  {
    id: 'pool/refusal-form',
    question: 'What are the bytes of the refusal of a value?',
    why: 'the action reads the property and the reason out of it',
    expected: {
      ...{ status: 400, code: 'InvalidPropertyValue', target: 'BatchAccount' },
      ...{ endsWithIdAndTime: true },
      details: ['PropertyName', 'PropertyPath', 'PropertyValue', 'Reason'],
    },
    ask: async (context) => {
      const fixedScale = { targetDedicatedNodes: 0, resizeTimeout: 'PT1M' }
      const { answer } = await putPool(context, { scaleSettings: { fixedScale } })
      const message = textAt(answer.body, 'error', 'message') ?? ''
      return {
        ...verdictOf(answer),
        target: textAt(answer.body, 'error', 'target') ?? '',
        endsWithIdAndTime: /\nRequestId:\S+\nTime:\S+$/.test(message),
        details: objectsAt(answer.body, 'error', 'details')
          .map((detail) => textAt(detail, 'code') ?? '')
          .sort(),
      }
    },
  },
  {
    id: 'pool/unsupported-property',
    question: 'How is a property refused that only a later API version has?',
    why: 'the action explains it by its code: choose another version',
    expected: { status: 400, code: 'UnsupportedProperty' },
    ask: async (context) =>
      await refusalOf(context, { upgradePolicy: { mode: 'automatic' } }, '2023-11-01'),
  },
  {
    id: 'pool/unknown-property',
    question: 'How is a property refused that no API version has?',
    why: 'the action explains it by its code: a misspelled key',
    expected: { status: 400, code: 'InvalidRequestBody' },
    ask: async (context) => await refusalOf(context, { vmSizes: 'Standard_D2s_v5' }),
  },
  {
    id: 'pool/wrong-type',
    question: 'How is a value of a wrong type refused?',
    why: 'the action explains it by its code',
    expected: { status: 400, code: 'InvalidRequestBody' },
    ask: async (context) => await refusalOf(context, { taskSlotsPerNode: 'one' }),
  },
  {
    id: 'pool/letter-case',
    question: 'Is a choice in another letter case taken, and shown as in the schema?',
    why: 'the action compares choices without letter case, and sends them as they are written',
    expected: { isTaken: true, shown: 'Disabled' },
    ask: async (context) => {
      const { path, answer } = await putPool(context, { interNodeCommunication: 'dISABLED' })
      if (answer.status >= 400) return { isTaken: false, shown: '' }
      const request = { method: 'GET', path, apiVersion: versions.batch } as const
      const { body } = await context.azure.arm(request)
      return { isTaken: true, shown: textAt(body, 'properties', 'interNodeCommunication') ?? '' }
    },
  },
  {
    id: 'pool/read-only',
    question: 'Is what only the service sets taken and dropped?',
    why: 'configs made from what a GET shows would be refused otherwise',
    expected: { isTaken: true },
    ask: async (context) => {
      const { answer } = await putPool(context, { creationTime: '2001-02-03T04:05:06Z' })
      return { isTaken: answer.status < 400 }
    },
  },
  {
    id: 'pool/cifs-user-name',
    question: 'Is the user of a CIFS mount called userName from 2020-03-01 on?',
    why: 'a config for an older version would be refused, or one for a newer one pass here',
    expected: { username: '400', userName: '200' },
    ask: async (context) => {
      const put = async (name: string): Promise<string> => {
        const mount = { source: '//host.invalid/share', relativeMountPath: 'share' }
        const cifsMountConfiguration = { ...mount, [name]: 'user', password: 'not-a-s3cret' }
        const properties = { mountConfiguration: [{ cifsMountConfiguration }] }
        return String((await putPool(context, properties, '2020-03-01')).answer.status)
      }
      return { username: await put('username'), userName: await put('userName') }
    },
  },
  {
    id: 'pool/managed-image-2019',
    question: 'What does 2019-08-01 answer to a pool on a managed image?',
    why: 'the action takes this version for such pools, after their retirement on 2026-03-31',
    expected: { status: 200, code: '' },
    ask: async (context) => {
      const { azure, supplies, newName } = context
      const path = `${(await supplies.account()).id}/pools/${newName('pool')}`
      const body = await bodyOn(context, await supplies.image())
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: '2019-08-01', body }))
    },
  },
  {
    id: 'pool/version-missing',
    question: 'How is a pool refused on an image version that does not exist?',
    why: 'the action explains it: missing, or not readable by Batch',
    expected: { status: 400, code: 'InsufficientPermissions' },
    ask: async (context) => {
      const { azure, supplies, newName } = context
      const path = `${(await supplies.account()).id}/pools/${newName('pool')}`
      const body = await bodyOn(context, `${await supplies.definition()}/versions/9.9.9`)
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.batch, body }))
    },
  },
  durationProbe(
    'pool/fraction-duration',
    'PT0.5H',
    'the action rewrites fractions, which may be needless',
  ),
  durationProbe('pool/week-duration', 'P1W', 'the action rewrites weeks, which may be needless'),
  durationProbe(
    'pool/zero-part-duration',
    'P0Y0M0DT0H30M0S',
    'the action rewrites parts of zero, which may be needless',
  ),
  durationProbe(
    'pool/longest-timeout',
    'P8D',
    'the action warns of timeouts beyond a week, which may be needless',
  ),
  {
    id: 'pool/stop-idle',
    question: 'How is stopResize refused where nothing is being resized?',
    why: 'the action stops resizes when it is cancelled, and must not take this for a failure',
    expected: { status: 409, code: 'OperationInvalidForCurrentState' },
    ask: async ({ azure, supplies }) => {
      const path = `${await supplies.pool()}/stopResize`
      return verdictOf(await azure.arm({ method: 'POST', path, apiVersion: versions.batch }))
    },
  },
  {
    id: 'pool/patch-within-object',
    question: 'Does a PATCH of one member of an object drop the others?',
    why: 'the action sends such objects whole, which would be needless',
    expected: { status: '200', keepsOther: false },
    ask: async (context) => {
      const { azure } = context
      const startTask = { commandLine: '/bin/true', maxTaskRetryCount: 3 }
      const { path } = await putPool(context, { startTask })
      const body = { properties: { startTask: { commandLine: '/bin/false' } } }
      const request = { path, apiVersion: versions.batch }
      const patched = await azure.arm({ method: 'PATCH', ...request, body })
      const shown = await azure.arm({ method: 'GET', ...request })
      const after = objectsAt({ list: [shown.body['properties'] ?? {}] }, 'list')[0]
      const task = after?.['startTask'] as JsonObject | undefined
      return { status: inBrief(patched), keepsOther: task?.['maxTaskRetryCount'] === 3 }
    },
  },
  {
    id: 'pool/b-size',
    question: 'Is a pool of a size that Batch never had taken, and its resize ended with an error?',
    why: 'the action names the size as the cause only where the error does',
    expected: { put: '200', errors: ['UnsupportedVMSize'] },
    ask: async (context) => {
      const fixedScale = { targetDedicatedNodes: 1, resizeTimeout: 'PT5M' }
      const properties = { vmSize: 'Standard_B2s', scaleSettings: { fixedScale } }
      const { path, answer } = await putPool(context, properties)
      if (answer.status >= 400) return { put: inBrief(answer), errors: [] }
      const pool = await untilSteady({ ...context.supplies, azure: context.azure }, path)
      const at = ['properties', 'resizeOperationStatus', 'errors']
      const errors = objectsAt(pool, ...at).map((error) => textAt(error, 'code') ?? '')
      if (errors.some((code) => /Quota/.test(code))) throw new NotPossible(errors.join(', '))
      const request = { method: 'PATCH', path, apiVersion: versions.batch } as const
      await context.azure.arm({ ...request, body: { properties: { scaleSettings: noNodes } } })
      return { put: inBrief(answer), errors }
    },
  },
]
