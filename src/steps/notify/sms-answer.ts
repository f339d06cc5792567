/** What a short message wishes: one of the two buttons, of the incident that is named or of the page that came. */
export type SmsWish =
  | { wish: 'ask'; command: 'acknowledge' | 'i-cannot'; incident?: string; body: { note?: string } }
  | { wish: 'nothing' }
  | { wish: 'unclear' }

/** Words that a provider answers by itself, as the law of some countries asks. */
const ofTheProvider = /^(stop|stopall|unsubscribe|cancel|end|quit|start|unstop)\b/i
const mine = /^(1|ack|acknowledge|yes|i have it)(?=$|[\s.,!])/i
const cannot = /^(2|no|cannot|i cannot|can't|i can't|cant|i cant)(?=$|[\s.,!])/i

/** `1`, `ack INC-12`, `2 on a train`, `I can't`: as people write with a thumb. */
export function readSms(text: string): SmsWish {
  const said = text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (ofTheProvider.test(said)) return { wish: 'nothing' }
  const [word] = mine.exec(said) ?? cannot.exec(said) ?? []
  if (word === undefined) return { wish: 'unclear' }
  const { incident, note } = after(said.slice(word.length))
  const named = incident ? { incident } : {}
  if (mine.test(said)) return { wish: 'ask', command: 'acknowledge', ...named, body: {} }
  return { wish: 'ask', command: 'i-cannot', ...named, body: note ? { note } : {} }
}

function after(rest: string): { incident?: string; note: string } {
  const [whole = '', number] = /\binc-?\s?(\d{1,9})\b/i.exec(rest) ?? []
  const note = rest
    .replace(whole, '')
    .replaceAll(/^[\s.,!:]+|\s+$/g, '')
    .slice(0, 300)
  return { ...(number && { incident: `INC-${number}` }), note }
}

export const smsAnswerSays = {
  /** Beneath the link of a page, where answers are read. */
  how: '1 = I have it, 2 = I cannot',
  /** Beneath that of a test. */
  howOfTest: '1 = it rang',
  itRang: 'Thank you. It rang.',
  help: 'Answer 1 (I have it) or 2 (I cannot); with INC-12 where several burn. All else is behind the link.',
  noPage: 'No page to you is open.',
  several: (names: readonly string[]) => `Several burn: ${names.join(', ')}. Answer with one, as: 1 ${names[0]}`,
  over: (name: string) => `${name} is resolved already.`,
  noIncident: (name: string) => `There is no ${name}.`,
  shared: 'More than one person has this number here, so an answer from it is nobody’s. Take the link.',
}
