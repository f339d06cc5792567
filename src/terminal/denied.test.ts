import { expect, test } from 'vitest'
import { denied } from './denied.ts'

test.each([
  ['cat: /etc/shadow: Permission denied', 1],
  ['ana is not in the sudoers file.  This incident will be reported.', 1],
  ['kill: (1) - Operation not permitted', 1],
  ['ERROR:  permission denied for table orders', 1],
  ['ERROR:  must be owner of table orders', 1],
  ["ERROR 1045 (28000): Access denied for user 'app'@'web-1'", 1],
  ['Error from server (Forbidden): pods "web" is forbidden: User "ana" cannot delete', 1],
  ['Failed to restart web.service: Interactive authentication required.', 4],
  ['E: are you root?', 100],
  ['An error occurred (AccessDenied) when calling the PutObject operation', 254 - 128],
])('"%s" says that this account may not', (output, exitCode) => {
  expect(denied(`some lines before\r\n${output}\r\n`, exitCode)).toBe(true)
})

test('what worked, what was broken off, and what merely quotes it far above does not', () => {
  expect(denied('find: /root: Permission denied', 0)).toBe(false)
  expect(denied('find: /root: Permission denied', undefined)).toBe(false)
  expect(denied('find: /root: Permission denied', 130)).toBe(false)
  expect(denied(`Permission denied${'\r\nanother line'.repeat(300)}`, 1)).toBe(false)
  expect(denied('No such file or directory', 2)).toBe(false)
})
