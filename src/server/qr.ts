import { renderSVG } from 'uqr'

/** A QR code as SVG, black on white with the quiet zone that scanners need (ISO/IEC 18004: 4 modules). */
export const qrSvg = (text: string): string => renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 })
