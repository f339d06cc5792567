import type { Next } from '../../incident/decision.ts'
import { forms } from './form-table.ts'

/** The command with everything its form asks for left open, but for what is known already. */
export function openForm(label: string, command: string, known: Record<string, unknown> = {}): Next {
  const fields = Object.entries(forms[command]?.fields ?? {})
  const names = fields.filter(([, field]) => !field.apart).map(([name]) => name)
  return { label, command, body: { ...Object.fromEntries(names.map(name => [name, null])), ...known } }
}

/** Calls in everybody of the team that this incident is of. */
export const callTheTeam: Next = { label: 'Call in the team…', command: 'call-in', body: { team: null } }
