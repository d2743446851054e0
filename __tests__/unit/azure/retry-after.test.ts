import { createHttpHeaders } from '@azure/core-rest-pipeline'
import { expect, test } from '@jest/globals'
import { retryAfterMs } from '../../../src/azure/retry-after.js'

const now = Date.parse('2026-11-23T10:00:00Z')

test.each([
  [{ 'retry-after': '15' }, 15_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '15' }, 250],
  [{ 'x-ms-retry-after-ms': '80' }, 80],
  [{ 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%p asks for %p ms', (headers, ms) => {
  expect(retryAfterMs(createHttpHeaders(headers as Record<string, string>), now)).toBe(ms)
})
