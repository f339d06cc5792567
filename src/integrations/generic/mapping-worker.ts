import { parentPort } from 'node:worker_threads'
import jsonata from 'jsonata'
import { expressionError, type MappedField, type Mapping, mappedFields } from './mapping.ts'
import type { MapAnswer, MapRequest } from './run-mapping.ts'

/** A second guard inside the thread: what it catches is said in words. The first is that the thread is ended. */
const guards = { timeout: 200, stack: 500, sequence: 20_000 }
const most = { alerts: 5_000, answer: 2_000_000 }

type Given = Partial<Record<MappedField, unknown>>
type Wrong = Extract<MapAnswer, { wrong: unknown }>

parentPort?.on('message', (request: MapRequest) => {
  void answerTo(request).then(answer => parentPort?.postMessage(answer, []))
})

parentPort?.postMessage('ready', [])

async function answerTo({ mapping, body }: MapRequest): Promise<MapAnswer> {
  const whole: unknown = JSON.parse(body)
  const items = await ask('many', mapping.many ?? '$', whole, whole)
  if ('wrong' in items) return items
  const list = mapping.many === undefined ? [whole] : listOf(items.given)
  if (list.length > most.alerts) return { wrong: 'many', message: `More than ${most.alerts} alerts.` }
  const alerts: Given[] = []
  for (const item of list) {
    const alert = await oneOf(mapping, item, whole)
    if ('wrong' in alert) return alert
    alerts.push(alert.given)
  }
  return withinBounds(alerts)
}

async function oneOf(mapping: Mapping, item: unknown, whole: unknown): Promise<{ given: Given } | Wrong> {
  const given: Given = {}
  for (const field of mappedFields) {
    const text = mapping[field]
    if (text === undefined) continue
    const answer = await ask(field, text, item, whole)
    if ('wrong' in answer) return answer
    given[field] = answer.given
  }
  return { given }
}

const parsed = new Map<string, jsonata.Expression>()

async function ask(
  field: MappedField | 'many',
  text: string,
  input: unknown,
  body: unknown,
): Promise<{ given: unknown } | Wrong> {
  try {
    const expression = parsed.get(text) ?? jsonata(text, guards)
    if (parsed.size > 500) parsed.clear()
    parsed.set(text, expression)
    return { given: (await expression.evaluate(input, { body })) as unknown }
  } catch (error) {
    return { wrong: field, message: expressionError(error) }
  }
}

const listOf = (given: unknown): unknown[] => (given === undefined ? [] : Array.isArray(given) ? given : [given])

/** As text: what is no JSON (a function) is left out, and what is too much is not handed over. */
function withinBounds(alerts: object[]): MapAnswer {
  const text = JSON.stringify(alerts)
  return text.length > most.answer ? { wrong: 'mapping', message: 'This gives too much.' } : { alerts: text }
}
