import { expect, test } from 'vitest'
import { openApi } from '../src/api/openapi.ts'
import { refusals } from '../src/api/refusals.ts'
import { changeRefusals } from '../src/steps/change/say.ts'
import { consultRefusals } from '../src/steps/consult/say.ts'
import { documentRefusals } from '../src/steps/document/say.ts'
import { identifyRefusals } from '../src/steps/identify/say.ts'
import { intakeRefusals } from '../src/steps/intake/say.ts'
import { notifyRefusals } from '../src/steps/notify/say.ts'
import { rallyRefusals } from '../src/steps/rally/say.ts'
import { roomOf, sources } from './imports.ts'

const refusing = /(?<!function )\brefuse\(\s*([^,)]+)/g
const said = sources()
  .filter(({ path }) => /^src\/(steps|hosts|engine)\//.test(path))
  .flatMap(({ path, text }) =>
    [...text.matchAll(refusing)].map(match => ({ path, room: roomOf(path), code: match[1] ?? '' })),
  )
const codesOf = (room: string) => [...new Set(said.filter(one => one.room === room).map(one => bare(one.code)))].sort()
const bare = (code: string) => code.replaceAll("'", '')

test('a refusal says its code where it is made, so that it can be found and listed', () => {
  expect(said.length).toBeGreaterThan(40)
  expect(said.filter(({ code }) => !/^'[a-z-]+'$/.test(code))).toEqual([])
})

test('each step lists the codes of its refusals, and no others', () => {
  const lists = { change: changeRefusals, consult: consultRefusals, document: documentRefusals }
  const more = { identify: identifyRefusals, notify: notifyRefusals, rally: rallyRefusals, intake: intakeRefusals }
  for (const [step, listed] of Object.entries({ ...lists, ...more })) expect(listed).toEqual(codesOf(`steps/${step}`))
})

test('the API description lists every code', () => {
  expect(refusals).toEqual([...new Set(said.map(one => bare(one.code)))].sort())
  const described = JSON.stringify(openApi([], refusals))
  expect(refusals.filter(code => !described.includes(`"${code}"`))).toEqual([])
})
