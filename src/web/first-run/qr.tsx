import css from './first-run.module.css'

/** A code for a phone's camera, on white in both themes: that is what cameras read. */
export function Qr({ svg, says }: { svg: string; says: string }) {
  return <img className={css.qr} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={`QR code: ${says}`} />
}
