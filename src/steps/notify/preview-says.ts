import { contactInWords } from '../../roster/contact-name.ts'

/** The words of "what would happen if this broke now?". */
export const previewSays = {
  watchOnly: 'It is only watched: nothing opens, and nobody is paged.',
  morning: 'It wakes nobody: it is a line in the next working morning’s mail to who is on call.',
  paged: (name: string, over: string, next?: string) =>
    `${name} is paged by ${contactInWords(over)}${next ? `; if ${contactInWords(over)} does not answer, by ${contactInWords(next)}` : ''}.`,
  passedBy: (name: string) => `${name} would be meant, and is passed by.`,
  sleeps: (name: string) => `${name} has quiet hours, and is passed over while somebody else can be woken.`,
  afterQuiet: 'That is when their quiet hours end, if still nobody has it.',
  inSpite: 'In spite of their quiet hours: nobody else can be woken.',
  together: (name: string, over: string, count: number) =>
    `${name} had five pages in ten minutes: ${count === 1 ? 'the next is' : `the next ${count} are`} told in one message by ${contactInWords(over)}.`,
  noChannel: 'No channel is set up.',
  wakesNobody: 'None of their channels wakes anybody.',
  nobody: 'Nobody is paged.',
  stakeholders: (count: number) =>
    count === 0
      ? 'The status page says that it is looked into, when nobody has it by then.'
      : `${count === 1 ? '1 stakeholder is' : `${count} stakeholders are`} told by mail, when nobody has it by then.`,
  author: (author: string, summary: string) => `${author} is asked whether it was “${summary}”.`,
  goesOn: (every: string) => `And so on, every ${every}, until somebody acknowledges.`,
  silenced: (kind: 'silence' | 'maintenance', createdBy: string, until: string) =>
    `${kind === 'maintenance' ? 'Maintenance' : 'A silence'} (${createdBy}) covers all of it until ${until}: its alerts open nothing before that.`,
}
