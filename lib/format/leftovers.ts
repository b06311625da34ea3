import {withoutOverlaps} from './text.ts'

/** Something in the words of a text that a template or another system should have filled in or taken away. */
export type Leftover = {
  /** As it stands there, cut to a length that a message can hold. */
  words: string
  /** Its place in the text. */
  start: number
}

/** Words by which a name in brackets is known for one that is to be filled in: `[Company Name]`, `[your e-mail]`. */
const TO_FILL_IN =
  'address|business|city|company|contact|country|date|day|domain|e-?mail|enter|entity|fill|insert|jurisdiction|month|name|number|organi[sz]ation|phone|placeholder|product|province|service|state|tbd|todo|url|website|year|your'

/**
 * What is left over, each kind with a form of its own. Only forms that no finished text needs: a name of a cookie such as
 * `_ga`, a note such as `[1]` or a time such as `10:30:` are none of them.
 */
const FORMS: readonly RegExp[] = [
  // Liquid, Jinja, Handlebars, Go templates: {{ site.name }}, {% include x %}, {{< ref "x" >}}
  /\{\{.{0,200}?\}\}|\{%.{0,200}?%\}/gs,
  // JavaScript in MDX, and its comments: {/* later */}, {frontMatter.title}
  /\{\/\*.{0,200}?\*\/\}|\{[a-z][A-Za-z]*(?:\.[A-Za-z]+)+\}|\$\{[^}]{1,80}\}/gs,
  // Names and expressions in its braces: {appName}, {ORG_NAME}, {" "}, {isEu ? (
  /\{(?:[a-z]+[A-Z]\w*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|"[^"\n]{0,80}"|'[^'\n]{0,80}')\}|\{\s{0,9}!?[a-z][\w.]{0,60}\s{0,9}(?:\?|&&|\|\|)[^{}\n]{0,80}/g,
  new RegExp(`\\{(?:[a-z]+_)?(?:${TO_FILL_IN})(?:_[a-z]+)?\\}`, 'g'),
  // Attributes of kramdown and of other systems: {: .lead}, {:toc}, { .class }
  /\{:\s?[^}\n]{0,100}\}|\{ ?[.#][\w-][^}\n]{0,80}\}/g,
  // Directives: :::note, and those of MkDocs: !!! note
  /(?<![^\n])\s*:::+[^\n]{0,60}|(?<!\S):::+ ?\w*|(?<![^\n])(?:!!!|\?\?\?\+?) [a-z]+/g,
  // A module of MDX.
  /(?<![^\n])(?:import\s[^\n]{1,120}?\sfrom\s+['"][^'"\n]{1,120}['"];?|import\s+['"][^'"\n]{1,120}['"];?|export\s+(?:const|default|function)\s[^\n]{1,80})/g,
  // A component, or a name between angle brackets: <Component/>, <YOUR COMPANY>
  /<\/?[A-Z][\w.]*(?:\s[^<>\n]{0,120})?\/?>|<(?:insert|your|company|name|date|email)\b[^<>\n]{0,60}>/g,
  // :Placeholder:
  /(?<![\w:/]):[A-Z][A-Za-z]*(?:[ _-][A-Za-z]+){0,4}:(?![\w/])/g,
  // [words][missing]
  /\[[^\][\n]{1,120}\]\[[^\][\n]{0,80}\]/g,
  // [DATE], [Company Name]
  /\[[A-Z][A-Z0-9 ,'/&_-]{2,60}\](?!\()/g,
  new RegExp(`\\[(?=[^\\][\\n]{0,60}\\b(?:${TO_FILL_IN})\\b)[^\\][\\n]{2,60}\\](?!\\()`, 'gi'),
  // Shortcodes of WordPress: [cookie_declaration lang="en"], [/tab]
  /\[[a-z]+(?:[_-][a-z]+)* +[a-z_-]+=["“”'][^\][\n]{0,120}\]|\[[a-z]+(?:_[a-z]+)+\](?!\()|\[\/[a-z][a-z_-]{1,40}\]/g,
  // Marks that no system read as such: a pair of stars, or an underline by itself or between spaces.
  /\*\*|(?<!\S)__(?=\S)(?!_)(?=[^\n]*\s)|(?<![^\s])_(?=\s)|(?<!\S)_[A-Za-z][^_\n]{0,120}\s_(?!\w)/g,
  // A blank to fill in: ________
  /_{4,}/g,
]

const MAX_SHOWN_CHARACTERS = 60

/** What is left over in some words, in order. Code is not to be given: it may look like anything. */
export function findLeftovers(text: string): Leftover[] {
  const found = FORMS.flatMap((form) =>
    [...text.matchAll(form)].map(({0: words, index}) => ({words, start: index, end: index + words.length})),
  )
  return withoutOverlaps(found).map(({words, start}) => ({
    words:
      words.length > MAX_SHOWN_CHARACTERS ? `${words.trim().slice(0, MAX_SHOWN_CHARACTERS)}…` : words.trim(),
    start,
  }))
}
