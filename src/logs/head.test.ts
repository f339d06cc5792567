import { expect, test } from 'vitest'
import { endOfHead, learnHead } from './head.ts'

const encoder = new TextEncoder()
const said = ['first thing said: a=1', 'another thing, all else equal', 'nothing of note was seen here']

/** What is left of each line once its beginning was found, when all of them begin as `begin` says. */
function rest(begin: (n: number) => string): string[] {
  const lines = Array.from({ length: 60 }, (_, n) => `${begin(n)}${said[n % 3]}`)
  const head = learnHead(lines)
  return lines.slice(0, 3).map(line => {
    const bytes = encoder.encode(line)
    return new TextDecoder().decode(bytes.subarray(endOfHead(head, bytes, 0, bytes.length)))
  })
}

const two = (n: number): string => String(n % 60).padStart(2, '0')
const names = ['checkout', 'stock', 'mail']

const begins: Record<string, (n: number) => string> = {
  'a date, a time and a level': n => `2026-11-28 09:14:${two(n)},${100 + n} ERROR `,
  'RFC 3339 with a zone': n => `2026-11-28T09:14:${two(n)}.123456+01:00 warn `,
  'a thread in brackets and a class': n =>
    `2026-11-28 09:14:${two(n)},512 INFO [pool-1-thread-${n}] org.example.Shop: `,
  syslog: n => `Nov ${two(n % 28)} 09:14:${two(n)} web-${n % 3} ${names[n % 3]}[${4_000 + n}]: `,
  'syslog without a process': n => `Nov  4 09:14:${two(n)} web-1 ${names[n % 3]}(pam_unix)[${n}]: `,
  'RFC 5424': n => `<34>1 2026-11-28T09:14:${two(n)}.003Z web-1 ${names[n % 3]} ${n + 10} ID47 - `,
  'a web server’s error log': n => `[Sat Nov 28 09:14:${two(n)} 2026] [${n % 2 ? 'error' : 'notice'}] `,
  'processes and a level of one letter': n =>
    `11-28 09:14:${two(n)}.101  ${1_000 + n}  ${2_000 + n} ${n % 2 ? 'W' : 'I'} ${names[n % 3]}: `,
  'compact numbers': n => `261128 0914${two(n)} ${n + 5} INFO dfs.${names[n % 3]}: `,
  'dashes between': n => `2026-11-28 09:14:${two(n)},003 - INFO  [main:${names[n % 3]}@${n}] - `,
  'bars between': n => `20261128-09:14:${two(n)}:101|${names[n % 3]}|${n + 30_000}|`,
  'a padded column': n => `2026-11-28 09:14:${two(n)}, Info                  ${n % 2 ? 'CBS' : 'CSI'}    `,
  'an epoch': n => `${1_795_860_000 + n} ${names[n % 3]}: `,
  'a program and a dash': n => `[11.28 09:14:${two(n)}] ${names[n % 3]}.exe${n % 5 ? '' : ' *64'} - `,
  'a file, a logger and a request': n =>
    `api.log.1.2026-11-28_09:14:08 2026-11-28 09:14:${two(n)}.003 25${two(n)} INFO shop.${names[n % 3]}.api [req-${n} u-1 - - -] `,
  'times and names in turns': n =>
    `- ${1_117_838_570 + n} 2026.11.28 R02-M1 2026-11-28-09.14.${two(n)}.675872 R02-M1 RAS KERNEL INFO `,
  nothing: () => '',
}

test.each(Object.entries(begins))('lines that begin with %s are read from what they say', (_, begin) => {
  expect(rest(begin)).toEqual(said)
})

test('a line that does not begin like the others belongs to the one before it', () => {
  const lines = Array.from({ length: 60 }, (_, n) => `2026-11-28 09:14:${two(n)} INFO ${said[n % 3]}`)
  const head = learnHead(lines)
  for (const line of ['\tat org.example.Shop.pay(Shop.java:12)', 'Caused by: java.io.IOException: gone', '}'])
    expect(endOfHead(head, encoder.encode(line), 0, line.length)).toBe(-1)
})
