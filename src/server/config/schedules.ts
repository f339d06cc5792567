import type { z } from 'zod'
import { scheduleSpec } from '../../roster/spec.ts'
import { dayText, turnText } from '../../roster/written.ts'
import { saveSpec, scheduleSpecs } from '../../store/on-call.ts'
import { badField } from '../answer.ts'
import { checkSchedule } from '../check-on-call.ts'
import { needOnCallSlug } from '../fields.ts'
import { checked } from '../serve-routes.ts'
import { fieldsOf, listOf, plainly, type Section } from './section.ts'

type Spec = z.output<typeof scheduleSpec>

/** Layers, without overrides: those are made for a day by whoever is there, and an older file must not take them back. */
export const schedules: Section = {
  name: 'schedules',
  async now({ tx, people }) {
    const specs = [...(await scheduleSpecs(tx))]
    return Object.fromEntries(specs.map(([slug, spec]) => [slug, written(scheduleSpec.parse(spec), people.nameOf)]))
  },
  async read(slug, given, _, { tx, at, people, outside }) {
    needOnCallSlug(slug)
    const fields = fieldsOf(given)
    if ('overrides' in fields)
      throw badField('overrides', 'A file holds no overrides: they stay as people made them. Leave this out.')
    const layers = listOf(fields['layers']).map((layer, n) => withIds(layer, `layers.${n}`, people.idOf))
    const sent = { ...fields, ...('layers' in fields && { layers: Array.isArray(fields['layers']) ? layers : null }) }
    const before = (await scheduleSpecs(tx)).get(slug) as { overrides?: unknown[] } | undefined
    const spec = checked(scheduleSpec, { ...sent, overrides: before?.overrides ?? [] }, '')
    return {
      normal: written(spec, people.nameOf),
      save: () => saveSpec(tx, 'schedule', slug, { ...fieldsOf(written(spec, id => id)), overrides: spec.overrides }),
      check: () => checkSchedule(tx, slug, spec, at, outside.mail !== undefined),
    }
  },
}

function withIds(layer: unknown, path: string, idOf: (name: unknown, path: string) => string): unknown {
  if (typeof layer !== 'object' || layer === null || !('people' in layer)) return layer
  if (!Array.isArray(layer.people)) return layer
  return { ...layer, people: layer.people.map((name, n) => idOf(name, `${path}.people.${n}`)) }
}

function written({ layers, ...more }: Spec, nameOf: (id: string) => string) {
  return plainly({
    ...more,
    overrides: undefined,
    layers: layers.map(({ people, every, restrictions, ...layer }) => ({
      people: people.map(nameOf),
      every: turnText(every),
      ...layer,
      ...(restrictions.length > 0 && {
        restrictions: restrictions.map(({ days, ...hours }) => ({
          ...(days.length > 0 && { days: days.map(dayText) }),
          ...hours,
        })),
      }),
    })),
  })
}
