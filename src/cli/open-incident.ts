import type { Client } from '../api/client.ts'

/** As the list shows it. */
export interface Listed {
  id: string
  number: number
  title: string
  severity: string
  status: string
}

/** The named incident, or the one that is open; says which there are when it is not clear. */
export async function theIncident(api: Client, named?: string): Promise<string> {
  if (named) return named
  const { incidents } = await api.get<{ incidents: Listed[] }>('/api/v1/incidents?status=open')
  const [one, ...others] = incidents
  if (!one) throw new Error('No incident is open. Name one: --incident INC-12')
  if (others.length === 0) return one.id
  const list = incidents.map(({ number, severity, title }) => `  INC-${number}  ${severity}  ${printable(title)}`)
  throw new Error(`Several are open; name one with --incident:\n${list.join('\n')}`)
}

/** Hostile text cannot move the cursor. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\u{2400}')
