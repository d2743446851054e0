import type { Path } from './finding.js'

/** `gallery.targetRegions[0].name`; a key that would be mistaken is in quotes, a long one is cut. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${String(step)}]`
      const key = step.length > 60 ? `${step.slice(0, 60)}…` : step
      const isPlain = /^[$\w-]+…?$/.test(key)
      if (!isPlain) return `[${JSON.stringify(key)}]`
      return index === 0 ? key : `.${key}`
    })
    .join('')
}
