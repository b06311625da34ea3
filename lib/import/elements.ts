import type {Element} from 'hast'

/** Elements that say nothing by themselves and hold parts of a text. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'html',
  'body',
  'main',
  'article',
  'section',
  'div',
  'header',
  'footer',
  'aside',
  'nav',
  'center',
  'figure',
  'hgroup',
  'details',
  'fieldset',
  'dl',
  'tbody',
  'thead',
  'noscript',
])

/** Elements that are a paragraph. */
const PARAGRAPHS: ReadonlySet<string> = new Set(['p', 'address', 'figcaption', 'dd', 'legend', 'caption'])

/** Why some elements cannot be part of a policy, by their names. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ...['script', 'object', 'embed', 'applet'].map(
    (name) => [name, 'A program cannot be part of a policy. Remove it.'] as const,
  ),
  ['style', 'A style sheet cannot be part of a policy: the site has its own. Remove it.'] as const,
  ...['form', 'input', 'button', 'select', 'textarea'].map(
    (name) =>
      [name, 'A form cannot be part of a policy. Link to the page that has it, or remove it.'] as const,
  ),
  ...['iframe', 'frame', 'frameset'].map(
    (name) =>
      [
        name,
        'A frame shows another site and cannot be part of a policy. Link to that site instead.',
      ] as const,
  ),
  ...['video', 'audio', 'canvas', 'svg'].map(
    (name) =>
      [name, 'Sound, films and drawings cannot be part of a policy. Link to them, or remove them.'] as const,
  ),
])

/** Whether an element is a part of a text and not words within one. */
export const isBlock = ({tagName}: Element): boolean =>
  WRAPPERS.has(tagName) ||
  PARAGRAPHS.has(tagName) ||
  (REFUSED.has(tagName) && tagName !== 'input') ||
  /^(?:h[1-6]|ul|ol|menu|li|dt|summary|table|tr|blockquote|pre|hr|head)$/.test(tagName)
