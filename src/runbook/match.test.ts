import { expect, test } from 'vitest'
import { runbookIndex, splitWords } from './match.ts'
import { readPage } from './page.ts'

const book = () => {
  const index = runbookIndex()
  index.put(
    readPage(
      'shop/errors.md',
      '---\nfl-signature: shop/HighErrors\nfl-service: shop\n---\n# Shop errors\n\nRoll back.',
    ),
  )
  index.put(
    readPage(
      'PaymentQueueStuck.md',
      '---\nfl-service: payments\n---\n# PaymentQueueStuck\n\nThe queue of payments is stuck.',
    ),
  )
  index.put(readPage('disk.md', '# Disk is full\n\nDelete old logs of the node.'))
  return index
}

test('names come apart at capitals and underscores', () => {
  expect(splitWords('KubePodCrashLooping node_fs HTTPServer')).toEqual([
    'Kube',
    'Pod',
    'Crash',
    'Looping',
    'node',
    'fs',
    'HTTP',
    'Server',
  ])
})

test('the page of the same signature comes first, whatever the words', () => {
  const [first] = book().offers({ signature: 'shop/HighErrors', service: 'shop', text: 'disk full logs' })
  expect(first).toMatchObject({ page: { id: 'shop/errors' }, score: 0.99 })
})

test("the alert's own link comes before everything", () => {
  const runbookUrl = 'https://git.example/runbooks/blob/main/disk.md'
  const [first] = book().offers({ runbookUrl, signature: 'shop/HighErrors', text: '' })
  expect(first).toMatchObject({ page: { id: 'disk' }, score: 1, why: 'the alert itself links to this page' })
})

test('an exact alert name finds its page, whatever its case', () => {
  const [first] = book().offers({ alertName: 'paymentqueuestuck', service: 'payments', text: '' })
  expect(first).toMatchObject({ page: { id: 'PaymentQueueStuck' }, score: 0.9 })
})

test('a look-alike of another service stays below the line', () => {
  expect(book().offers({ alertName: 'PaymentQueueStuck', service: 'shop', text: 'queue of payments stuck' })).toEqual(
    [],
  )
})

test('words find a page, and words that no page has find none', () => {
  expect(book().offers({ text: 'node disk full' })[0]).toMatchObject({ page: { id: 'disk' } })
  expect(book().offers({ text: 'certificate of the mail relay expires' })).toEqual([])
})

test('a page that was changed or taken away is found by its new words only', () => {
  const index = book()
  index.put(readPage('disk.md', '# Certificates\n\nRenew them.'))
  expect(index.search('certificates')[0]?.page.id).toBe('disk')
  expect(index.search('logs')).toEqual([])
  index.remove('disk')
  expect(index.search('certificates')).toEqual([])
})

test("a folder's own description is found when it is searched for, and never offered", () => {
  const index = book()
  index.put(readPage('README.md', '# All pages\n\ncertificate relay disk queue'))
  expect(index.search('certificate relay')[0]?.page.id).toBe('README')
  expect(index.offers({ text: 'certificate relay' })).toEqual([])
})
