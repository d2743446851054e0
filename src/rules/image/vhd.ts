import { faultOfVhd } from '../../model/vhd.js'
import { showSource } from '../../model/image-source.js'
import { rulesOn } from '../kit/rules-on.js'

export const imageVhdRules = rulesOn('facts', [
  {
    id: 'image/vhd-fits',
    title: 'a VHD is not fixed or not whole, or its disk is not a whole number of MiB',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/linux/create-upload-generic#resizing-vhds',
    check: (_config, { image }) => {
      if (image === undefined) return []
      return [image.osSource, ...image.dataSources].flatMap(({ found, path }) => {
        if (found.kind !== 'vhd' || found.ends === undefined) return []
        const shown = showSource(found.uri)
        const fault = faultOfVhd(found.ends, shown.split('/').at(-1) ?? '')
        if (fault === undefined) return []
        return { at: path, message: `VHD ${shown} ${fault.why}`, help: fault.help }
      })
    },
  },
])
