import {NextStudio} from 'next-sanity/studio/client-component'
import {useState} from 'react'
import {defineConfig} from 'sanity'
import {createStudioConfig, type StudioSettings} from '#sanity/studio.ts'

/** The Sanity Studio, configured by the server it was served from. */
export default function ConfiguredStudio({settings}: {settings: StudioSettings}) {
  const [config] = useState(() => defineConfig(createStudioConfig(settings)))
  // What is said without scripts stands in the page already.
  return <NextStudio config={config} unstable__noScript={false} />
}
