import {Html} from './html.ts'

/** One sheet for the whole inbox, so that the policy can allow it by its hash. */
export const STYLE = new Html(`
:root{--paper:#fbfaf7;--ink:#14202b;--quiet:#55626d;--line:#dcd8ce;--copper:#9a4f1c;--wash:#f6ede3}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main{width:min(60rem,100% - 3rem);margin:0 auto;padding:1.5rem 0}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;border-bottom:2px solid var(--copper);padding-bottom:1rem}
header a{font-size:1.5rem;font-weight:650;color:inherit;text-decoration:none;letter-spacing:-.01em}
header p{margin:0;color:var(--quiet)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem;text-wrap:balance}
ul{list-style:none;margin:0;padding:0}
li a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.85rem .5rem;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}
li a:hover,li a:focus-visible{background:var(--wash)}
li strong{grid-column:1;overflow-wrap:anywhere}
li span{grid-column:1;color:var(--quiet);overflow-wrap:anywhere}
time{grid-row:1;grid-column:2;color:var(--quiet);font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:70vh;border:1px solid var(--line);background:#fff}
details{border-top:1px solid var(--line);padding:.75rem 0}
summary{cursor:pointer;font-weight:600}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace}
.empty{color:var(--quiet);padding:3rem 0;text-align:center}
button{font:inherit;min-height:44px;padding:.5rem 1rem;border:1px solid var(--copper);border-radius:4px;background:transparent;color:var(--copper);cursor:pointer}
button:hover{background:var(--wash)}
@media(max-width:40rem){li a{grid-template-columns:1fr}time{grid-row:auto;grid-column:1}dl{grid-template-columns:1fr}dt{margin-top:.5rem}}
`)
