/** A headline as a voice reads it: signs that it would spell out or swallow are pauses. */
export const spoken = (headline: string): string =>
  headline
    .replaceAll(/\bSEV(\d)\b/g, 'Severity $1,')
    .replaceAll(/\s*[·|_*`#<>{}[\]\\]+\s*/g, ', ')
    .replaceAll(/(,\s*)+/g, ', ')
    .trim()

const done: Record<string, string> = {
  acknowledge: 'You have it. Good luck.',
  'i-cannot': 'All right. The next person is called.',
  'it-rang': 'Thank you. It rang.',
}

/** What is said after a key, by what it did. */
export const keySays = (command: string | undefined): string =>
  (command && done[command]) ?? 'That did nothing: it was said before, or is over. Please look at the page.'
