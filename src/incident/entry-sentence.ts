import type { Entry } from './entry.ts'
import type { EventType } from './events.ts'
import { doer, machine, people, type Sentence, type SentenceBy, type Telling } from './sentence.ts'
import { changeSentences } from './sentences-change.ts'
import { tellingSentences } from './sentences-course.ts'
import { keyboardSentences } from './sentences-keyboard.ts'
import { peopleSentences } from './sentences-people.ts'
import { reasoningSentences } from './sentences-reasoning.ts'
import { taskSentences } from './sentences-tasks.ts'
import { terminalSentences } from './sentences-terminal.ts'
import { trafficSentences } from './sentences-traffic.ts'

/** One sentence for each event; the compiler asks for the missing one. */
const sentenceBy: SentenceBy<EventType> = {
  ...tellingSentences,
  ...reasoningSentences,
  ...peopleSentences,
  ...keyboardSentences,
  ...terminalSentences,
  ...taskSentences,
  ...changeSentences,
  ...trafficSentences,
}

/** What an entry says to people: in the browser's timeline, in a terminal, in a page draft. */
export function entrySentence(entry: Entry, telling: Telling): Sentence {
  if (entry.redacted) return people('lock', doer(entry), ' wrote something here that was taken out')
  const by = sentenceBy[entry.type] as ((entry: Entry, telling: Telling) => Sentence) | undefined
  return by ? by(entry, telling) : machine('ask', `${entry.type}: a newer Fireline wrote this`)
}
