import type { FormulaFinding } from '../../autoscale/finding.js'
import type { FormulaReport } from '../../autoscale/report.js'
import type { TrapName } from '../../autoscale/traps.js'
import type { FormulaRule } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/batch/batch-automatic-scaling'

/** What the language itself says of a formula: all errors, or the warnings of some kind. */
const findings =
  (isOne: (finding: FormulaFinding) => boolean): FormulaRule['check'] =>
  ({ analysis }) =>
    analysis.findings.filter(isOne).map(({ message, help, severity, at }) => {
      return { message, help, severity, within: at }
    })

const trap =
  (name: TrapName): FormulaRule['check'] =>
  ({ traps }: FormulaReport) =>
    traps
      .filter((one) => one.trap === name)
      .map(({ message, help, severity, at }) => ({ message, help, severity, within: at }))

export const poolFormulaRules = rulesOn({ needs: 'formula', docs }, [
  {
    id: 'pool/formula-is-valid',
    title: 'Batch cannot read or evaluate the autoscale formula',
    check: findings(({ severity }) => severity === 'error'),
  },
  {
    id: 'pool/formula-is-documented',
    title: 'an autoscale formula uses something that no page documents',
    severity: 'warning',
    check: findings(({ severity, kind }) => severity !== 'error' && kind !== 'target'),
  },
  {
    id: 'pool/formula-sets-targets',
    title: 'an autoscale formula sets no number of nodes',
    severity: 'warning',
    check: findings(({ severity, kind }) => severity !== 'error' && kind === 'target'),
  },
  {
    id: 'pool/formula-asks-for-samples-as-its-guard',
    title:
      'GetSample asks for more samples than the guard before it: without a percentage for 70 %',
    severity: 'notice',
    check: trap('sample-percent'),
  },
  {
    id: 'pool/formula-percents-are-of-100',
    title: 'a percentage of samples is written on a scale of 0 to 1',
    severity: 'warning',
    check: trap('percent-scale'),
  },
  {
    id: 'pool/formula-waits-for-samples',
    title: 'a formula reads samples over a time without asking first whether they are there',
    severity: 'notice',
    check: trap('first-samples'),
  },
  {
    id: 'pool/formula-window-is-reachable',
    title:
      'a window of samples never has as many as the formula wants, as those of the last minute are missing',
    severity: 'warning',
    check: trap('unreachable-window'),
  },
  {
    id: 'pool/formula-interval-suits-samples',
    title:
      'the samples that a formula wants do not come together within the interval of its evaluation',
    severity: 'notice',
    check: trap('interval'),
  },
  {
    id: 'pool/formula-rounds-up',
    title: 'tasks divided among nodes are not rounded up: fractions of a node are cut off',
    severity: 'notice',
    check: trap('whole-nodes'),
  },
  {
    id: 'pool/formula-counts-task-slots',
    title: 'a formula asks for a node per task, though nodes have several task slots',
    severity: 'notice',
    check: trap('task-slots'),
  },
  {
    id: 'pool/formula-counts-tasks-once',
    title: 'running tasks are added to the pending ones, which include them',
    severity: 'warning',
    check: trap('running-tasks'),
  },
  {
    id: 'pool/formula-counts-running-tasks',
    title: 'a formula goes by the tasks that wait and forgets those that run',
    severity: 'notice',
    check: trap('waiting-tasks'),
  },
  {
    id: 'pool/formula-hours-are-utc',
    title: 'a formula reads hours or weekdays, which are those of UTC',
    severity: 'notice',
    check: trap('utc'),
  },
  {
    id: 'pool/formula-weekdays',
    title: 'a condition on the weekday depends on whether Sunday is 0 or 7',
    severity: 'warning',
    check: trap('sunday'),
  },
  {
    id: 'pool/formula-sets-both-targets',
    title: 'a formula sets one kind of nodes only: the other target stays as it is',
    severity: 'notice',
    check: trap('unset-target'),
  },
  {
    id: 'pool/formula-names-a-target-once',
    title: 'a target is set under its full name and its older one, of which the full one wins',
    severity: 'notice',
    check: trap('two-names'),
  },
  {
    id: 'pool/formula-goes-by-its-own-target',
    title: 'a target is worked out from that of the other kind of nodes',
    severity: 'notice',
    check: trap('other-target'),
  },
  {
    id: 'pool/formula-stays-above-zero',
    title: 'a target can come out below 0',
    severity: 'notice',
    check: trap('negative-target'),
  },
  {
    id: 'pool/formula-lets-tasks-end',
    title: 'a formula takes nodes away without letting their tasks end',
    severity: 'notice',
    check: trap('deallocation'),
  },
  {
    id: 'pool/formula-metrics-need-nodes',
    title: 'a pool that may have no nodes is scaled by what is measured on nodes',
    severity: 'notice',
    check: trap('node-metrics'),
  },
  {
    id: 'pool/formula-metrics-are-in-service',
    title: 'a formula reads a metric that no longer has samples',
    severity: 'warning',
    check: trap('retired-metrics'),
  },
  {
    id: 'pool/formula-counts-preempted-nodes',
    title: 'a formula counts preempted Spot nodes among those that work',
    severity: 'notice',
    check: trap('preempted-nodes'),
  },
  {
    id: 'pool/formula-logic-has-brackets',
    title: '&& and || are mixed in one condition without brackets',
    severity: 'notice',
    check: trap('brackets'),
  },
  {
    id: 'pool/formula-comments-end',
    title: 'a comment in a formula holds statements, as when its lines were folded into one',
    severity: 'notice',
    check: trap('swallowed-lines'),
  },
])
