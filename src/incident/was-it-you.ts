import type { AskedAboutChange } from './incident.ts'
import { ask } from './next.ts'

/** What somebody is asked whether it was them. */
export const wasItYouSays = ({ on, summary }: AskedAboutChange): string =>
  on ? `On ${on}: “${summary}”.` : `You changed something shortly before: “${summary}”.`

export const wasItYouWays = ({ on, change }: AskedAboutChange) => ({
  does: ask(on ? 'It was me' : 'It may be mine', 'maybe-mine', { change }),
  also: ask(on ? 'Not me' : 'Not mine', 'not-mine', { change }),
})
