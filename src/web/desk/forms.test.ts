import { expect, it } from 'vitest'
import { commands } from '../../api/commands.ts'
import { askedBy, filledBody } from './asked-by.ts'
import { openForm } from './forms.ts'

it('asks for each null of a way forward, in the words of its form', () => {
  const waive = {
    label: 'Go without, say why',
    command: 'waive',
    body: { rule: 'no-verified-backup', change: 'c1', reason: null },
  }
  const asked = askedBy(waive)
  expect(asked.fields.map(([name, field]) => [name, field.label])).toEqual([['reason', 'Why']])
  expect(filledBody(waive, asked.fields, () => ' no time ')).toEqual({
    rule: 'no-verified-backup',
    change: 'c1',
    reason: 'no time',
  })
})

it('asks for what it has no words for by its name', () => {
  expect(askedBy({ label: 'Do it…', command: 'a-new-one', body: { share: null } })).toMatchObject({
    title: 'Do it',
    fields: [['share', { label: 'share', kind: 'line' }]],
  })
})

it('leaves out what was left empty, and reads one line each', () => {
  const next = openForm('Change', 'propose-change')
  const values: Record<string, string> = {
    what: 'Drain web-2',
    touches: 'dir:/etc/shop\n\n pg:shop/shop/public.orders ',
    kind: 'simple',
    intent: 'mitigation',
  }
  expect(filledBody(next, askedBy(next).fields, name => values[name] ?? '')).toEqual({
    what: 'Drain web-2',
    intent: 'mitigation',
    kind: 'simple',
    touches: ['dir:/etc/shop', 'pg:shop/shop/public.orders'],
    commands: [],
  })
})

it('keeps evidence as it was pasted', () => {
  const next = openForm('Evidence', 'add-evidence')
  expect(filledBody(next, askedBy(next).fields, name => (name === 'text' ? '  a\n b\n' : 'x'))['text']).toBe(
    '  a\n b\n',
  )
})

it('fills what each command takes', () => {
  const example = (kind: string) => (kind === 'time' ? '2026-11-12T03:25' : 'x')
  for (const command of Object.keys(commands)) {
    const next = openForm('', command)
    const { fields } = askedBy(next)
    const said = filledBody(next, fields, name => {
      const field = fields.find(([one]) => one === name)?.[1]
      return field?.options?.[0]?.[0] ?? example(field?.kind ?? 'line')
    })
    const problems = commands[command]?.body.safeParse(said).error?.issues ?? []
    const unknown = problems.filter(problem => problem.code === 'unrecognized_keys')
    expect(unknown, command).toEqual([])
  }
})
