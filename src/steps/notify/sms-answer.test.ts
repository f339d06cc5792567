import { expect, test } from 'vitest'
import { readSms } from './sms-answer.ts'

test('a thumb writes 1, ack INC-12, I can’t; everything else commands nothing', () => {
  const ack = (incident?: string) => ({ wish: 'ask', command: 'acknowledge', ...(incident && { incident }), body: {} })
  for (const text of ['1', ' 1 ', '1.', 'ACK', 'Yes', 'I have it!']) expect(readSms(text)).toEqual(ack())
  for (const text of ['1 INC-12', 'ack inc12', 'Ack INC 12']) expect(readSms(text)).toEqual(ack('INC-12'))
  for (const text of ['2', 'no', 'I can’t', "can't", 'Cannot.'])
    expect(readSms(text)).toEqual({ wish: 'ask', command: 'i-cannot', body: {} })
  expect(readSms('2 INC-7 on a train')).toEqual({
    wish: 'ask',
    command: 'i-cannot',
    incident: 'INC-7',
    body: { note: 'on a train' },
  })
  for (const text of ['12', '1st', 'nope', 'I am driving and will answer later', '', 'acknowledged?', 'resolve'])
    expect(readSms(text)).toEqual({ wish: 'unclear' })
  expect(readSms('STOP')).toEqual({ wish: 'nothing' })
})
