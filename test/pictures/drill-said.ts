import type { DrillRun } from '../../src/api/drill-run.ts'

/** What a drill said after half a minute; a real one takes longer than a picture may, and its times are never the same. */
export const drillAtPlay: DrillRun = {
  id: '019a7610-0000-7000-8000-000000000001',
  fault: 'bad-deploy',
  auto: true,
  by: 'Noor',
  state: 'running',
  startedAt: '2025-11-12T02:45:00Z',
  incident: 'INC-1',
  lines: [
    { step: 'shop', words: 'a shop with two web processes and a database serves its customers', atMs: 4_100 },
    {
      step: 'broken',
      words: 'Errors after a deploy. Something was done to the shop; what it was is sealed until the end.',
      atMs: 6_300,
    },
    { step: 'alert', words: 'INC-1 is open, sev2: The shop answers with errors', atMs: 14_800 },
    { step: 'told', words: 'nobody is rung: this is a drill, and nobody asked to be', atMs: 15_000 },
    { step: 'acknowledged', words: 'Ana has it until 03:15 UTC; alone, she leads and has the keyboard', atMs: 17_200 },
    {
      step: 'refused',
      words:
        '"It is the database": Nothing supports this yet. You can still act. (Attach what you see · Keep as theory · Mitigate first)',
      atMs: 24_900,
    },
    { step: 'ruled-out', words: '"It is the database" by E3: it answers in 2 ms', atMs: 31_400 },
  ],
}
