import { expect, it } from 'vitest'
import { type Form, fieldNamed, fieldsOf, settingsFrom } from './schema-fields.ts'

/** A channel that nobody has written yet. */
const form: Form = {
  kind: 'pager',
  title: 'Pager',
  schema: {
    required: ['number', 'key'],
    properties: {
      kind: { type: 'string', const: 'pager' },
      number: { type: 'string', title: 'Number', examples: ['+49 30 1'] },
      key: { type: 'string', writeOnly: true, description: 'As the house gave it.' },
      loudness: { type: 'integer', default: 3 },
      band: { type: 'string', enum: ['vhf', 'uhf'] },
      wakesUp: { type: 'boolean' },
      relays: { type: 'array', items: { type: 'string' } },
      home: { type: 'string', format: 'uri' },
    },
  },
}

it('makes a field of everything that a schema asks for, whatever channel it is', () => {
  expect(fieldsOf(form, { loudness: 5 }).map(({ name, label, kind, initial }) => [name, label, kind, initial])).toEqual(
    [
      ['number', 'Number', 'line', ''],
      ['key', 'Key', 'secret', ''],
      ['loudness', 'Loudness', 'number', '5'],
      ['band', 'Band', 'choice', ''],
      ['wakesUp', 'Wakes up', 'switch', ''],
      ['relays', 'Relays', 'lines', ''],
      ['home', 'Home', 'address', ''],
    ],
  )
})

it('reads what was filled in as the API takes it; a secret left empty is left out, and so is kept', () => {
  const filled: Record<string, string> = { number: ' 112 ', loudness: '7', wakesUp: 'on', relays: 'a\n\n b ' }
  const settings = settingsFrom(form, name => filled[name] ?? '')
  expect(settings).toEqual({ kind: 'pager', number: '112', loudness: 7, wakesUp: true, relays: ['a', 'b'] })
})

it('finds the field that the server names', () => {
  const fields = fieldsOf(form)
  expect(fieldNamed(fields, 'contacts.0.settings.key')?.name).toBe('key')
  expect(fieldNamed(fields, 'contacts')).toBeUndefined()
  expect(fieldNamed(fields, undefined)).toBeUndefined()
})
