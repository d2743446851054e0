/** The short forms of list items: `lun=snapshot` and `region[=replicas][=storage type]`. */

/** `snapshot`, or `1=snapshot`. The parts are not checked here. */
export function parseLunLine(line: string): { readonly lun?: unknown; readonly source: string } {
  const at = line.indexOf('=')
  if (at === -1) return { source: line.trim() }
  return { lun: asNumber(line.slice(0, at)), source: line.slice(at + 1).trim() }
}

export interface RegionLine {
  readonly name: string
  readonly replicas?: unknown
  readonly storageAccountType?: unknown
}

/** `region`, `region=2`, `region=Premium_LRS` or `region=2=Premium_LRS`. The parts are not checked here. */
export function parseRegionLine(line: string): RegionLine {
  const [name = '', second, ...rest] = line.split('=').map((part) => part.trim())
  if (second === undefined) return { name }
  if (rest.length > 0) {
    return { name, replicas: asNumber(second), storageAccountType: rest.join('=') }
  }
  const count = asNumber(second)
  return typeof count === 'number'
    ? { name, replicas: count }
    : { name, storageAccountType: second }
}

/** A number where the text is one, so that the schema can say what is wrong with anything else. */
function asNumber(text: string): unknown {
  return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text.trim()
}
