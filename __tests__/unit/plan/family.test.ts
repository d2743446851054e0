import { describe, expect, test } from '@jest/globals'
import { seriesOf, nameStem } from '../../../src/model/series.js'

const definition =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/Gallery/images/Node'
const account = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/acc'

describe('what an image is one of a succession of', () => {
  test.each([
    ['render-2026-11-23', 'render'],
    ['render-20261123', 'render'],
    ['render-20261123T0800Z', 'render'],
    ['render-2026-11-23-2', 'render'],
    ['render_57', 'render'],
    ['render-v12', 'render'],
    ['render-8f3c2ab', 'render'],
    ['render', 'render'],
    // One part only: what stands before it tells products apart.
    ['ubuntu-24.04-57', 'ubuntu-24.04'],
    ['20261123', '20261123'],
    ['render.defaced', 'render.defaced'],
  ])('the stem of %s is %s', (name, stem) => {
    expect(nameStem(name)).toBe(stem)
  })

  test('is its image definition before its pool, and its pool before its name', () => {
    const image = { name: 'render-57' }
    const pool = { account, name: 'Render' }
    const gallery = { imageDefinition: definition }
    expect(seriesOf({ image, gallery, pool })).toBe('definition:gallery/node')
    expect(seriesOf({ image, pool })).toBe('pool:acc/render')
    expect(seriesOf({ image, pool: { ...pool, account: 'acc' } })).toBe('pool:acc/render')
    expect(seriesOf({ image })).toBe('image:render')
  })

  test('is nothing where no image is made', () => {
    expect(
      seriesOf({ image: { id: definition }, pool: { account, name: 'render' } }),
    ).toBeUndefined()
    expect(seriesOf({ pool: { account, name: 'render' } })).toBeUndefined()
  })
})
