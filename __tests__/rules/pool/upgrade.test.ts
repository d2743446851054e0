import {
  linux,
  osUpgrade,
  pool,
  providers,
  upgrade,
  version,
  vmAnd,
  windows,
} from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
  'pool/rolling-upgrade-batches': {
    passes: [
      pool(
        upgrade(
          'rollingUpgradePolicy: { maxBatchInstancePercent: 20, maxUnhealthyInstancePercent: 20 }',
        ),
      ),
      pool(upgrade('rollingUpgradePolicy: { maxBatchInstancePercent: 20 }')),
    ],
    fails: [
      [
        pool(
          upgrade(
            'rollingUpgradePolicy: { maxBatchInstancePercent: 21, maxUnhealthyInstancePercent: 20 }',
          ),
        ),
        'error at upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent: maxBatchInstancePercent 21 is more than maxUnhealthyInstancePercent 20',
      ],
    ],
  },
  'pool/rolling-upgrade-zones': {
    passes: [
      vmAnd(
        'nodePlacementConfiguration: { policy: Zonal }',
        upgrade('rollingUpgradePolicy: { enableCrossZoneUpgrade: true }'),
      ),
      pool(upgrade('rollingUpgradePolicy: {}')),
    ],
    fails: [
      [
        pool(upgrade('rollingUpgradePolicy: { enableCrossZoneUpgrade: false }')),
        'error at upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade: enableCrossZoneUpgrade is given, and the nodes are placed Regional',
      ],
    ],
  },
  'pool/os-upgrade-windows-updates': {
    passes: [
      vmAnd(linux, osUpgrade),
      vmAnd(`${windows}, windowsConfiguration: { enableAutomaticUpdates: false }`, osUpgrade),
    ],
    fails: [
      [
        vmAnd(`${windows}, windowsConfiguration: { enableAutomaticUpdates: true }`, osUpgrade),
        'error at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, and so are automatic updates of Windows',
      ],
      [
        vmAnd(windows, osUpgrade),
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, and so are automatic updates of Windows',
      ],
    ],
  },
  'pool/os-upgrade-follows-latest': {
    passes: [
      vmAnd('imageReference: { publisher: p, offer: o, sku: s }', osUpgrade),
      vmAnd('imageReference: { offer: o, version: latest }', osUpgrade),
      `image: { id: ${providers}/Microsoft.Compute/galleries/g/images/d }\n${pool(osUpgrade)}`,
      vmAnd(`imageReference: { id: ${version} }`, ''),
    ],
    fails: [
      [
        vmAnd('imageReference: { offer: o, version: "22.1" }', osUpgrade),
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, but the nodes are made from version 22.1 and stay with it',
      ],
      [
        `image: { osSnapshot: a }\ngallery: {}\n${pool(osUpgrade)}`,
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, but the nodes are made from the version that this config makes and stay with it',
      ],
      [
        `image: { id: ${version} }\n${pool(osUpgrade)}`,
        'warning at upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade: enableAutomaticOSUpgrade is on, but the nodes are made from version 1.0.0 and stay with it',
      ],
    ],
  },
})
