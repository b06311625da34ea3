/** The look of a page that is written without the rest of the site: the same paper, ink and copper line. */
export const PROBLEM_STYLE = `
:root{color-scheme:light;--sans:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;--serif:Charter,'Bitstream Charter','Sitka Text',Cambria,'Noto Serif',serif}
*{box-sizing:border-box}
body{margin:0;background:#fbfaf7;color:#14202b;font:1.0625rem/1.6 var(--sans);border-top:3px solid #b8672f}
header{padding:1rem 1.25rem;border-bottom:1px solid #ddd8cb}
header a{color:inherit;font:600 1.25rem/1.2 var(--serif);text-decoration:none}
header a,main{display:block;max-width:72rem;margin-inline:auto}
main{padding:4rem 1.25rem}
main>*{max-width:36rem}
h1{margin:0 0 1rem;font:600 2.2rem/1.15 var(--serif);letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 1rem;text-wrap:pretty}
a{color:#9c4f1e;text-underline-offset:.2em}
.act{display:inline-block;margin-top:.5rem;padding:.75rem 1.5rem;border:0;border-radius:3px;background:#9c4f1e;color:#fff;font:600 1.0625rem/1.6 var(--sans);text-decoration:none;cursor:pointer}
.act:hover{background:#14202b}
:focus-visible{outline:3px solid #9c4f1e;outline-offset:3px}
@media(min-width:48rem){header,main{padding-inline:2.5rem}}
`.trim()
