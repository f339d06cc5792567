import type { Incident } from '../incident/incident.ts'
import type { Page } from '../runbook/page.ts'
import type { RunbookStore } from '../steps/consult/runbook-store.ts'
import type { Loaders } from './desk.ts'

/** What decisions may want to know of the runbook. */
export function runbookLoaders(runbook: RunbookStore): Pick<Loaders, 'knownPage' | 'namedPage' | 'pages'> {
  return {
    async knownPage(_tx, was) {
      const page = knowing((await runbook.book()).pages(), was)
      const text = page && (await runbook.read(page.path))
      return text && { path: page.path, title: page.title, ...text }
    },
    async namedPage(_tx, _was, ask) {
      const { page: name } = ask.body as { page?: string }
      const page = (await runbook.book()).page((name ?? '').replace(/\.md$/i, ''))
      return page && { id: page.id, title: page.title, steps: page.steps.map(step => step.name) }
    },
    pages: async (_tx, was) => was.suggestedPages,
  }
}

/** The page of this signature; the one that people went by, when no page has it yet. A pattern stays a pattern. */
function knowing(pages: Page[], was: Incident): Page | undefined {
  const signature = was.alerts[0]?.signature ?? was.signature
  const same = signature === undefined ? undefined : pages.find(page => page.signatures.includes(signature))
  const followed = pages.find(page => page.id === was.followedPage?.page && !page.path.startsWith('patterns/'))
  return same ?? followed
}
