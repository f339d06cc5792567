// What one open screen more costs a node: `npm run -s bench:fan-out`, a line of JSON. `bench:terminal` has it too.
import { fanOut, fanOutKeys } from './terminal/fan-out.ts'

const measured = await fanOut(4)
process.stdout.write(`${JSON.stringify({ ...fanOutKeys(measured), ...measured })}\n`)
