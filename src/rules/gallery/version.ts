import { parseEndOfLifeDate } from '../../model/end-of-life.js'
import { parseVersion } from '../../model/version-number.js'
import { showValue } from '../../shared/show-value.js'
import { rulesOn } from '../kit/rules-on.js'

export const galleryVersionRules = [
  ...rulesOn('config', [
    {
      id: 'gallery/end-of-life-date',
      title: 'the end-of-life date is not a date',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery',
      check: ({ gallery }) => {
        const given = gallery?.endOfLifeDate
        if (given === undefined || parseEndOfLifeDate(given) !== undefined) return []
        return {
          at: ['gallery', 'endOfLifeDate'],
          message: `end-of-life date ${showValue(given)} is not an ISO 8601 date`,
          help: 'write a date such as 2030-12-31, or a time such as 2030-12-31T23:00:00Z',
        }
      },
    },
  ]),
  ...rulesOn('date', [
    {
      id: 'gallery/end-of-life-is-ahead',
      title: 'the end-of-life date of a new version has passed',
      // Azure takes it, and shows the version as out of date from its first day.
      severity: 'warning',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery',
      check: ({ gallery }, today) => {
        const given = gallery?.endOfLifeDate
        const date = given === undefined ? undefined : parseEndOfLifeDate(given)
        if (date === undefined || date.slice(0, today.length) > today) return []
        const message = `end-of-life date ${showValue(given)} is not after today, ${today}`
        return {
          at: ['gallery', 'endOfLifeDate'],
          message,
          help: 'write a later date, or leave it out',
        }
      },
    },
  ]),
  ...rulesOn('config', [
    {
      id: 'gallery/source-given',
      title: 'a gallery version has nothing to be made from',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
      check: ({ gallery, image }) => {
        if (gallery === undefined) return []
        if (gallery.source === 'snapshots' && image?.id !== undefined) {
          const message = 'gallery-source: snapshots and image-id exclude each other'
          const help = 'give os-snapshot instead of image-id, or gallery-source: image'
          return { at: ['gallery', 'source'], message, help }
        }
        if (image !== undefined) return [] // an image section without a source is found elsewhere
        const message = 'a gallery version is asked for, but there is nothing to make it from'
        const help =
          'give os-snapshot, or image-id; to use a version that exists, give its id as image-id and no gallery inputs'
        return { at: ['gallery'], message, help }
      },
    },
    {
      id: 'gallery/version-form',
      title: 'a version is neither Major.Minor.Patch nor auto',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
      check: ({ gallery }) => {
        const given = gallery?.imageVersion
        if (given === undefined || given.toLowerCase() === 'auto') return []
        if (parseVersion(given) !== undefined) return []
        return {
          at: ['gallery', 'imageVersion'],
          message: `image version ${showValue(given)} is not of the form Major.Minor.Patch`,
          help: 'write three whole numbers up to 2147483647 without leading zeros, such as 1.0.0, or auto for the next free one',
        }
      },
    },
  ]),
]
