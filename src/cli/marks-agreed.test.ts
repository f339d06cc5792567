import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { marksAgreed } from './marks-agreed.ts'

test('marks behind an ssh are asked about once, say what is sent, and need a yes and a terminal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-agreed-'))
  const asked = async (answer: string, isTTY = true) => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    let said = ''
    output.on('data', (text: Buffer) => (said += String(text)))
    input.end(answer)
    const streams = { input: Object.assign(input, { isTTY }), output } as unknown as Parameters<typeof marksAgreed>[0]
    return [await marksAgreed({ ...streams, env: { XDG_CONFIG_HOME: folder } }), said] as const
  }
  const [no, words] = await asked('n\n')
  expect([no, words]).toEqual([false, expect.stringContaining('sends 3 KB with the ssh line')])
  expect((await asked('', false))[0]).toBe(false)
  expect((await asked('y\n'))[0]).toBe(true)
  expect(await asked('n\n')).toEqual([true, ''])
  rmSync(folder, { recursive: true, force: true })
})
