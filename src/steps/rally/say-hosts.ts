/** The words people read about hosts. */
export const hostSay = {
  noTouch: 'Nobody has told of this. What others did on the hosts stands in the room.',
}

export const hostLabel = {
  wasIt: (words: string, host: string) => `Ask whether it was “${words}” on ${host}`,
  sayWhatYouSaw: 'Say what you saw',
  askSomebodyElse: 'Ask somebody else',
}

export const hostRefusals: readonly string[] = ['unknown-touch']
