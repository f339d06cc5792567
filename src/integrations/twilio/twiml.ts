/** XML 1.0 knows no control signs at all. */
export const xml = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, ' ')
    .toWellFormed()
    .replaceAll(/[&<>"']/g, sign => `&#${sign.codePointAt(0)};`)

/** Answers a short message, or says nothing (twilio.com/docs/messaging/twiml). */
export const messageTwiml = (text: string | undefined): string =>
  text === undefined ? '<Response/>' : `<Response><Message>${xml(text)}</Message></Response>`

/** Is said in a call. */
export const sayTwiml = (text: string): string => `<Response><Say>${xml(text)}</Say></Response>`
