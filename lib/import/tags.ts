/** Elements that HTML has, obsolete ones included (https://html.spec.whatwg.org/multipage/indices.html#elements-3). */
const KNOWN: ReadonlySet<string> = new Set(
  `a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas caption center
  cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer
  form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
  menu meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search
  section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
  title tr track tt u ul var video wbr`.split(/\s+/),
)

/**
 * HTML with the tags that it does not have as words: a component such as `<Note>` and a name such as `<your company>` would
 * be lost otherwise, since a browser shows nothing for them.
 */
export const escapeUnknownTags = (html: string): string =>
  html.replace(/<\/?([A-Za-z][\w.:-]*)/g, (tag, name: string) =>
    KNOWN.has(name.toLowerCase()) && (name === name.toLowerCase() || name === name.toUpperCase())
      ? tag
      : `&lt;${tag.slice(1)}`,
  )
