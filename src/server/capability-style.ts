import { createHash } from 'node:crypto'
import { script } from './capability-script.ts'

/** The page behind a link loads nothing: its style comes with it, allowed by its digest. */
export const style = `
:root{color-scheme:light dark;--ground:light-dark(#f3f5f7,#0d1116);--panel:light-dark(#fff,#131920);--line:light-dark(#dde2e8,#26303a);--edge:light-dark(#7d8894,#6b7885);--text:light-dark(#14191f,#e7ecf1);--soft:light-dark(#424d58,#b4bec9);--faint:light-dark(#5a6571,#94a0ad);--fill:light-dark(#0a5aa8,#86baf6);--on:light-dark(#fff,#06182b);--need:light-dark(#b1241b,#ff9c92)}
*{box-sizing:border-box}
html{scroll-padding:60px 0 230px}
body{margin:0 auto;max-width:640px;background:var(--ground);color:var(--text);font:16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
#page{min-height:100vh;min-height:100dvh;display:flex;flex-direction:column}
header{display:flex;align-items:center;gap:10px;padding:10px 16px;border-bottom:1px solid var(--line);background:var(--panel);font-size:14px;color:var(--soft)}
header>:first-child{flex:1}
header b{color:var(--text)}
header small{display:block;font-size:13px}
.tag{padding:1px 8px;border:1px solid var(--line);border-radius:6px}
main{flex:1;padding:16px}
h1{font-size:26px;line-height:1.2;margin:2px 0 8px}
h2{font-size:18px;margin:22px 0 8px}
p,ol,ul{margin:0 0 10px}
.soft{color:var(--soft);font-size:14px}
.need{color:var(--need)}
.next{font-weight:600}
a{color:var(--fill)}
svg{width:18px;height:18px;fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round;flex:none}
.dots{display:flex;gap:4px;margin:0 0 8px}
.dots i{flex:1;height:4px;border-radius:2px;background:var(--line)}
.dots .done{background:var(--edge)}
.dots .now{background:var(--fill)}
dl{margin:14px 0;border-top:1px solid var(--line)}
dl div{padding:10px 0;border-bottom:1px solid var(--line)}
dl .with{position:relative;padding-left:30px}
.with svg{position:absolute;left:0;top:14px;color:var(--soft)}
dt{color:var(--faint);font-size:13px}
dd{margin:0;white-space:pre-wrap}
form{display:grid;gap:8px;margin:0 0 10px}
label{font-size:14px;color:var(--soft);display:grid;gap:4px}
input,textarea,select,button,.b{font:inherit;font-size:16px;color:var(--text);background:var(--panel);border:1px solid var(--edge);border-radius:8px;padding:10px 12px;width:100%;min-height:48px}
button,.b{display:flex;align-items:center;justify-content:center;gap:8px;text-align:center;text-decoration:none;border-radius:12px;cursor:pointer;line-height:1.25}
button.primary,a.primary{min-height:60px;font-size:18px;font-weight:650;background:var(--fill);border-color:var(--fill);color:var(--on)}
kbd{font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;opacity:.85;border:1px solid;border-radius:4px;padding:0 5px}
.row{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:8px;margin:0 0 10px}
.row form,.dock form,.dock{position:sticky;bottom:0;display:grid;gap:8px;padding:10px 16px 4px;background:var(--panel);border-top:1px solid var(--line)}
nav{display:flex;margin:0 -10px}
nav a{flex:1;min-width:0;min-height:48px;display:grid;place-items:center;align-content:center;gap:1px;font-size:12px;color:var(--soft);text-decoration:none;border-radius:8px}
nav a[aria-current]{color:var(--fill);font-weight:650}
pre{margin:0;font:12px/1.35 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap}
.screen{max-height:60vh;overflow:auto;display:flex;flex-direction:column-reverse;margin:0 0 10px;padding:10px;background:#090d12;color:#d8e0e8;border:1px solid var(--line);border-radius:8px}
.screen pre{white-space:pre;overflow-wrap:normal}
ol,ul{padding-left:22px}
.plain{list-style:none;padding:0}
li{margin:0 0 4px}
details{border-top:1px solid var(--line)}
summary{min-height:44px;padding:11px 0;cursor:pointer}
#age,.red{margin:0;padding:8px 16px;background:var(--panel);border-bottom:1px solid var(--need);color:var(--need)}
#age{position:sticky;top:0;z-index:1}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
[hidden]{display:none}
:focus-visible{outline:2px solid var(--fill);outline-offset:2px}
@media (hover:none){kbd,.keys{display:none}}
@media (max-height:560px){.dock{position:static}}
`
  .trim()
  .replaceAll('\n', '')

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** For a page whose only style is this; `also` is more that it may do. */
export const headersFor = (css: string, also = '') => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${digest(css)}; ${also}form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
})

/** For pages without a script. */
export const pageHeaders = headersFor(style)

/** For the page that looks again by itself: its one script by its digest, and no string ever becomes script or markup. */
export const livePageHeaders = headersFor(
  style,
  `script-src ${digest(script)}; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; `,
)
