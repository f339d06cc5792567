import type { HostSeat } from '../hosts/host-seat.ts'

/**
 * Who has the keyboard of a host, in lines that a shell reads: a word, a blank, and the rest. `end` says that nothing was cut off.
 * Names come from people: what a terminal would take for a command is left out.
 */
export function seatText(here: HostSeat | undefined, url: string): string {
  const lines = here
    ? [
        `incident INC-${here.number}`,
        ...(here.name ? [`holder ${here.name}`, `accounts ${here.accounts.join(' ')}`] : []),
        ...(here.leadAccounts.length > 0 ? [`lead ${here.leadAccounts.join(' ')}`] : []),
        ...(here.terminal ? ['watch yes'] : []),
        `room ${url}/incidents/INC-${here.number}`,
      ]
    : []
  return ['fireline-seat 1', ...lines, 'end'].map(line => `${line.replace(/[\p{C}\u2028\u2029]+/gu, ' ')}\n`).join('')
}
