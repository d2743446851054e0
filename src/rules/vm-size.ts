/** Series whose names count something else than vCPUs: A, D, DS, F of the first years, G, GS, and their second versions. */
const otherNumbers = /^(basic|standard)_(a\d+|a\d+m?_v2|ds?\d+(_v2)?|gs?\d+)(_promo)?$/i

/**
 * vCPUs of one node, as the name of a size tells: 4 for `Standard_D4s_v5`, 2 for `Standard_E4-2s_v5`. Undefined where the
 * name follows another pattern.
 */
export function vcpusOf(vmSize: string): number | undefined {
  if (otherNumbers.test(vmSize)) return undefined
  const [, all, constrained] = /^standard_[a-z]+(\d+)(?:-(\d+))?[a-z]*(?:_|$)/i.exec(vmSize) ?? []
  const vcpus = Number(constrained ?? all)
  return Number.isInteger(vcpus) && vcpus > 0 ? vcpus : undefined
}
