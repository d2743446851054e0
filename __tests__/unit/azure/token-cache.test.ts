import { describe, expect, test } from '@jest/globals'
import { cacheTokens } from '../../../src/azure/token-cache.js'

const minute = 60_000

function counting(lifeMs: number) {
  const state = { now: 0, asked: 0, refuse: false }
  const credential = cacheTokens(
    {
      async getToken() {
        state.asked += 1
        const token = `token ${String(state.asked)}`
        await Promise.resolve()
        if (state.refuse) throw new Error('refused')
        return { token, expiresOnTimestamp: state.now + lifeMs }
      },
    },
    () => state.now,
  )
  const tokenNow = async (options = {}) => (await credential.getToken('scope', options))?.token
  return { state, credential, tokenNow }
}

test('many requests at once are one sign-in', async () => {
  const { state, tokenNow } = counting(60 * minute)
  await Promise.all(Array.from({ length: 20 }, async () => await tokenNow()))
  expect(state.asked).toBe(1)
})

test('each scope has a token of its own', async () => {
  const { state, credential } = counting(60 * minute)
  await credential.getToken('a')
  await credential.getToken(['a'])
  await credential.getToken('b')
  expect(state.asked).toBe(2)
})

test('a token is renewed five minutes before its end', async () => {
  const { state, tokenNow } = counting(60 * minute)
  await tokenNow()
  state.now = 54 * minute
  expect(await tokenNow()).toBe('token 1')
  state.now = 55 * minute
  expect(await tokenNow()).toBe('token 2')
})

test('a short token is renewed at half its life', async () => {
  const { state, tokenNow } = counting(2 * minute)
  await tokenNow()
  state.now = minute
  expect(await tokenNow()).toBe('token 2')
})

describe('a renewal that is refused', () => {
  test('does not fail a request while the old token holds, and is tried again', async () => {
    const { state, tokenNow } = counting(60 * minute)
    await tokenNow()
    Object.assign(state, { now: 56 * minute, refuse: true })
    expect(await tokenNow()).toBe('token 1')
    state.refuse = false
    expect(await tokenNow()).toBe('token 3')
  })

  test('fails the request once the old token has ended', async () => {
    const { state, tokenNow } = counting(60 * minute)
    await tokenNow()
    Object.assign(state, { now: 60 * minute, refuse: true })
    await expect(tokenNow()).rejects.toThrow('refused')
  })
})

test('claims, which come with a refusal, get a new token that stays', async () => {
  const { tokenNow } = counting(60 * minute)
  await tokenNow()
  expect(await tokenNow({ claims: '{}' })).toBe('token 2')
  expect(await tokenNow()).toBe('token 2')
})

test('one that stops waiting does not end the sign-in for the others', async () => {
  const seen: unknown[] = []
  const credential = cacheTokens({
    getToken: async (_, options) => {
      seen.push(options?.abortSignal)
      return await Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 1e6 })
    },
  })
  await credential.getToken('scope', { abortSignal: new AbortController().signal })
  expect(seen).toEqual([undefined])
})

test('a token that is forgotten is not given again; others stay', async () => {
  const { state, credential, tokenNow } = counting(60 * minute)
  expect(await tokenNow()).toBe('token 1')
  credential.forget('token 0')
  expect(await tokenNow()).toBe('token 1')
  credential.forget('token 1')
  expect(await tokenNow()).toBe('token 2')
  expect(state.asked).toBe(2)
})
