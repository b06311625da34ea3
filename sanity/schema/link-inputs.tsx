import {Button, Flex, Stack} from '@sanity/ui'
import {type FocusEvent, useEffect, useEffectEvent, useRef} from 'react'
import {
  type ObjectInputProps,
  type StringInputProps,
  set,
  setIfMissing,
  useClient,
  useFormValue,
} from 'sanity'
import {z} from 'zod'
import {completeHref} from '#lib/links/href.ts'
import {slugFrom} from '#lib/links/paths.ts'

const stored = z.object({kind: z.string().optional(), href: z.string().optional()}).catch({})

/** Whether a link leads to a document rather than to an address. Links of texts that were imported say only their address. */
export function leadsToDocument(parent: unknown): boolean {
  const {kind, href} = stored.parse(parent)
  return kind === undefined ? !href : kind === 'document'
}

/** The choice of what a link leads to. Where none was made yet, the one whose field is shown counts as made. */
export function KindInput(props: StringInputProps) {
  const parent = useFormValue(props.path.slice(0, -1))
  const value = props.value ?? (leadsToDocument(parent) ? 'document' : 'address')
  return props.renderDefault({...props, value})
}

/** The field of an address. What is clear without its beginning gets it: an e-mail address, a domain, a phone number. */
export function HrefInput(props: StringInputProps) {
  const onBlur = (event: FocusEvent) => {
    props.elementProps.onBlur(event)
    const whole = completeHref(props.value ?? '')
    if (!props.readOnly && whole !== (props.value ?? '')) props.onChange(set(whole))
  }
  return props.renderDefault({...props, elementProps: {...props.elementProps, onBlur}})
}

const TITLE = `coalesce(*[_id == $id][0], *[_id == "drafts." + $id][0]){"title": coalesce(title, name)}.title`

const title = z.string().nullable()

const linked = z.object({document: z.object({_ref: z.string()}), label: z.string().optional()})

/** The form of a link with words of its own. Once a page is chosen, words that are still missing are its title. */
export function SiteLinkInput(props: ObjectInputProps) {
  const {value, readOnly, onChange} = props
  const client = useClient({apiVersion: '2026-01-01'})
  const {document, label} = linked.safeParse(value).data ?? {}
  const chosen = document?._ref
  const before = useRef(chosen)
  const fillIn = useEffectEvent(async (id: string) => {
    if (label || readOnly) return
    const raw = client.withConfig({perspective: 'raw'})
    // Without the title the editor writes the words.
    const words = title.parse(await raw.fetch(TITLE, {id}).catch(() => null))
    if (words) onChange(setIfMissing(words, ['label']))
  })
  useEffect(() => {
    if (chosen !== undefined && chosen !== before.current) void fillIn(chosen)
    before.current = chosen
  }, [chosen])
  return props.renderDefault(props)
}

/** The address of a page, and a button that makes one of the page's title, as other addresses have it. */
export function PathInput(props: StringInputProps) {
  const title = z
    .string()
    .catch('')
    .parse(useFormValue(['title']))
  const slug = slugFrom(title)
  return (
    <Flex gap={1}>
      <Stack flex={1}>{props.renderDefault(props)}</Stack>
      <Button
        mode="ghost"
        text="Generate"
        disabled={props.readOnly || slug === ''}
        title={slug === '' ? 'Give the page a title first' : `/${slug}`}
        onClick={() => props.onChange(set(`/${slug}`))}
        data-testid="generate-path"
      />
    </Flex>
  )
}
