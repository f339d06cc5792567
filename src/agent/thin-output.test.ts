import { expect, test } from 'vitest'
import type { CastNote } from '../terminal/cast-note.ts'
import { thinOutput } from './thin-output.ts'

const esc = '\u001b'

function recording() {
  const said = { text: '', notes: [] as CastNote[] }
  const output = (pieces: readonly string[]) => void (said.text += pieces.join(''))
  return { said, ...thinOutput({ output, note: note => void said.notes.push(note) }) }
}

test('in a flood the beginning and the newest of a moment are recorded, and what is left out is counted to the byte', () => {
  const { said, output, because, moment } = recording()
  because('flood')
  output(['begins '])
  for (let i = 0; i < 100; i++) output([`${esc}[32m`, 'f'.repeat(1_000)])
  output(['the newest'])
  expect(said.text).toMatch(/^begins (.\[32mf{1000}){4}$/)
  moment()
  expect(said.text).toMatch(/f{1000}the newest$/)
  because(undefined)
  const shown = 'begins the newest'.length + 100 * 1_005 - said.text.length
  expect(said.notes).toEqual([{ gap: { bytes: shown, why: 'flood' } }])
})

test('what is typed while it is thin is recorded whole and at once', () => {
  const { said, output, because } = recording()
  because('line')
  for (const key of 'echo hello') output([key])
  expect([said.text, said.notes]).toEqual(['echo hello', []])
})

test('a flood of hours leaves few notes, and they add up to all that is missing', () => {
  const { said, output, because, moment } = recording()
  because({ disk: 'the disk is full' })
  for (let i = 0; i < 300; i++) {
    output(['x'.repeat(50_000)])
    moment()
  }
  because(undefined)
  const missing = said.notes.reduce((sum, note) => sum + ('unrecorded' in note ? note.unrecorded.bytes : 0), 0)
  expect([missing + said.text.length, said.notes.length < 15]).toEqual([300 * 50_000, true])
})

test('a mode of the terminal that was set in what is left out is set all the same, the last word counts', () => {
  const { said, output, because, moment } = recording()
  because('flood')
  output(['x'.repeat(5_000), `${esc}[?1049h`, `${esc}[2;20r`, 'y'.repeat(9_000), `${esc}[?25l`, `${esc}[?1049l`])
  output(['z'.repeat(20_000)])
  moment()
  expect(said.text).toBe(`${esc}[2;20r${esc}[?25l${esc}[?1049l${'z'.repeat(8_192)}`)
})
