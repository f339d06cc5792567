/** What a byte can be in a word of a log line, as bits. */
export const breaks = 1
export const digit = 2
export const letter = 4
export const hexLetter = 8
export const dot = 16
export const slash = 32

/** By byte. What is no ASCII counts as a letter. */
export const kinds = kindsOfBytes()

function kindsOfBytes(): Uint8Array {
  const table = new Uint8Array(256)
  const mark = (bytes: string, kind: number) => {
    for (const one of bytes) table[one.charCodeAt(0)] = (table[one.charCodeAt(0)] ?? 0) | kind
  }
  mark(' \t,=:;|"\r\n', breaks)
  mark('0123456789', digit)
  mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', letter)
  mark('abcdefABCDEF', hexLetter)
  mark('.', dot)
  mark('/\\', slash)
  return table.fill(letter, 128)
}

const firstHash = 0x811c9dc5
export const wordHash = { first: firstHash, next: (hash: number, byte: number) => Math.imul(hash ^ byte, 0x01000193) }

const hashOf = (word: string): number => {
  let hash = firstHash
  for (let n = 0; n < word.length; n++) hash = wordHash.next(hash, word.charCodeAt(n))
  return hash
}
const hashes = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashOf))

/** What stands behind a number and belongs to it. */
export const units = hashes(
  'ns us ms s sec secs second seconds min mins minute minutes h hour hours d day days B byte bytes KB kB MB GB TB KiB MiB GiB TiB',
)
/** Parts of a date that are no numbers. */
export const dateWords = hashes('Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec')
export const zones = hashes('UTC GMT EST EDT CST CDT MST MDT PST PDT CET CEST BST IST JST')

/** What a host's name may end with. What files are named after counts only with a part more before it. */
const hostEnds = hashes(
  'com net org edu gov mil info biz io dev local lan internal cn hk tw jp de fr uk us ru br in it nl se kr ca au ch',
)
const alsoFiles = hashes('pl sh py rs md so cc')

/** By the hash of the last part, and how many parts the name has. */
export const isHostEnd = (last: number, parts: number): boolean =>
  hostEnds.has(last) || (parts > 2 && alsoFiles.has(last))

/** `ns.example.com`; never a file, a method, or a class such as `com.example.Shop`. */
export function isHostName(word: string): boolean {
  const parts = word.split('.')
  if (parts.length < 2 || /^(?:com|org|net)$/.test(parts[0] ?? '')) return false
  return isHostEnd(hashOf(parts.at(-1) ?? ''), parts.length) && parts.every(part => /^[A-Za-z0-9_-]+$/.test(part))
}
