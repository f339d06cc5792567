import { createHash } from 'node:crypto'

/** The page behind a link loads nothing: its style comes with it, allowed by its digest. */
export const style = `
:root{color-scheme:light dark;--ground:light-dark(#f3f5f7,#0d1116);--panel:light-dark(#fff,#131920);--line:light-dark(#dde2e8,#26303a);--edge:light-dark(#7d8894,#6b7885);--text:light-dark(#14191f,#e7ecf1);--soft:light-dark(#424d58,#b4bec9);--faint:light-dark(#5a6571,#94a0ad);--fill:light-dark(#0a5aa8,#86baf6);--on:light-dark(#fff,#06182b);--need:light-dark(#b1241b,#ff9c92)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:640px;background:var(--ground);color:var(--text);font:16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header{display:flex;justify-content:space-between;gap:10px;padding:12px 16px;border-bottom:1px solid var(--line);background:var(--panel);font-size:14px;color:var(--soft)}
main{padding:16px}
h1{font-size:24px;line-height:1.2;margin:2px 0 8px}
p{margin:0 0 10px}
.soft{color:var(--soft);font-size:14px}
.need{color:var(--need)}
dl{margin:14px 0;border-top:1px solid var(--line)}
dl div{padding:10px 0;border-bottom:1px solid var(--line)}
dt{color:var(--faint);font-size:13px}
dd{margin:0;white-space:pre-wrap}
form{display:grid;gap:8px;margin:0 0 10px}
label{font-size:14px;color:var(--soft);display:grid;gap:4px}
input,textarea,select,button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--edge);border-radius:8px;padding:10px 12px;width:100%}
button{min-height:48px;border-radius:12px;cursor:pointer}
button.primary{min-height:60px;font-size:18px;font-weight:650;background:var(--fill);border-color:var(--fill);color:var(--on)}
h2{font-size:18px;margin:22px 0 8px}
h3{font-size:14px;margin:12px 0 0}
pre{margin:0 0 10px;padding:10px;max-height:60vh;overflow:auto;background:var(--panel);border:1px solid var(--line);border-radius:8px;font:12px/1.35 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:normal}
ol,ul{margin:0 0 10px;padding-left:22px}
li{margin:0 0 4px}
details{border-top:1px solid var(--line);padding:10px 0}
summary{min-height:28px;cursor:pointer}
:focus-visible{outline:2px solid var(--fill);outline-offset:2px}
`

const digest = createHash('sha256').update(style).digest('base64')

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}
