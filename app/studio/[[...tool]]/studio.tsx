'use client'

import dynamic from 'next/dynamic'
import {config} from 'zod'

/**
 * The Studio, made in browsers alone. A server has nothing of it to show before somebody has signed in, and would be built
 * with a copy of it for each bundle.
 */
export const Studio = dynamic(
  () => {
    // zod finds out by trying whether it may make parsers out of text, and a browser reports each try as a violation of the
    // Studio's policy. Set before any schema of the Studio is made, and in no server.
    config({jitless: true})
    return import('./configured-studio.tsx')
  },
  {ssr: false},
)
