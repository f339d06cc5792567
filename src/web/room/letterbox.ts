import type { Terminal } from '@xterm/xterm'

/** Sizes of type in CSS pixels: as everything else is read, and as small as a screen can still be read. */
export const usualType = 13
export const leastType = 9
const step = 0.5

interface Area {
  width: number
  height: number
}

/**
 * The largest type in which the whole screen is seen in a window. Where even the least is too large for that, it is the least, and
 * the rest is scrolled to. `screenIn` is how large the screen is in a type.
 */
export function typeFor(window: Area, screenIn: (type: number) => Area): number {
  for (let type = usualType; type > leastType; type -= step) {
    const { width, height } = screenIn(type)
    if (width <= window.width && height <= window.height) return type
  }
  return leastType
}

/** Where to scroll, so that what lies from `from` to `to` is in sight: nowhere when it is, else as near to the beginning as may be. */
export function inSight(scrolled: number, seen: number, from: number, to: number): number {
  if (from >= scrolled && to <= scrolled + seen) return scrolled
  return Math.max(0, to - seen)
}

/** A window on a screen whose size is somebody else's: it is drawn smaller or scrolled, and never takes another form. */
interface Letterbox {
  /** A cursor that is drawn stays in sight. */
  follow(): void
  close(): void
}

/** Beside the cursor, what it belongs to is seen: in cells. */
const around = 3

export function letterbox(box: HTMLElement, terminal: Terminal): Letterbox {
  const inner = (): Area => {
    const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(box)
    const across = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight)
    const down = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)
    return { width: box.clientWidth - across, height: box.clientHeight - down }
  }
  const cells = cellsOf(terminal)
  let isCursorShown = true
  const shows = (isShown: boolean) => (params: (number | number[])[]) => {
    if (params.includes(25)) isCursorShown = isShown
    return false
  }
  const heard = [
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, shows(true)),
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, shows(false)),
    terminal.parser.registerEscHandler({ final: 'c' }, () => shows(true)([25])),
  ]
  const follow = () => {
    if (!isCursorShown || box.clientWidth === 0) return
    const { cursorX, cursorY } = terminal.buffer.active
    const { width, height } = cells(terminal.options.fontSize ?? usualType)
    const { width: wide, height: high } = inner()
    box.scrollLeft = inSight(box.scrollLeft, wide, cursorX * width, Math.min(cursorX + around, terminal.cols) * width)
    box.scrollTop = inSight(box.scrollTop, high, cursorY * height, Math.min(cursorY + around, terminal.rows) * height)
  }
  const fit = () => {
    // Not in sight, on a phone that shows another part of the room.
    if (box.clientWidth === 0) return
    terminal.options.fontSize = typeFor(inner(), type => {
      const { width, height } = cells(type)
      return { width: Math.round(width * terminal.cols), height: Math.round(height * terminal.rows) }
    })
    follow()
  }
  const resized = new ResizeObserver(fit)
  resized.observe(box)
  const sized = terminal.onResize(fit)
  fit()
  return {
    follow,
    close() {
      resized.disconnect()
      for (const one of [sized, ...heard]) one.dispose()
    },
  }
}

/** How large a cell is in a type, as xterm.js reckons it: whole pixels of the device in height. */
function cellsOf({ options }: Terminal): (type: number) => Area {
  const canvas = document.createElement('canvas').getContext('2d')
  const known = new Map<string, Area>()
  return type => {
    const pixels = devicePixelRatio
    const key = `${type} ${pixels}`
    const cell = known.get(key) ?? measured(canvas, `${type}px ${options.fontFamily}`, options.lineHeight ?? 1, pixels)
    known.set(key, cell)
    return cell
  }
}

function measured(canvas: CanvasRenderingContext2D | null, font: string, lineHeight: number, pixels: number): Area {
  if (!canvas) return { width: 0, height: 0 }
  canvas.font = font
  const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = canvas.measureText('W')
  const high = Math.ceil((fontBoundingBoxAscent + fontBoundingBoxDescent) * pixels)
  return { width, height: Math.floor(high * lineHeight) / pixels }
}
