import { comesByItself, leavesAsItIs } from '../../src/api/refusals.ts'
import type { Next, Refusal } from '../../src/incident/decision.ts'
import type { Entry } from '../../src/incident/entry.ts'
import { askedBy, filledBody } from '../../src/web/desk/asked-by.ts'
import type { Field } from '../../src/web/desk/form-table.ts'
import type { Caller } from '../harness.ts'
import type { Here } from './stage.ts'

const deepest = 4

/** Presses a way forward as the page would; what became of it, in words, or undefined when it leads somewhere. */
export async function leadsNowhere(
  here: Here,
  by: Caller,
  next: Next,
  from: Refusal,
  depth = 1,
): Promise<string | undefined> {
  const asked = askedBy(next)
  const unknown = asked.fields.find(([name, field]) => field.label === name)
  if (unknown) return `"${next.label}" asks for "${unknown[0]}", and no form has a word for it`
  const values = await filled(here, asked.fields)
  const missing = asked.fields.find(([name, field]) => values.get(name) === undefined && !field.optional)
  if (missing) return `"${next.label}" asks for ${missing[0]}, and there is none to choose`
  if (next.from) here.world.advance(Math.max(0, Date.parse(next.from) - here.world.fireline.desk.clock.now().getTime()))
  const body = filledBody(next, asked.fields, name => values.get(name) ?? '')
  const answer = next.incident
    ? await by.post(`/api/v1/incidents/${next.incident}/${next.command}`, body)
    : await here.ask(by, next.command, body)
  if (answer.status === 200) {
    const { entries } = answer.body as { entries?: Entry[] }
    const isSo = leavesAsItIs[from.code] === next.label
    return entries?.length || next.line || isSo
      ? undefined
      : `"${next.label}" does nothing: ${next.command} ${JSON.stringify(body)}`
  }
  if (answer.status !== 409)
    return `"${next.label}" is answered ${answer.status}: ${next.command} ${JSON.stringify([body, answer.body])}`
  const { refusal } = answer.body as unknown as { refusal: Refusal }
  if (JSON.stringify(refusal) === JSON.stringify(from)) return `"${next.label}" is refused with the same words again`
  return goesOn(here, by, refusal, next.label, depth)
}

/** Refused for a further reason: good when one of its own ways works. */
async function goesOn(
  here: Here,
  by: Caller,
  refusal: Refusal,
  label: string,
  depth: number,
): Promise<string | undefined> {
  if (isDone(refusal)) return undefined
  if (depth === deepest) return `"${label}" leads from one refusal to the next: ${refusal.code}`
  const tried: string[] = []
  for (const next of refusal.next) {
    const trouble = await leadsNowhere(here, by, next, refusal, depth + 1)
    if (!trouble) return undefined
    tried.push(trouble)
  }
  return `"${label}" is refused (${refusal.code}) without a way that works: ${tried.join('; ') || refusal.message}`
}

/** Nothing is left to do but read, and the words say what comes by itself. */
export const isDone = ({ code, message, next }: Refusal): boolean =>
  next.length === 0 && message.includes(comesByItself[code] ?? '\0')

/** What a person at three in the morning would put into each field; nothing, where there is nothing to choose from. */
async function filled(here: Here, fields: [string, Field][]): Promise<Map<string, string | undefined>> {
  const is = await here.is()
  const theory = is.hypotheses.find(one => one.state !== 'ruled out')
  const others = here.number > 1 ? `INC-${here.number - 1}` : undefined
  const by: Record<Field['kind'], (name: string, field: Field) => string | undefined> = {
    line: () => 'Somebody emptied the table of routes',
    text: () => 'No route for GET /cart since 03:04',
    incident: () => others,
    team: () => is.team,
    thing: () => [...is.changes, ...is.suggestions].find(one => one.state === 'proposed' || one.state === 'open')?.id,
    code: () => 'no route for GET /cart\n',
    lines: name => (name === 'touches' ? here.touch : ''),
    choice: (_, field) => field.options?.[0]?.[0],
    minutes: (_, field) => field.options?.[0]?.[0],
    evidence: () => is.evidence.at(-1)?.id,
    hypothesis: () => theory?.id,
    person: () => here.mira.id,
    people: () => here.mira.id,
    time: () => '',
  }
  return new Map(fields.map(([name, field]) => [name, by[field.kind](name, field)]))
}
