const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** Text that is safe inside an element or a quoted attribute. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** A template in which every value is escaped, unless it is itself a piece of HTML made here, or a list of such. */
export function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < values.length ? render(values[index] ?? '') : '')).join(''),
  )
}

function render(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '')
  return value.map(({text}) => text).join('')
}
