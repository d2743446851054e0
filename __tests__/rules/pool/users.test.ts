import { accounts, letters, linux, pool, vmAnd, windows } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
  'pool/user-account-names': {
    passes: [pool(accounts(`name: ${letters(20)}`, 'name: b'))],
    fails: [
      [
        pool(accounts(`name: ${letters(21)}`, 'name: ""')),
        `error at userAccounts[0].name: the name '${letters(21)}' has 21 characters`,
        'error at userAccounts[1].name: a user account has an empty name',
      ],
      [
        pool(accounts('name: a', 'name: A')),
        "error at userAccounts[1].name: more than one user account is called 'A'",
      ],
    ],
  },
  'pool/user-account-ids': {
    passes: [
      pool(accounts('linuxUserConfiguration: { uid: 0, gid: 0 }')),
      pool(accounts('linuxUserConfiguration: {}')),
    ],
    fails: [
      [
        pool(accounts('linuxUserConfiguration: { uid: 0 }', 'linuxUserConfiguration: { gid: 1 }')),
        'error at userAccounts[0].linuxUserConfiguration.uid: uid is given without gid',
        'error at userAccounts[1].linuxUserConfiguration.gid: gid is given without uid',
      ],
    ],
  },
  'pool/user-account-os': {
    passes: [
      vmAnd(linux, accounts('linuxUserConfiguration: { uid: 1 }')),
      pool(accounts('linuxUserConfiguration: { uid: 1 }, windowsUserConfiguration: { a: 1 }')),
    ],
    fails: [
      [
        vmAnd(linux, accounts('windowsUserConfiguration: { loginMode: Batch }')),
        'error at userAccounts[0].windowsUserConfiguration: windowsUserConfiguration is given for nodes that run Linux',
      ],
      [
        vmAnd(windows, accounts('linuxUserConfiguration: { uid: 1 }')),
        'warning at userAccounts[0].linuxUserConfiguration: linuxUserConfiguration is given for nodes that run Windows',
      ],
    ],
  },
})
