import { jest } from '@jest/globals'

/** Turns fake time in seconds until the work has ended: the SDK's own pauses pass at once. */
export async function settle<T>(work: Promise<T>): Promise<T> {
  const state = { isOver: false }
  const end = (): void => {
    state.isOver = true
  }
  work.then(end, end)
  while (!state.isOver) await jest.advanceTimersByTimeAsync(1000)
  return await work
}
