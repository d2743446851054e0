import { describe, expect, test } from '@jest/globals'
import { chunkNames, withChunkNames } from '../../scripts/chunk-names.js'

const chunk = (id: number, requests: readonly string[], ...modules: readonly string[]) => ({
  id,
  initial: false,
  size: 1_000 - id,
  origins: requests.map((request) => ({ request })),
  modules: modules.map((name, index) => ({ name, size: 100 - index })),
})

function namesOf(...chunks: readonly ReturnType<typeof chunk>[]): readonly string[] {
  return [...chunkNames(JSON.stringify({ chunks })).values()]
}

describe('the chunks of the bundle', () => {
  test('are called after what asks for them, what they hold, or the packages in them', () => {
    expect(
      namesOf(
        chunk(1, ['./azure/open-azure.js'], './build/azure/open-azure.js'),
        chunk(2, ['./simulator/embedded.js'], './build/simulator/embedded.js'),
        chunk(3, ['./write-sarif.js'], './build/report/sarif.js', './build/run/write-sarif.js'),
        chunk(4, ['./run-config.js', './run-audit.js'], './build/apply/apply.js'),
        chunk(5, ['./azure/open-azure.js'], './build/node_modules/@azure/arm-batch/a.js'),
        chunk(6, ['../rules/index.js'], './build/rules/index.js'),
      ),
    ).toEqual(['azure', 'simulator', 'write-sarif', 'shared-apply', 'vendor-azure', 'rules'])
  })

  test('have a name each', () => {
    const shared = ['./a.js', './b.js']
    const apply = './build/apply/apply.js'
    expect(namesOf(chunk(1, shared, apply), chunk(2, shared, apply))).toEqual([
      'shared-apply',
      'shared-apply-2',
    ])
  })

  test('are loaded by these names', () => {
    const names = new Map([[636, 'azure']])
    const code = 'u = (chunkId) => {\n return "" + chunkId + ".index.js";\n};'
    expect(withChunkNames(code, names)).toContain('return {"636":"azure"}[chunkId] + ".js";')
    expect(() => withChunkNames('changed', names)).toThrow('names of chunks')
  })
})
