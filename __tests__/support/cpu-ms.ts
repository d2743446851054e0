/** What `work` costs the processor; the clock on the wall also counts what else the machine is busy with. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
