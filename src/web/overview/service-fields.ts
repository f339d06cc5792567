import type { Field } from '../desk/form-table.ts'
import type { ServiceShown } from './use-service.ts'

interface About {
  service?: ServiceShown
  slug?: string
  others: readonly { slug: string; name: string }[]
  policies: readonly string[]
}

/** What a person fills in for a service. */
export function serviceFields({ service, slug, others, policies }: About): [name: string, field: Field][] {
  const slugField: Field = {
    label: 'Short name',
    kind: 'line',
    hint: 'As alerts name it: small letters, digits, dots and dashes',
    initial: slug,
  }
  const named = others.map(one => [one.slug, one.name] as const)
  const policy = policies.map(one => [one, one] as const)
  const line = (label: string, initial: string | undefined): Field => ({ label, kind: 'line', optional: true, initial })
  const mails = service?.stakeholders.map(one => [one.email, one.severity].filter(Boolean).join(' ')).join('\n')
  return [
    ['name', { label: 'Name', kind: 'line', initial: service?.name }],
    ...(service ? [] : [['slug', slugField] as [string, Field]]),
    ['owner', line('Owner', service?.owner)],
    ['team', line('Team', service?.team)],
    ['environment', line('Runs in', service?.environment)],
    ['twin', { label: 'Its twin', kind: 'choice', optional: true, options: named, initial: service?.twin ?? '' }],
    [
      'dependsOn',
      {
        label: 'Needs',
        kind: 'lines',
        optional: true,
        hint: 'Short names, one a line',
        initial: service?.dependsOn.join('\n'),
      },
    ],
    [
      'policy',
      { label: 'Who is called', kind: 'choice', optional: true, options: policy, initial: service?.policy ?? '' },
    ],
    [
      'stakeholders',
      { label: 'Who must know', kind: 'lines', optional: true, hint: 'Mail addresses, one a line', initial: mails },
    ],
    [
      'mode',
      {
        label: 'Its alerts',
        kind: 'choice',
        initial: service?.mode ?? 'live',
        options: [
          ['live', 'Live: they open incidents and page people'],
          ['watch-only', 'Watched only: they are listed, and wake nobody'],
        ],
      },
    ],
    [
      'recording',
      {
        label: 'A shared terminal that cannot be recorded',
        kind: 'choice',
        initial: service?.recording ?? 'best-effort',
        options: [
          ['best-effort', 'Goes on, marked UNRECORDED'],
          ['strict', 'Waits, until whoever types goes on with a reason'],
        ],
      },
    ],
  ]
}

const lines = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map(line => line.trim())
    .filter(Boolean)

/** As the API takes it: what was left empty is not sent. */
export function serviceBody(value: (name: string) => string): Record<string, unknown> {
  const said = ['name', 'owner', 'team', 'environment', 'twin', 'policy', 'mode', 'recording'].map(name => [
    name,
    value(name).trim(),
  ])
  return {
    ...Object.fromEntries(said.filter(([, text]) => text !== '')),
    dependsOn: lines(value('dependsOn')),
    stakeholders: lines(value('stakeholders')).map(toStakeholder),
  }
}

/** `boss@example.org sev1`: the address, and what is bad enough for it. */
function toStakeholder(line: string): { email: string; severity?: string } {
  const [email = '', severity] = line.split(/\s+/)
  return { email, ...(severity && { severity }) }
}
