import { expect, test } from '@jest/globals'
import type { LoadedInputs } from '../../src/inputs/config.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import type { Path } from '../../src/shared/finding.js'
import { memorySource } from './memory-source.js'

async function load(
  config: string,
  files: Readonly<Record<string, string>>,
): Promise<LoadedInputs> {
  const inputs = { mode: 'validate', 'resource-group': 'rg', config }
  return await loadInputs(memorySource({ inputs, files, env: {} }))
}

/** Each at another line; every third is one that only the YAML library reads. */
function fileText(index: number): string {
  const written = index % 3 === 0 ? '>-\n    ' : ''
  return `${'\n'.repeat(index)}image:
  name: i${String(index)}
  osSnapshot: os
gallery:
  imageVersion: ${written}1.0.${String(index)}
`
}

const paths: readonly Path[] = [
  ['image', 'name'],
  ['image', 'resourceGroup'],
  ['gallery', 'imageVersion'],
  ['gallery', 'imageDefinition'],
]
const part = { start: 1, end: 2 }

test('places stay what they were, however many files there are and in whatever order they are asked for', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `f${String(index).padStart(2, '0')}.yml`)
  const files = Object.fromEntries(names.map((name, index) => [name, fileText(index)]))
  const { configs } = await load('*.yml', files)
  expect(configs.map(({ file }) => file)).toEqual(names)
  for (const loaded of [...configs, ...configs.toReversed()]) {
    const name = loaded.file ?? ''
    const [alone] = (await load(name, files)).configs
    expect(paths.map(loaded.originOf)).toEqual(paths.map((path) => alone?.originOf(path)))
    expect(paths.map((path) => loaded.placeWithin?.(path, part))).toEqual(
      paths.map((path) => alone?.placeWithin?.(path, part)),
    )
    expect(loaded.originOf(['image', 'name'])).toMatchObject({
      ...{ kind: 'file', file: name },
      span: { line: 2 + names.indexOf(name) },
    })
  }
})
