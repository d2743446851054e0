import type { InputSource } from '../../src/inputs/source.js'

interface Given {
  readonly inputs?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** Inputs and files that are only in memory. */
export function memorySource({ inputs = {}, files = {}, env = {} }: Given): InputSource {
  const held = new Map(Object.entries(files))
  const given = new Map(Object.entries(inputs))
  const variables = new Map(Object.entries(env))
  return {
    input: (name) => given.get(name) ?? '',
    env: (name) => variables.get(name),
    files: {
      relative: (path) => (path.startsWith('..') ? undefined : path),
      glob: async (pattern) =>
        await Promise.resolve([...held.keys()].filter((path) => globToRegExp(pattern).test(path))),
      read: async (path) => {
        const text = held.get(path)
        return await Promise.resolve(
          path.startsWith('..')
            ? { kind: 'outside' as const }
            : text === undefined
              ? { kind: 'missing' as const }
              : { kind: 'text' as const, text },
        )
      },
    },
  }
}

function globToRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+^$()|]/g, '\\$&').replace(/\*/g, '[^/]*')}$`)
}
