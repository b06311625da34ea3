import {Button, Flex, Stack, Text} from '@sanity/ui'
import {useEffect, useState} from 'react'
import {type StringInputProps, set, useClient, useFormValue} from 'sanity'
import {z} from 'zod'
import {slugFrom} from '#lib/links/paths.ts'

// Fields that help to fill themselves.

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

const SITE_DESCRIPTION = `*[_id == "siteSettings"][0].description`

/** The description of a page, and what search engines are given while it is empty. */
export function DescriptionInput(props: StringInputProps) {
  const client = useClient({apiVersion: '2026-01-01'})
  const [description, setDescription] = useState<string>()
  const isEmpty = !props.value?.trim()
  useEffect(() => {
    if (!isEmpty) return undefined
    const ending = new AbortController()
    client
      .withConfig({perspective: 'published'})
      .fetch(SITE_DESCRIPTION, {}, {signal: ending.signal})
      .then((found) => setDescription(z.string().catch('').parse(found)))
      // Without it the field is as it always was.
      .catch(() => {})
    return () => ending.abort()
  }, [isEmpty, client])
  return (
    <Stack gap={3}>
      {props.renderDefault(props)}
      {isEmpty && description && (
        <Text size={1} muted data-testid="description-instead">
          Until something is written here, search engines are given the description of the site: “
          {description}”
        </Text>
      )}
    </Stack>
  )
}
