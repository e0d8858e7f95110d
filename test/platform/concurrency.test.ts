import { limitConcurrency } from '../../src/platform/concurrency.js'
import { failureOf } from '../support/databases.js'

test('work runs in turn, at most so much at a time, and what would wait too long is refused', async () => {
  const inTurn = limitConcurrency(2, 3)
  const finish: (() => void)[] = []
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise<void>(resolve => finish.push(resolve))
    running--
  }
  const outcomes = Array.from({ length: 7 }, () => failureOf(inTurn(work)))
  for (let i = 0; i < 5; i++) {
    await new Promise(setImmediate)
    finish.shift()!()
  }
  const refusal = 'Too much waits for its turn.'
  expect(await Promise.all(outcomes)).toEqual(['none', 'none', 'none', 'none', 'none', refusal, refusal])
  expect(most).toBe(2)
  await Promise.all([inTurn(() => Promise.resolve())])
})

test('work that fails lets the next have its turn', async () => {
  const inTurn = limitConcurrency(1, 1)
  const outcomes = [
    failureOf(inTurn(() => Promise.reject(new Error('broken')))),
    failureOf(inTurn(() => Promise.resolve('done'))),
  ]
  expect(await Promise.all(outcomes)).toEqual(['broken', 'none'])
})
