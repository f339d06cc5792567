import { expect, test } from 'vitest'
import { findRoom, isAllowed, readFloors } from './floors.ts'
import { importsOf, roomOf, sources } from './imports.ts'

const floors = readFloors()
const files = sources()

test('every room of src stands in the table of ARCHITECTURE.md', () => {
  expect(floors.length).toBeGreaterThan(15)
  const unknown = files.map(file => roomOf(file.path) ?? file.path).filter(room => findRoom(floors, room) === undefined)
  expect([...new Set(unknown)]).toEqual([])
})

test('a room imports only what the table allows', () => {
  const wrong = files.flatMap(file => {
    const from = findRoom(floors, roomOf(file.path) ?? '')
    return importsOf(file).flatMap(target => {
      const room = roomOf(target)
      const to = room === undefined ? undefined : findRoom(floors, room)
      if (from === undefined || to === undefined || room === roomOf(file.path) || isAllowed(from, to, target)) return []
      return [`${file.path} imports ${target}`]
    })
  })
  expect(wrong).toEqual([])
})

test('the pure floors have no node, no await, no clock and no chance', () => {
  const impure =
    /^import .* from 'node:|\bawait\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\b|\bperformance\.|Temporal\.Now/m
  const wrong = files
    .filter(file => (findRoom(floors, roomOf(file.path) ?? '')?.floor ?? 9) <= 1)
    .flatMap(file => {
      const found = impure.exec(withoutComments(file.text))
      return found ? [`${file.path}: ${found[0]}`] : []
    })
  expect(wrong).toEqual([])
})

test('the table reads as it is meant: a step sees no other step, an integration no engine, the ground nothing above', () => {
  expect(allowed('src/steps/rally/rally.ts', 'src/steps/change/asks.ts')).toBe(false)
  expect(allowed('src/integrations/smtp/smtp.ts', 'src/engine/desk.ts')).toBe(false)
  expect(allowed('src/incident/events.ts', 'src/store/pool.ts')).toBe(false)
  expect(allowed('src/engine/handle.ts', 'src/steps/rally/rally.ts')).toBe(false)
  expect(allowed('src/engine/handle.ts', 'src/steps/rally/asks.ts')).toBe(true)
})

function allowed(from: string, path: string): boolean {
  const [here, there] = [from, path].map(file => findRoom(floors, roomOf(file) ?? ''))
  return here !== undefined && there !== undefined && isAllowed(here, there, path)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}
