import {Card, Stack, Text} from '@sanity/ui'
import {type ArrayOfObjectsInputProps, useFormValue, type ValidationContext} from 'sanity'
import {z} from 'zod'
import {readText} from '#lib/format/portable-text.ts'
import {compareWithRegister, PROMISES, promisesOf, sentencesOf} from '#lib/promises/register.ts'
import {WithPresentTables} from './old-tables.tsx'

/** The policy whose sentences the site keeps and proves, one by one. */
const PRIVACY = 'privacy'

const policyDocument = z.object({
  slug: z.object({current: z.string()}).optional().catch(undefined),
  body: z.unknown().optional(),
  promisesAgreedBy: z.unknown().optional(),
})

/** What of a policy's text is not, or no longer, bound to a promise that the site keeps; nothing for other policies. */
function changedPromises(document: unknown) {
  const {slug, body} = policyDocument.parse(document ?? {})
  if (slug?.current !== PRIVACY) return undefined
  const {unbound, missing} = compareWithRegister(sentencesOf(readText(body).members))
  return unbound.length + missing.length === 0 ? undefined : {unbound, missing}
}

/** Warns in plain words when a sentence that the site keeps was changed or taken out, and when there is a new one. */
export function warnOfChangedPromises(
  body: unknown,
  {document}: Pick<ValidationContext, 'document'>,
): true | string {
  const changed = changedPromises({...document, body})
  if (!changed) return true
  const gone = changed.missing.flatMap(({promise, sentences}) =>
    sentences.map(
      (sentence) => `“${sentence}” is changed or gone. The site keeps it all the same: ${promise.kept}`,
    ),
  )
  const added = changed.unbound.map(
    (sentence) => `“${sentence}” is new. Nothing on the site keeps or tests it yet.`,
  )
  return [
    'Visitors are promised something else than the site was built for. Ask the owner and whoever builds the site before you publish; until then the page “How we keep our word” says so.',
    ...gone,
    ...added,
  ].join('\n')
}

/** Asks who agreed, once a promise was changed. */
export function askWhoAgreed(
  agreedBy: unknown,
  {document}: Pick<ValidationContext, 'document'>,
): true | string {
  const isNamed = typeof agreedBy === 'string' && agreedBy.trim() !== ''
  return isNamed || !changedPromises(document)
    ? true
    : 'Promises to visitors were changed or added: write who agreed to that, and when.'
}

/** Whether there is nobody to name, since no promise was changed. */
export function hasNoChangedPromises({document}: {document?: unknown}): boolean {
  return !policyDocument.parse(document ?? {}).promisesAgreedBy && !changedPromises(document)
}

/** The text of a policy, and below it which of its sentences the site is bound to. */
export function BodyWithPromises(props: ArrayOfObjectsInputProps<{_key: string}>) {
  const slug = useFormValue(['slug', 'current'])
  return (
    <Stack gap={4}>
      <WithPresentTables {...props} />
      {slug === PRIVACY && <BoundSentences body={props.value} />}
    </Stack>
  )
}

function BoundSentences({body}: {body: unknown}) {
  const bound = sentencesOf(readText(body).members).flatMap((sentence, index) => {
    const promises = promisesOf(sentence)
    return promises.length === 0 ? [] : [{key: `${index} ${sentence}`, sentence, promises}]
  })
  return (
    <Card padding={4} radius={2} border>
      <details>
        <summary>
          <Text as="span" size={1} weight="semibold">
            {`${bound.length} sentences are promises that the site keeps (${PROMISES.length} in all)`}
          </Text>
        </summary>
        <Stack gap={4} paddingTop={4}>
          <Text size={1} muted>
            Each of these is bound to something that the site does, and tested. When you change one, you are
            told what that means.
          </Text>
          {bound.map(({key, sentence, promises}) => (
            <Stack key={key} gap={2}>
              <Text size={1}>“{sentence}”</Text>
              <Text size={1} muted>
                {promises.map(({title}) => title).join(' · ')}
              </Text>
            </Stack>
          ))}
        </Stack>
      </details>
    </Card>
  )
}
