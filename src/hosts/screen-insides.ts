import headless from '@xterm/headless'

export type Parsed = headless.Terminal

/** A pen, or the looks of one cell; as `AttributeData` of xterm.js has it. */
export type Looks = Pick<
  headless.IBufferCell,
  | 'getFgColor'
  | 'getBgColor'
  | 'getFgColorMode'
  | 'getBgColorMode'
  | 'isFgRGB'
  | 'isBgRGB'
  | 'isFgPalette'
  | 'isBgPalette'
  | 'isBold'
  | 'isDim'
  | 'isItalic'
  | 'isBlink'
  | 'isInverse'
  | 'isInvisible'
  | 'isStrikethrough'
  | 'isOverline'
> & {
  /** All of its looks, packed; what is extended stands elsewhere. */
  fg: number
  bg: number
  hasExtendedAttrs(): number
  /** 0 to 5, as `SGR 4:n` has it. */
  getUnderlineStyle(): number
  getUnderlineColor(): number
  isUnderlineColorRGB(): boolean
  isUnderlineColorPalette(): boolean
}

type Charset = object | undefined

interface BufferInside {
  ybase: number
  /** Rows, the first is 0. */
  scrollTop: number
  scrollBottom: number
  tabs: Record<number, boolean>
  savedX: number
  savedY: number
  savedCurAttrData: Looks
  savedCharset: Charset
}

interface Core {
  buffer: BufferInside
  buffers: { normal: BufferInside }
  coreService: { isCursorHidden: boolean; decPrivateModes: { cursorStyle?: string; cursorBlink?: boolean } }
  coreMouseService: { activeEncoding: string }
  _charsetService: { charset: Charset; glevel: number; _charsets: Charset[] }
  _inputHandler: { _curAttrData: Looks }
  writeSync(data: string): void
}

/**
 * What xterm.js 6.0.0 knows of a terminal and does not publish: margins, tab stops, the saved cursor, character sets and the
 * pen. `same-screen.test.ts` fails when another version keeps it elsewhere.
 */
export function insidesOf(terminal: Parsed) {
  const { _core: core } = terminal as unknown as { _core: Core }
  const { buffer, buffers, coreService, coreMouseService, _charsetService: charsets, _inputHandler: handler } = core
  const { charset, glevel: level, _charsets: sets } = charsets
  const { _curAttrData: pen } = handler
  const { isCursorHidden, decPrivateModes: cursor } = coreService
  return {
    core,
    buffer,
    buffers,
    charset,
    level,
    sets,
    pen,
    isCursorHidden,
    cursor,
    encoding: coreMouseService.activeEncoding,
  }
}

const finals = ['0', 'A', '4', 'C', '5', 'R', 'Q', 'K', 'Y', 'E', '6', 'Z', 'H', '7', '=']

/** Which letter designates a character set; the ordinary one has none inside, and is B. */
export const letterOf = (charset: Charset): string => (charset && letters().get(charset)) ?? 'B'

let known: Map<object, string> | undefined

/** Asked of a terminal itself, for the sets have no names; parsed at once, in one go. */
function letters(): Map<object, string> {
  if (known) return known
  known = new Map()
  const probe = new headless.Terminal({ allowProposedApi: true, logLevel: 'off' })
  for (const letter of finals) {
    insidesOf(probe).core.writeSync(`\u001b(${letter}`)
    const [charset] = insidesOf(probe).sets
    if (charset && !known.has(charset)) known.set(charset, letter)
  }
  probe.dispose()
  return known
}
