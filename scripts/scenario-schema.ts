/** The JSON Schema of a scenario of the simulator, for editors. */
import { scenarioSchema } from '../src/simulator/scenario-file.js'
import { toJsonSchema, type JsonSchema } from './json-schema.js'

export function scenarioJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Scenario of the simulated Azure',
    description:
      'What the simulated Azure of image-to-pool holds and how it behaves. Times are in simulated seconds.',
    // A setting without a value is an error here.
    ...toJsonSchema(scenarioSchema, (schema) => schema),
  }
}
