import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { afterEach, expect, test } from 'vitest'
import { until } from '../../test/harness.ts'
import { requireProgram } from '../../test/real-program.ts'
import { escapeReader } from '../terminal/escapes.ts'
import { dangerHold } from './danger-hold.ts'
import type { Keys, ShellHands } from './keeper-hooks.ts'
import { withMarks } from './shell-integration.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A real shell behind the hook, as its keeper has it. */
async function shellOf(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-held-'))
  const plain = { HOME: folder, PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8' }
  const { command, env } = withMarks(program, folder, { nonce: 'nonce' }, plain)
  const pty = spawn(command[0] ?? '', command.slice(1), { cols: 60, rows: 20, cwd: folder, env })
  const held: string[] = []
  const is = { shown: '', admits: true, prompts: [] as string[] }
  const hands: ShellHands = {
    write: data => pty.write(data),
    hold: (_, { says }) => held.push(says),
    tell: frame => frame.type === 'prompt' && is.prompts.push(frame.line ?? frame.state),
    admits: () => is.admits,
    cols: () => pty.cols,
    told: () => {},
    place: () => ({ at: new Date(0), ms: 0, offset: 0 }),
  }
  const hook = dangerHold({ nonce: 'nonce' }, hands)
  const reader = escapeReader()
  pty.onData(chunk => {
    for (const piece of reader.read(chunk)) hook.heardPiece(piece)
    is.shown += chunk
  })
  ends.push(() => {
    pty.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  const type = (data: string, by: Keys['by'] = 'local') => {
    const word = hook.beforeKeys({ data, by })
    if (word === 'pass') pty.write(data)
    else if (word !== 'drop') held.push(word.says)
  }
  await until(() => hook.prompt?.() === 'free', 'the prompt')
  return { type, held, is, prompt: () => hook.prompt?.() }
}

const real = ['bash', 'zsh', 'fish'].flatMap(name => requireProgram(name) ?? [])

test.each(real)(
  '%s: the Enter of a line that drops something is held once, whoever it was typed by and however',
  async program => {
    const { type, held, is, prompt } = await shellOf(program)
    for (const key of 'mkdir -p a/b; printf made-%s 2') type(key)
    type('\r')
    await until(() => is.shown.includes('made-2'), 'the folder')
    await until(() => prompt() === 'free', 'the prompt again')
    // Longer than the row, corrected on the way, and Enter in the same frame.
    type('rm -rf ./a; printf this-goes-on-until-the-row-is-full-and-some-morx')
    type('\u007fe-%s 3\r')
    await until(() => held.length > 0, 'the word')
    expect(held).toEqual(['Held: it removes ./a and all that is in it. Enter once more runs it.'])
    expect(is.shown).not.toContain('some-more-3')
    await until(() => is.prompts.some(line => line.endsWith('some-more-%s 3')), 'the unfinished line')
    type('\r')
    await until(() => is.shown.includes('some-more-3'), 'it to run')
    await until(() => prompt() === 'free', 'the prompt at last')
    // From the history: nobody typed these letters.
    type('\u001b[A')
    await until(() => is.prompts.at(-1)?.startsWith('rm -rf') === true, 'the line from the history')
    type('\r')
    await until(() => held.length === 2, 'the word on it')
    // Changed: it is another line.
    type('\u0015')
    type('printf fine-%s 4\r')
    await until(() => is.shown.includes('fine-4'), 'the harmless line')
    expect(held).toHaveLength(2)
  },
)

test('a change that went through the gate is not asked again, and whose keyboard is gone while they wait types nothing', async () => {
  const { type, held, is, prompt } = await shellOf('/bin/bash')
  type('rm -rf ./none; echo gated-$((1+1))\r', { person: 'ana', epoch: 1, agreed: true })
  await until(() => is.shown.includes('gated-2'), 'the change')
  await until(() => prompt() === 'free', 'the prompt')
  is.admits = false
  type('echo late-$((1+1))\r', { person: 'ana', epoch: 1 })
  type('x', { person: 'ana', epoch: 1 })
  await until(() => is.prompts.at(-1) === 'echo late-$((1+1))', 'the line')
  is.admits = true
  type('\u0015')
  // What is typed without an echo is not looked at: it may be a password.
  type('read -rs it && echo "got ${#it}"\r')
  await until(() => prompt() === 'running', 'the question')
  type('rm -rf /\r')
  await until(() => is.shown.includes('got 8'), 'the answer')
  expect(is.shown).not.toContain('late-2')
  expect(held).toEqual([])
})
