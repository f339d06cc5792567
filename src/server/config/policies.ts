import { type Policy, policySpec } from '../../roster/spec.ts'
import { lengthText } from '../../roster/written.ts'
import { readPolicies, saveSpec } from '../../store/on-call.ts'
import { checkPolicy } from '../check-on-call.ts'
import { needOnCallSlug } from '../fields.ts'
import { checked } from '../serve-routes.ts'
import type { PeopleByMail } from './people-by-mail.ts'
import { fieldsOf, inMs, listOf, plainly, type Section } from './section.ts'

type Whom = Policy['steps'][number]['notify'][number]

/** `after: 10m` in place of milliseconds, people by their address. */
export const policies: Section = {
  name: 'policies',
  async now({ tx, people }) {
    const all = [...(await readPolicies(tx))]
    return Object.fromEntries(all.map(([slug, policy]) => [slug, written(policy, people)]))
  },
  async read(slug, given, _, { tx, at, people, outside }) {
    needOnCallSlug(slug)
    const policy = checked(policySpec, sent(fieldsOf(given), people), '')
    return {
      normal: written(policy, people),
      save: () => saveSpec(tx, 'policy', slug, policy),
      check: () => checkPolicy(tx, policy, at, outside.mail !== undefined),
    }
  },
}

function written({ steps, repeat, repeatAfterMs, fallback, ...more }: Policy, { nameOf }: PeopleByMail) {
  const whom = (one: Whom) => ('person' in one ? { person: nameOf(one.person) } : one)
  return plainly({
    steps: steps.map(({ afterMs, notify, ...rest }) => ({
      after: lengthText(afterMs),
      notify: notify.map(whom),
      ...rest,
    })),
    repeat,
    repeatAfter: lengthText(repeatAfterMs),
    fallback: fallback && whom(fallback),
    ...more,
  })
}

/** As the API takes it. */
function sent(fields: Record<string, unknown>, { idOf }: PeopleByMail): Record<string, unknown> {
  const whom = (one: unknown, path: string): unknown =>
    typeof one === 'object' && one !== null && 'person' in one
      ? { ...one, person: idOf(one.person, `${path}.person`) }
      : one
  const step = (one: unknown, path: string): unknown => {
    if (typeof one !== 'object' || one === null) return one
    const { notify } = one as { notify?: unknown }
    const named = listOf(notify).map((each, n) => whom(each, `${path}.notify.${n}`))
    return { ...inMs(one as Record<string, unknown>, 'after', path), ...(Array.isArray(notify) && { notify: named }) }
  }
  const { steps, fallback, ...rest } = inMs(fields, 'repeatAfter', '')
  return {
    ...rest,
    ...(steps !== undefined && {
      steps: Array.isArray(steps) ? steps.map((one, n) => step(one, `steps.${n}`)) : steps,
    }),
    ...(fallback !== undefined && { fallback: whom(fallback, 'fallback') }),
  }
}
