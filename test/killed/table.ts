import type { Campaign } from './campaign.ts'
import type { Proof } from './checker.ts'

/** The run as a table in Markdown, for docs/kill-campaign.md. */
export function tableOf({ seed, kills, walks }: Campaign, proof: Proof, date: string): string {
  const starting = kills.filter(kill => kill.moment === 'starting').length
  const withDatabase = kills.filter(kill => kill.how === 'server and database').length
  const rows: [string, string | number][] = [
    ['date', date],
    ['seed', seed],
    ['kills (kill -9)', `${kills.length}, ${starting} of them while it started, ${withDatabase} with its PostgreSQL`],
    ['incidents walked to an accepted page', walks],
    ['timeline entries', proof.entries],
    ['writes acknowledged', proof.acknowledged],
    ['of these asked more than once', proof.repliesLost],
    ['acknowledged and lost', proof.troubles.filter(trouble => /lost/.test(trouble)).length],
    ['pages owed', proof.pagesOwed],
    ['pages handed over', proof.pagesHandedOver],
    ['pages no longer needed when their turn came, and said so', proof.pagesMoot],
    ['letters to stakeholders', proof.letters],
    ['copies of mails that a kill hit while they were sent, each at most once a kill', proof.duplicates],
    ['runbook pages accepted, one commit each', proof.pagesAccepted],
    ['anything not as promised', proof.troubles.length],
  ]
  return ['| what | |', '|---|---|', ...rows.map(([what, said]) => `| ${what} | ${said} |`)].join('\n')
}
