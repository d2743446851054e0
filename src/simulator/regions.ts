import { armError, type Scenario } from './kernel.js'

/** `westeurope` for `West Europe`, `WestEurope` and `westeurope`: spaces and letter case do not matter to Azure. */
export function normaliseRegion(region: string): string {
  return region.replace(/\s+/g, '').toLowerCase()
}

/** The short name of a region; as it was written (in lower case, no spaces) where the scenario does not know it. */
export function regionName({ locations = [] }: Scenario, region: string): string {
  const wanted = normaliseRegion(region)
  return locations.find(({ name }) => normaliseRegion(name) === wanted)?.name ?? wanted
}

/** `West Europe` for `westeurope`; galleries show regions so. */
export function regionDisplayName({ locations = [] }: Scenario, region: string): string {
  const wanted = normaliseRegion(region)
  return locations.find(({ name }) => normaliseRegion(name) === wanted)?.displayName ?? region
}

/** The region's short name, or the refusal of a region that does not exist or of none at all. */
export function requireRegion(
  scenario: Scenario,
  region: string | undefined,
  type: string,
): string {
  if (region === undefined || region === '') {
    throw armError(
      400,
      'LocationRequired',
      'The location property is required for this definition.',
    )
  }
  const names = (scenario.locations ?? []).map(({ name }) => name)
  const name = regionName(scenario, region)
  if (names.includes(name)) return name
  throw armError(
    400,
    'LocationNotAvailableForResourceType',
    `The provided location '${region}' is not available for resource type '${type}'. List of available regions ` +
      `for the resource type is '${names.join(',')}'.`,
  )
}
