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

/** What is said after a key, by what it did, or why it could not. */
export const keySays = ({ command, no }: { command?: string; no?: string } = {}): string =>
  (no && spoken(no)) ??
  (command && done[command]) ??
  'That did nothing: it was said before, or is over. Please look at the page.'
