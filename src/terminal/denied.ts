const says = new RegExp(
  [
    'permission denied',
    'operation not permitted',
    'access (is )?denied',
    'must be (run as )?root',
    'are you root',
    'not in the sudoers file',
    'may not run sudo',
    'not allowed to execute',
    'interactive authentication required',
    'insufficient privilege',
    'insufficient permissions?',
    'must be (owner|superuser|member)',
    'not authorized',
    'unauthorized operation',
    'accessdenied',
    '\\bforbidden\\b',
    'eacces\\b',
    'you need to be root',
    'requires? (root|superuser)',
  ].join('|'),
  'i',
)

/** Whether a command that did not work says at its end that this account may not: by the words of Unix, databases and clouds. */
export function denied(output: string, exitCode?: number): boolean {
  return exitCode !== undefined && exitCode !== 0 && exitCode < 128 && says.test(output.slice(-2_048))
}
