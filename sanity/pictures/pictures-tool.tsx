import {ImagesIcon} from '@sanity/icons/Images'
import {Badge, Card, Flex, Stack, Text} from '@sanity/ui'
import {useToast} from '@sanity/ui/toast'
import {useMemo, useState} from 'react'
import {type Tool, useClient} from 'sanity'
import {IntentLink} from 'sanity/router'
import {AskedOnce, ChoiceField, Loading, Pages, QUIET, Screen, SearchField} from '../desk/parts.tsx'
import {useLiveQuery} from '../live-query.ts'
import {
  choosePictures,
  deletePictures,
  PICTURES_QUERY,
  type PictureChoice,
  type PictureUse,
  readPictures,
  type StoredPicture,
} from './pictures.ts'

const PICTURES_A_PAGE = 24
/** Milliseconds after a change before pictures are asked for again: many may be deleted at once. */
const PAUSE_MS = 500

const GONE_FOR_GOOD =
  'It cannot be brought back. An earlier version of a page in History that showed it will show nothing in its place.'

/** Every picture that was ever uploaded, with where it is used. Those that nothing uses can be deleted. */
function Pictures() {
  const found = useLiveQuery(PICTURES_QUERY, {pauseMs: PAUSE_MS})
  const pictures = useMemo(() => (found === undefined ? undefined : readPictures(found)), [found])
  const [choice, setChoice] = useState<PictureChoice>({search: '', show: 'all'})
  const [offset, setOffset] = useState(0)
  const change = (part: Partial<PictureChoice>) => {
    setOffset(0)
    setChoice((before) => ({...before, ...part}))
  }
  const chosen = pictures && choosePictures(pictures, choice)
  const unused = chosen?.filter(({uses}) => uses.length === 0) ?? []
  return (
    <Screen title="Pictures" trouble={undefined}>
      <Text style={QUIET}>
        Every picture that was uploaded, with where it is used. To put one on a page, open the page and choose
        it there.
      </Text>
      <Flex gap={4} wrap="wrap">
        <SearchField
          label="Search by name, or by the page that shows it"
          value={choice.search}
          onChange={(search) => change({search})}
        />
        <ChoiceField
          label="Show"
          choices={[
            ['all', 'All pictures'],
            ['unused', 'Those that nothing uses'],
          ]}
          value={choice.show}
          onChange={(show) => change({show: show === 'unused' ? 'unused' : 'all'})}
        />
      </Flex>
      {!chosen && <Loading />}
      <div role="status">
        {chosen && (
          <Text size={1} style={QUIET}>
            {pictures?.length === 0 ? 'No picture has been uploaded yet.' : howMany(chosen.length)}
          </Text>
        )}
      </div>
      {choice.show === 'unused' && unused.length > 1 && (
        <Flex>
          <Delete pictures={unused} label={`Delete these ${unused.length} pictures`} />
        </Flex>
      )}
      {chosen && (
        <ul style={LIST} aria-label="Pictures">
          {chosen.slice(offset, offset + PICTURES_A_PAGE).map((picture) => (
            <li key={picture.id}>
              <Picture picture={picture} />
            </li>
          ))}
        </ul>
      )}
      {chosen && <Pages total={chosen.length} offset={offset} size={PICTURES_A_PAGE} onGo={setOffset} />}
    </Screen>
  )
}

const howMany = (count: number) =>
  count === 0 ? 'No picture fits.' : count === 1 ? 'One picture' : `${count.toLocaleString('en-US')} pictures`

const LIST = {
  listStyle: 'none',
  margin: 0,
  padding: 0,
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(16rem, 100%), 1fr))',
  gap: '1rem',
}

/** Sizes of what is shown of a picture, in CSS pixels. */
const SHOWN = {width: 320, height: 200}

function Picture({picture: {id, url, name, about, uses}}: {picture: StoredPicture}) {
  const shown = new URL(url)
  shown.search = new URLSearchParams({w: `${SHOWN.width * 2}`, fit: 'max', auto: 'format'}).toString()
  return (
    <Card border radius={2} padding={3} height="fill">
      <Stack gap={4}>
        <img
          src={shown.href}
          alt=""
          loading="lazy"
          {...SHOWN}
          style={{width: '100%', height: 'auto', aspectRatio: '8 / 5', objectFit: 'contain'}}
        />
        <Text weight="medium" style={{overflowWrap: 'anywhere'}}>
          {name}
        </Text>
        <Text size={1} style={QUIET}>
          {about}
        </Text>
        {uses.length > 0 ? (
          <ul style={{listStyle: 'none', margin: 0, padding: 0}} aria-label={`Where ${name} is used`}>
            {uses.map((use) => (
              <li key={use.id}>
                <Use use={use} />
              </li>
            ))}
          </ul>
        ) : (
          <Flex align="center" justify="space-between" gap={3} wrap="wrap">
            <Text size={1}>Nothing uses it.</Text>
            <Delete pictures={[{id, name}]} label="Delete" />
          </Flex>
        )}
      </Stack>
    </Card>
  )
}

function Use({use: {id, type, title, path, kind}}: {use: PictureUse}) {
  const words = (
    <Flex align="center" gap={2} wrap="wrap">
      <Text size={1}>{path ? `${title} · ${path}` : title}</Text>
      {kind === 'draft' && <Badge tone="caution">not published</Badge>}
    </Flex>
  )
  // A version is read on the site, and has no form.
  if (kind === 'version') return <Card padding={2}>{words}</Card>
  return (
    <Card as={IntentLink} {...{intent: 'edit', params: {id, type}}} padding={2} radius={2} data-as="a">
      {words}
    </Card>
  )
}

type DeleteProps = {pictures: readonly Pick<StoredPicture, 'id' | 'name'>[]; label: string}

function Delete({pictures, label}: DeleteProps) {
  const client = useClient({apiVersion: '2026-01-01'})
  const toast = useToast()
  const [isBusy, setIsBusy] = useState(false)
  const [first] = pictures
  const onYes = async () => {
    setIsBusy(true)
    try {
      const deleted = await deletePictures(
        client,
        pictures.map(({id}) => id),
      )
      const kept = pictures.length - deleted
      toast.push({
        status: kept > 0 ? 'warning' : 'success',
        title: deleted === 1 ? 'One picture was deleted' : `${deleted} pictures were deleted`,
        ...(kept > 0 && {description: 'A page has come to use the others meanwhile, so they stay.'}),
      })
      return true
    } catch {
      toast.push({
        status: 'error',
        title: 'Not everything was deleted',
        description:
          'The connection was lost, or you may not delete pictures. Look at the list and try again.',
      })
      return false
    } finally {
      setIsBusy(false)
    }
  }
  const question =
    pictures.length === 1
      ? `“${first?.name}” is on no page and in no draft. ${GONE_FOR_GOOD}`
      : `These ${pictures.length} pictures are on no page and in no draft. ${GONE_FOR_GOOD.replace('It', 'They')}`
  return (
    <AskedOnce
      label={label}
      explanation={question}
      yes="Delete"
      tone="critical"
      isBusy={isBusy}
      onYes={onYes}
    />
  )
}

/** Shows the pictures. For people who may write. */
export const picturesTool: Tool = {name: 'pictures', title: 'Pictures', icon: ImagesIcon, component: Pictures}
