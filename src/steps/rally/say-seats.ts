/** The words people read about keyboards. */
export const seatSay = {
  keyboardHeld: (name: string, host?: string) => `${name} has the keyboard${host ? ` on ${host}` : ''}.`,
  keyboardHeldIn: (name: string, host: string, incident: string) =>
    `${name} has the keyboard on ${host} in ${incident}.`,
  sharedToLook: (name: string, host: string, incident: string) =>
    `${name} has the keyboard on ${host} in ${incident}: yours is shared for looking around, and only you type in it. To work together: fireline watch ${incident}`,
  withoutFireline: 'Taken at the machine while Fireline could not be reached',
  noControlYet: 'Say that you have control first: a line left unfinished may stand there.',
  betweenThem: (holder: string, taker: string) => `${holder} and ${taker} settle this between them.`,
  unknownHost: (host: string) => `Nobody shared a terminal on ${host} here.`,
  holderIsHere: (name: string) => `${name} is here. Ask for it.`,
  holderWasAsked: (name: string) => `${name} is here, and knows that you ask for it.`,
}

export const seatLabel = {
  watch: 'Watch',
  askForIt: 'Ask for it',
  lookAround: 'Look around in my own shared terminal',
  isGoneTakeIt: (name: string) => `${name} is gone, take it`,
  takeOver: 'Take over, say why',
  workAlongIn: (incident: string) => `Work along in ${incident}`,
  askForItIn: (incident: string) => `Ask for it in ${incident}`,
  giveItThere: (incident: string) => `Give it in ${incident}`,
  haveControl: 'I have control',
  shareOne: 'Share a terminal there',
  giveToSomebodyElse: 'Give it to somebody else',
}

export const seatRefusals: readonly string[] = ['holder-is-here', 'keyboard-held', 'not-your-keyboard', 'unknown-host']
