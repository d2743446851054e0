import { appendFileSync } from 'node:fs'
import type { SimulatorOptions } from '../../src/simulator/simulator.js'

/**
 * Keeps what a simulator answers in the file that RECORD_ANSWERS names, a line of JSON for each answer, for
 * `npm run check:answers`. Without the variable nothing is kept.
 */
export function recordAnswers(): Pick<SimulatorOptions, 'onAnswer'> {
  const file = process.env['RECORD_ANSWERS']
  if (file === undefined || file === '') return {}
  return {
    onAnswer({ method, url }, { status, body }) {
      const apiVersion = url.searchParams.get('api-version')
      // As Azure writes an id.
      const path = url.pathname.replaceAll('%28', '(').replaceAll('%29', ')')
      const entry = { method, path, apiVersion, status, answer: body }
      appendFileSync(file, `${JSON.stringify(entry)}\n`)
    },
  }
}
