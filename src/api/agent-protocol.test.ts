import { expect, test } from 'vitest'
import { agentHello, fromAgent, fromAgent2 } from './agent-protocol.ts'
import { fromHost } from './host-protocol.ts'
import { fromRoom } from './room-messages.ts'

const id = '01999999-0000-7000-8000-000000000000'
const at = '2026-11-12T03:21:00.000Z'
const shell = { type: 'hello', incident: 'INC-1', terminal: id, title: 'bash', host: 'db-1', cols: 80, rows: 24 }
const host = { type: 'hello', v: 2, as: 'host', agent: id, host: 'db-1', level: 2, version: '0.1.0', checks: ['disk'] }

test('a terminal says hello in either version, a host in the second; a shell by a token or a ticket, never by both', () => {
  const hellos = [
    { ...shell, v: 1, token: 't' },
    { ...shell, v: 2, as: 'terminal', token: 't', keyboard: { epoch: -1 } },
    { ...shell, v: 2, as: 'terminal', opening: 'o' },
    { ...host, shell: false },
  ]
  expect(hellos.map(hello => agentHello.safeParse(hello).success)).toEqual([true, true, true, true])
  const wrong = [
    { ...shell, v: 2, as: 'terminal' },
    { ...shell, v: 2, as: 'terminal', token: 't', opening: 'o' },
    { ...shell, v: 3, token: 't' },
    { ...host, shell: false, level: 5 },
    { ...host, shell: false, token: 't' },
  ]
  expect(wrong.map(hello => agentHello.safeParse(hello).success)).toEqual(wrong.map(() => false))
})

test('what an agent of the second version says is understood, and by the first version is not', () => {
  const frames = [
    { type: 'prompt', state: 'line', line: 'rm -r' },
    { type: 'held', person: 'ana', why: 'danger', says: 'this drops a table' },
    { type: 'put-done', id: 'p', ok: false, why: 'not-free' },
    { type: 'glass', person: 'ana', at, epoch: 4 },
    { type: 'recording', state: 'unrecorded', since: at, bytes: 12 },
  ]
  expect(frames.map(frame => fromAgent2.safeParse(frame).success)).toEqual(frames.map(() => true))
  expect(frames.map(frame => fromAgent.safeParse(frame).success)).toEqual(frames.map(() => false))
  expect(fromAgent2.safeParse({ type: 'cast', offset: 0, text: '' }).success).toBe(false)
  expect(fromHost.safeParse({ type: 'proof', signature: 's' }).success).toBe(true)
})

test('a browser says how far it has drawn, and may sign its keys', () => {
  expect(fromRoom.safeParse({ type: 'shown', terminal: id, offset: 900 }).success).toBe(true)
  const keys = { type: 'input', terminal: id, epoch: 1, data: 'ls' }
  expect(fromRoom.safeParse({ ...keys, seq: 7, sig: 's' }).success).toBe(true)
  expect(fromRoom.safeParse({ ...keys, seq: -1 }).success).toBe(false)
})
