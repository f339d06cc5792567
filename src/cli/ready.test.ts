import { expect, test } from 'vitest'
import type { ServiceReady } from '../api/ready.ts'
import { nodesText, readyText } from './ready.ts'

const note = 'When nothing else gets through to Ana, mail is what is left, and that wakes nobody.'
const shop: ServiceReady = {
  service: 'shop',
  name: 'Shop',
  isReady: true,
  ticks: [
    { what: 'owner', is: 'yes', says: 'web' },
    { what: 'on call', is: 'yes', says: 'Ana by ntfy', notes: [note] },
  ],
}
const payments: ServiceReady = {
  service: 'payments',
  name: 'Payments',
  isReady: false,
  ticks: [{ what: 'owner', is: 'no', says: 'No owner is named.\u001b[2J' }, ...shop.ticks.slice(1)],
}

test('a line a service, what is missing below it, what holds for several once', () => {
  expect(readyText([shop, payments])).toBe(
    `shop      ✓ owner   ✓ on call
payments  ✗ owner   ✓ on call
            owner: No owner is named. [2J

${note}

1 of 2 services are not ready for everything.
`,
  )
})

test('all that is well is one word', () => {
  expect(readyText([shop])).toContain('\n\nReady.\n')
})

test('several nodes are a line each, and one that vanished is said', () => {
  const node = (name: string, is: 'up' | 'vanished') => ({
    id: name,
    name,
    version: '0.1.0',
    address: `${name}:7070`,
    startedAt: '',
    seenAt: '',
    is,
  })
  expect(nodesText([node('ber-1', 'up'), node('b', 'vanished')], ['node b vanished'])).toBe(
    '\n✓ node ber-1  0.1.0  ber-1:7070\n✗ node b      0.1.0  b:7070\nnode b vanished\n',
  )
  expect(nodesText([node('ber-1', 'up')], [])).toBe('')
})
