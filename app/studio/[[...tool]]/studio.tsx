'use client'

import {NextStudio} from 'next-sanity/studio/client-component'
import {useState} from 'react'
import {defineConfig} from 'sanity'
import {createStudioConfig, type StudioSettings} from '#sanity/studio.ts'

/** The Sanity Studio, configured by the server it was served from. */
export function Studio({settings}: {settings: StudioSettings}) {
  const [config] = useState(() => defineConfig(createStudioConfig(settings)))
  return <NextStudio config={config} />
}
