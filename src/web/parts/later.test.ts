import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { later } from './later.tsx'

const Form = ({ says }: { says: string }) => createElement('p', null, says)

it('comes by itself soon after the first picture, and is drawn at once from then on', async () => {
  vi.useFakeTimers()
  const load = vi.fn(async () => Form)
  const Later = later(load)
  const drawn = () => renderToString(createElement(Later, { says: 'Why?' }))
  expect([drawn(), load.mock.calls.length]).toEqual(['', 0])
  await vi.advanceTimersByTimeAsync(5_000)
  vi.useRealTimers()
  expect([drawn(), load.mock.calls.length]).toEqual(['<p>Why?</p>', 1])
})

it('breaks nothing when it cannot be fetched', async () => {
  vi.useFakeTimers()
  const load = vi.fn(async () => Form).mockRejectedValue(new Error('no connection'))
  const Later = later(load)
  await vi.advanceTimersByTimeAsync(5_000)
  vi.useRealTimers()
  expect([renderToString(createElement(Later, { says: 'Why?' })), load.mock.calls.length]).toEqual(['', 1])
})
