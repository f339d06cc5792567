import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkable, inFrames, linesToAskAbout, textOfPaste } from './paste.ts'

test('one line goes at once, with or without its end; more than one is shown first', () => {
  expect(linesToAskAbout('systemctl status cart', false)).toEqual([])
  expect(linesToAskAbout('systemctl status cart\n', false)).toEqual([])
  expect(linesToAskAbout('cd /srv\r\nrm -r cache\r\n\r\n', false)).toEqual(['cd /srv', 'rm -r cache'])
  expect(linesToAskAbout('one\rtwo', false)).toEqual(['one', 'two'])
})

test('an editor that has the whole screen takes lines as text', () => {
  expect(linesToAskAbout('a\nb\nc', true)).toEqual([])
})

test('a paste holds no key: it cannot end its own brackets and press Enter', () => {
  expect(textOfPaste('ls \u001b[201~\u000frm -rf /\u0007\u009b1~\u007f\ttab\r\nnext')).toBe(
    'ls [201~rm -rf /1~\ttab\r\nnext',
  )
})

test('what does not show, or turns the line around, is named', () => {
  expect(checkable('rm \u202ecod\u200b /srv é漢')).toBe('rm ⟨U+202E⟩cod⟨U+200B⟩ /srv é漢')
})

test('a long paste goes in frames, all of it, no character cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 9 }), (keys, most) => {
      const frames = inFrames(keys, most)
      expect(frames.join('')).toBe(keys)
      for (const frame of frames) expect([frame.length <= most, frame.isWellFormed()]).toEqual([true, true])
    }),
  )
})
