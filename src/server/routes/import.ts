import { z } from 'zod'
import type { Config, ImportAnswer, Plain } from '../../api/config.ts'
import type { Outside } from '../../engine/outside.ts'
import type { Imported } from '../../roster/import.ts'
import { addPerson } from '../../store/people.ts'
import { badField, notFound } from '../answer.ts'
import { settled, settlingOf, tried, writeDown } from '../config/asked.ts'
import { imports } from '../imports.ts'
import type { Call, Route } from '../route.ts'
import { route } from '../route.ts'

const body = z.strictObject({ exported: z.json(), addPeople: z.boolean().default(false) })
type Asked = Pick<
  Call<{ kind: string }, unknown, z.infer<typeof body>>,
  'desk' | 'tx' | 'who' | 'body' | 'request' | 'params'
>

const kinds = Object.keys(imports).join(', ')
const bodyLimit = 4_000_000

/** Schedules and escalation policies of another pager become ours: the same people on call, hour by hour. */
export function importRoutes(outside: Outside): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/import/:kind/try',
      action: 'people:write',
      says: `What taking over an export (${kinds}) would change, and what of it could not be carried over.`,
      body,
      bodyLimit,
      run: call => tried(call.tx, () => takeOver(call, outside)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/import/:kind',
      action: 'people:write',
      says: `Takes over the schedules and escalation policies of an export (${kinds}), all or nothing. With addPeople, who is not here yet becomes a responder.`,
      body,
      bodyLimit,
      async run(call) {
        const answer = await takeOver(call, outside)
        await writeDown(call, `POST /api/v1/import/${call.params.kind}`, answer)
        return answer
      },
    }),
  ]
}

async function takeOver(
  { desk, tx, who, body: { exported, addPeople }, params }: Asked,
  outside: Outside,
): Promise<ImportAnswer> {
  const read = Object.hasOwn(imports, params.kind) ? imports[params.kind] : undefined
  if (!read) throw notFound(`import from ${params.kind.slice(0, 50)}; there is ${kinds}`)
  const found = read(exported, desk.clock.at())
  if ('path' in found) throw badField(['exported', found.path].filter(Boolean).join('.'), found.says)
  const { config, named, left } = configOf(found)
  const before = await settlingOf(tx, { desk, who }, outside)
  const missing = named.filter(one => !before.people.has(one.email))
  if (missing.length > 0 && !addPeople) {
    const who = missing.slice(0, 10).map(one => one.email)
    const more = missing.length > 10 ? ` and ${missing.length - 10} more` : ''
    throw badField(
      'addPeople',
      `Not here yet: ${who.join(', ')}${more}. Say addPeople (--add-people) to make them responders.`,
    )
  }
  for (const one of missing) await addPerson(tx, { ...one, role: 'responder' }, desk.clock.now())
  const answer = await settled(tx, { desk, who }, outside, config)
  return { ...answer, added: missing, left, config }
}

/** Only who is on call or called has to be here; a policy that is left with no step is left out. */
function configOf({ schedules, policies, people, left }: Imported) {
  const whole = Object.entries(policies).filter(([, { steps }]) => steps.length > 0)
  const empty = Object.keys(policies).filter(slug => whole.every(([name]) => name !== slug))
  const config: Config = {
    schedules: schedules as unknown as Record<string, Plain>,
    policies: Object.fromEntries(whole) as unknown as Record<string, Plain>,
  }
  const emails = new Set([
    ...Object.values(schedules).flatMap(({ layers }) => layers.flatMap(layer => layer.people)),
    ...whole.flatMap(([, { steps }]) =>
      steps.flatMap(({ notify }) => notify.flatMap(one => ('person' in one ? [one.person] : []))),
    ),
  ])
  const named = people
    .filter(one => emails.has(one.email))
    .map(({ name, email }) => ({
      name:
        name
          .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ')
          .trim()
          .slice(0, 120) || email,
      email,
    }))
  const says = empty.map(slug => `The policy ${slug} calls nobody who is known, and is left out.`)
  return { config, named, left: [...new Set([...left, ...says])].map(line => line.slice(0, 500)) }
}
