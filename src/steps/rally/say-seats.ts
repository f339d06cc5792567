/** The words people read about keyboards. */
export const seatSay = {
  keyboardHeld: (name: string, host?: string) => `${name} has the keyboard${host ? ` on ${host}` : ''}.`,
  holderIsHere: (name: string) => `${name} is here. Ask for it.`,
}

export const seatLabel = {
  watch: 'Watch',
  askForIt: 'Ask for it',
  lookAround: 'Look around in my own shared terminal',
  isGoneTakeIt: (name: string) => `${name} is gone, take it`,
  takeOver: 'Take over, say why',
  giveToSomebodyElse: 'Give it to somebody else',
}

export const seatRefusals: readonly string[] = ['holder-is-here', 'keyboard-held']
