import { headersFor } from './capability-style.ts'

/** A status page loads nothing and runs nothing: it is read on any device, from any folder, while everything else is away. */
export const statusStyle = `
:root{color-scheme:light dark;--ground:light-dark(#f3f5f7,#0d1116);--panel:light-dark(#fff,#131920);--line:light-dark(#dde2e8,#26303a);--edge:light-dark(#7d8894,#6b7885);--text:light-dark(#14191f,#e7ecf1);--soft:light-dark(#424d58,#b4bec9);--faint:light-dark(#5a6571,#94a0ad);--fill:light-dark(#0a5aa8,#86baf6);--on:light-dark(#fff,#06182b);--need:light-dark(#b1241b,#ff9c92);--fine:light-dark(#17683a,#84cf9f)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.all{max-width:720px;margin:0 auto;padding:24px 24px 48px}
header{display:flex;align-items:baseline;flex-wrap:wrap;gap:4px 8px;margin:0 0 24px}
header b{font-size:17px}
header .end{margin-left:auto;font-size:14px;color:var(--faint)}
h1{font-size:26px;line-height:1.2;margin:6px 0 8px;text-wrap:balance}
h2{font-size:16px;margin:0 0 8px}
section{margin-top:28px}
p{margin:0 0 8px}
ol,ul{list-style:none;margin:0;padding:0}
a{color:var(--fill)}
svg{width:16px;height:16px;fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round;flex:none}
.faint{color:var(--faint)}
.soft{color:var(--soft)}
.small{font-size:15px}
.now{margin:0 0 20px;padding:24px;border:1px solid var(--line);border-top:3px solid var(--edge);border-radius:8px;background:var(--panel)}
.now.need{border-top-color:var(--need)}
.now.fine{border-top-color:var(--fine)}
.now h2{font-size:22px;line-height:1.25;margin:6px 0 8px}
.how{display:flex;align-items:center;gap:8px;margin:0;font-weight:600;color:var(--soft)}
.need .how,.how.need{color:var(--need)}
.fine .how svg,.how.fine svg{color:var(--fine)}
.say{font-size:17px;color:var(--soft);white-space:pre-wrap}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr) minmax(0,.8fr);gap:8px 24px;margin:18px 0 0;padding:14px 0 0;border-top:1px solid var(--line)}
dt{font-size:14px;color:var(--faint)}
dd{margin:0}
.said{margin:14px 0 0;padding:8px 0 0;border-top:1px solid var(--line)}
.said+*{margin-top:8px}
.before{margin:14px 0 -8px;padding:12px 0 0;border-top:1px solid var(--line);font-size:14px;color:var(--faint)}
.before+.said{border:0}
.said li{display:grid;grid-template-columns:64px minmax(0,1fr);gap:0 8px;padding:8px 0}
.said time{color:var(--faint);font-size:15px;line-height:24px}
.said p{margin:0;white-space:pre-wrap}
.list{border:1px solid var(--line);border-radius:8px;background:var(--panel)}
.list>li{display:flex;justify-content:space-between;gap:4px 16px;padding:11px 16px}
.list>li+li{border-top:1px solid var(--line)}
.list .how{font-weight:400;white-space:nowrap}
.list.past>li,.list.work>li{display:block}
form{display:grid;gap:12px}
.line{display:flex;flex-wrap:wrap;gap:8px;align-items:end}
.line label{flex:1 1 240px}
label{font-size:14px;color:var(--soft);display:grid;gap:4px}
.tick{display:flex;align-items:center;gap:10px;min-height:44px;font-size:16px;color:var(--text)}
.tick input{width:20px;height:20px;min-height:0;accent-color:var(--fill)}
fieldset{border:0;margin:0;padding:0}
legend{font-size:14px;color:var(--soft);padding:0}
input,select,button,.b{font:inherit;color:var(--text);background:var(--panel);border:1px solid var(--edge);border-radius:8px;padding:9px 12px;min-height:46px;min-width:0}
select{width:100%}
input,select{font-size:16px}
button,.b{display:inline-flex;align-items:center;justify-content:center;text-decoration:none;cursor:pointer}
button{background:var(--fill);border-color:var(--fill);color:var(--on);font-weight:650}
.now .b{margin-top:16px}
summary{min-height:44px;padding:10px 0;cursor:pointer;color:var(--fill);font-size:15px}
footer{margin-top:36px;padding-top:14px;border-top:1px solid var(--line);font-size:14px;color:var(--faint)}
footer p{margin:0}
nav{display:flex;flex-wrap:wrap;gap:0 20px}
nav a{display:inline-flex;align-items:center;min-height:44px}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:focus-visible{outline:2px solid var(--fill);outline-offset:2px}
@media (max-width:600px){.all{padding:16px 16px 40px}.now{padding:16px}.facts{grid-template-columns:1fr}.facts div{display:grid}header .end{display:none}.list>li{display:grid}button,.b{width:100%}}
@media (prefers-contrast:more){:root{--soft:var(--text);--faint:var(--text);--line:var(--edge)}}
`
  .trim()
  .replaceAll('\n', '')

/** Seconds for which what stands before it may hand out the same; and for which, when nothing answers any more. */
const keptFor = 'public, max-age=2, stale-if-error=86400'

/** What is not for everybody is kept by nobody on the way, and found by no search. */
export const statusHeaders = (isPublic: boolean): Record<string, string> => {
  const headers = headersFor(statusStyle)
  if (!isPublic) return headers
  const { 'x-robots-tag': _, ...open } = headers
  return { ...open, 'cache-control': keptFor }
}
