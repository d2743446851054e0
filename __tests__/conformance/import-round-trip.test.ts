import { test } from '@jest/globals'
import { armSchemasAreHere } from '../support/arm-pool-schema.js'
import { share } from '../support/full-size.js'
import { importRandomPools } from '../support/round-trip.js'

const wanted = share(1000)
const here = armSchemasAreHere ? test : test.skip
if (!armSchemasAreHere) console.log('skipped: the schemas of Azure are not here')

here(
  'of random pools nothing is to change once they are imported',
  async () => {
    const refused = await importRandomPools(wanted, 20261130)
    console.log(`${String(wanted)} pools imported without a change, ${String(refused)} refused`)
  },
  600_000,
)
