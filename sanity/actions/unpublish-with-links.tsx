import {Button, Card, Flex, Stack, Text} from '@sanity/ui'
import {useToast} from '@sanity/ui/toast'
import {useState} from 'react'
import {type DocumentActionDescription, type DocumentActionProps, getPublishedId, useClient} from 'sanity'
import {IntentLink} from 'sanity/router'
import {type IncomingLink, incomingLinks, unpublishWithLinks} from './incoming-links.ts'

type Description = DocumentActionDescription | null

/**
 * Unpublish as the Studio has it, but for a page that something links to: then it says what, and takes redirects and menu entries out
 * together with the page. The Content Lake refuses to unpublish a page that is still linked to.
 *
 * @param description what the Studio's own action offers
 */
export function useUnpublishWithLinks(description: Description, props: DocumentActionProps): Description {
  const {id, published} = props
  const client = useClient({apiVersion: '2026-01-01'})
  const toast = useToast()
  const [links, setLinks] = useState<readonly IncomingLink[]>()
  const [isBusy, setIsBusy] = useState(false)
  if (!description || !published) return description

  const failed = () =>
    toast.push({
      status: 'error',
      title: 'Nothing was unpublished',
      description:
        'Another editor may have changed something meanwhile, or the connection was lost. Try again.',
    })

  const onHandle = async () => {
    setIsBusy(true)
    try {
      const found = await incomingLinks(client, getPublishedId(id))
      if (found.length > 0) setLinks(found)
      else description.onHandle?.()
    } catch {
      failed()
    } finally {
      setIsBusy(false)
    }
  }

  const onUnpublish = async () => {
    setIsBusy(true)
    try {
      await unpublishWithLinks(client, published)
      toast.push({status: 'success', title: 'Unpublished', description: 'The text stays here as a draft.'})
      setLinks(undefined)
    } catch {
      failed()
    } finally {
      setIsBusy(false)
    }
  }

  return {
    ...description,
    disabled: description.disabled || isBusy,
    onHandle,
    dialog: links
      ? {
          type: 'dialog',
          header: 'Other parts of the site link here',
          width: 'medium',
          onClose: () => setLinks(undefined),
          content: (
            <LinksDialog
              links={links}
              isBusy={isBusy}
              onUnpublish={onUnpublish}
              onClose={() => setLinks(undefined)}
            />
          ),
        }
      : description.dialog,
  }
}

type LinksDialogProps = {
  links: readonly IncomingLink[]
  isBusy: boolean
  onUnpublish: () => void
  onClose: () => void
}

/** Names what links to a page, and takes it off the site with everything that an editor need not rewrite. */
function LinksDialog({links, isBusy, onUnpublish, onClose}: LinksDialogProps) {
  const edited = links.filter(({remedy}) => remedy === 'edited')
  const removed = links.filter(({remedy}) => remedy === 'removed')
  return (
    <Stack gap={5} padding={4}>
      {removed.length > 0 && (
        <LinkList
          text="These links are taken out together with the page:"
          links={removed}
          words={{redirect: 'redirect', siteSettings: 'site settings'}}
        />
      )}
      {edited.length > 0 && (
        <LinkList
          text="These texts link to the page. Change or remove the link in each, publish it, and then unpublish this page:"
          links={edited}
          words={{page: 'page', policy: 'policy', plan: 'plan'}}
        />
      )}
      <Flex gap={3} justify="flex-end" wrap="wrap">
        <Button mode="ghost" text="Leave it published" disabled={isBusy} onClick={onClose} />
        <Button
          tone="critical"
          text={removed.length > 0 ? 'Unpublish, and take the links out' : 'Unpublish'}
          loading={isBusy}
          disabled={isBusy || edited.length > 0}
          onClick={onUnpublish}
          data-testid="unpublish-with-links"
        />
      </Flex>
    </Stack>
  )
}

type LinkListProps = {text: string; links: readonly IncomingLink[]; words: Readonly<Record<string, string>>}

function LinkList({text, links, words}: LinkListProps) {
  return (
    <Stack gap={3}>
      <Text>{text}</Text>
      <Card border radius={2} padding={1}>
        {links.map(({id, type, title}) => (
          <Card
            key={id}
            as={IntentLink}
            {...{intent: 'edit', params: {id, type}}}
            padding={3}
            radius={2}
            data-as="a"
          >
            <Text size={1}>
              {title}
              {words[type] && ` · ${words[type]}`}
            </Text>
          </Card>
        ))}
      </Card>
    </Stack>
  )
}
