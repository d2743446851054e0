import { describe, expect, test } from '@jest/globals'
import { Cancelled, DeadlinePassed } from '../../src/shared/errors.js'
import { describeOutcome } from '../../src/outcome/outcome-message.js'
import type { Event } from '../../src/model/events.js'
import type { Step } from '../../src/model/step.js'
import { initialRunState } from '../../src/outcome/result.js'
import { describeInFlight } from '../../src/outcome/in-flight.js'
import { at, events, ids, steps } from './example.js'

/** The events up to and with the n-th, then the end of the step under way. */
function upTo(count: number): readonly Event[] {
  const seen = events.slice(0, count)
  const last = seen.at(-1)
  if (last === undefined || last.type === 'taking-back') return seen
  if (last.type === 'note' || last.type === 'step-ended' || last.type === 'waited') return seen
  return [...seen, { type: 'step-ended', at: last.at, step: last.step, how: 'cancelled' }]
}

describe('what Azure goes on doing', () => {
  test('is nothing when nothing was begun', () => {
    expect(describeInFlight([], initialRunState)).toEqual([])
  })

  test('may be a request of which no answer came', () => {
    expect(describeInFlight(upTo(1), initialRunState)).toEqual([
      'the request to create image render-1 may have been accepted',
    ])
  })

  test('is all that was under way at one time', () => {
    const { createImage } = steps
    const body = {}
    const definition = { ...createImage, kind: 'create-image-definition', body } as const
    const of = (step: Step, type: 'step-started' | 'step-ended'): Event =>
      type === 'step-started' ? { type, at: at(1), step } : { type, at: at(2), step, how: 'done' }
    const both = [of(createImage, 'step-started'), of(definition, 'step-started')]
    const made = { ...initialRunState, imageId: ids.image }
    expect(describeInFlight(both, made)).toEqual([
      'image render-1 is still being created',
      'the request to create image definition render-1 may have been accepted',
    ])
    expect(describeInFlight([...both, of(definition, 'step-ended')], made)).toEqual([
      'image render-1 is still being created',
    ])
  })

  test('is the image once it was accepted', () => {
    expect(describeInFlight(upTo(2), { ...initialRunState, imageId: ids.image })).toEqual([
      'image render-1 is still being created',
    ])
  })

  test('is the replication, under the number that was taken in the end', () => {
    const version = ids.version.replace('1.0.3', '1.0.4')
    expect(
      describeInFlight(upTo(5), { ...initialRunState, galleryImageVersionId: version }),
    ).toEqual(['image version 1.0.4 is still replicating'])
  })

  test('is the resize, with the nodes last seen, and the replication to other regions', () => {
    const made = { ...initialRunState, galleryImageVersionId: ids.version, poolId: ids.pool }
    expect(describeInFlight(upTo(13), made)).toEqual([
      'image version 1.0.3 may still be replicating to regions other than koreacentral',
      'pool render is still resizing to 120 nodes, 37 there when last seen',
    ])
  })

  test('is no resize once the pool was seen steady', () => {
    const made = { ...initialRunState, poolId: ids.pool, allocationState: 'Steady' }
    expect(describeInFlight(upTo(15), made).join()).not.toContain('resizing')
  })
})

describe('the headline of an interrupted run', () => {
  test('says that nothing was written', () => {
    expect(describeOutcome(new Cancelled('cancelled by SIGINT'), [])).toEqual({
      kind: 'cancelled',
      headline: 'cancelled by SIGINT before anything was written',
    })
  })

  test('says what was under way and what was last seen of it', () => {
    const error = new DeadlinePassed("the run's timeout of PT1H has passed")
    expect(describeOutcome(error, upTo(13)).headline).toBe(
      "the run's timeout of PT1H has passed during: wait for 120 dedicated nodes in pool render; last seen: Resizing, 37/120 dedicated",
    )
  })

  test('says it between two steps', () => {
    const done: Event = { type: 'step-ended', at: at(9), step: steps.createImage, how: 'done' }
    const begun: Event = { type: 'step-started', at: at(0), step: steps.createImage }
    expect(describeOutcome(new Cancelled('cancelled by SIGTERM'), [begun, done]).headline).toBe(
      'cancelled by SIGTERM between two steps',
    )
  })
})
