import type { Incident } from '../../incident/incident.ts'
import { appendUnder, replaceSection, setFrontMatter } from '../../runbook/edit.ts'
import { readPage, seenHeading } from '../../runbook/page.ts'
import { seenLineOf, workedText } from './new-page.ts'
import { whatWasDone } from './what-was-done.ts'
import { withoutSecrets } from './words.ts'

/** The page that knows this trouble with what this time taught: a dated line, and other steps when other ones worked. */
export function correctedPage(is: Incident, markdown: string, at: string): string {
  const withSteps = correctSteps(is, markdown)
  return withSeen(is, withSignature(is, withSteps), at)
}

/** Steps that the page already tells are not told again. */
function correctSteps(is: Incident, markdown: string): string {
  const done = whatWasDone(is)
  const isNew = done.worked.some(command => !markdown.includes(command))
  return isNew ? replaceSection(markdown, 'What worked', withoutSecrets(workedText(done))) : markdown
}

/** A page that was followed and helped is found by this signature from now on. */
function withSignature(is: Incident, markdown: string): string {
  const signature = is.alerts[0]?.signature ?? is.signature
  const { signatures } = readPage('page.md', markdown)
  if (signature === undefined || signatures.includes(signature)) return markdown
  return setFrontMatter(markdown, 'fl-signature', [...signatures, signature])
}

/** One line for each incident, however often its page is drawn. */
function withSeen(is: Incident, markdown: string, at: string): string {
  const { seen } = readPage('page.md', markdown)
  if (seen.some(one => one.incident === `INC-${is.number}`)) return markdown
  return appendUnder(markdown, seenHeading, withoutSecrets(seenLineOf(is, at)))
}
