import { describe, expect, test } from '@jest/globals'
import { planConfig } from '../../../src/plan/plan.js'

describe('a plan', () => {
  test('of nothing is empty', () => {
    expect(planConfig({}, {})).toEqual({ steps: [], impact: 'none' })
  })

  test.each([
    ['pool', { pool: { name: 'render' } }],
    ['gallery', { gallery: { imageVersion: 'auto' } }],
  ])('never leaves out the %s silently', (section, config) => {
    expect(() => planConfig(config, {})).toThrow(`no steps and no finding for ${section}`)
  })
})
