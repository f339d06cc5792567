import type { Next } from '../../incident/decision.ts'

type Values = Record<string, string>

/** What was typed into a form that was closed without sending it. Only in this page: it may hold what nobody meant to keep. */
const kept = new Map<string, Values>()

const nameOf = ({ command, body }: Next): string => JSON.stringify([location.pathname, command, body])

export const keptForm = (next: Next): Values | undefined => kept.get(nameOf(next))
export const forgetForm = (next: Next): boolean => kept.delete(nameOf(next))

export function typedInto(form: HTMLFormElement): Values {
  const values: Values = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values[name] = value
  return values
}

/** `began`: what stood in the form before anybody typed. */
export function keepForm(next: Next, form: HTMLFormElement, began: Values): void {
  const values = typedInto(form)
  if (Object.entries(values).some(([name, value]) => value !== (began[name] ?? ''))) kept.set(nameOf(next), values)
}
