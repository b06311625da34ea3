import {UndoIcon} from '@sanity/icons/Undo'
import {useToast} from '@sanity/ui/toast'
import {useEffect, useState} from 'react'
import {type DocumentActionDescription, type DocumentActionProps, getPublishedId, useClient} from 'sanity'
import {formatUsDate} from '#lib/format/dates.ts'
import type {VersionFacts} from '#lib/format/policy-version.ts'
import {findWithdrawable, withdrawVersion} from '../publish-policy.ts'

/** Takes back a version whose day has not come. Offered only while there is one. */
export function useWithdrawVersion({id, published}: DocumentActionProps): DocumentActionDescription | null {
  const client = useClient({apiVersion: '2026-01-01'})
  const toast = useToast()
  const [waiting, setWaiting] = useState<VersionFacts>()
  const [isAsking, setIsAsking] = useState(false)
  const policyId = getPublishedId(id)
  const revision = published?._rev

  // Asked again after every publish.
  useEffect(() => {
    let isCurrent = revision !== undefined
    findWithdrawable(client, policyId).then(
      (found) => isCurrent && setWaiting(found),
      () => {},
    )
    return () => {
      isCurrent = false
    }
  }, [client, policyId, revision])

  if (!published || !waiting?.effectiveOn) return null
  const {number, effectiveOn} = waiting
  const onConfirm = async () => {
    setIsAsking(false)
    const isWithdrawn = await withdrawVersion(client, published, number).catch(() => undefined)
    if (isWithdrawn) setWaiting(undefined)
    toast.push(
      isWithdrawn
        ? {
            status: 'success',
            title: `Version ${number} was withdrawn`,
            description: 'Its text stays here as a draft.',
          }
        : {
            status: 'error',
            title: 'Nothing was withdrawn',
            description:
              isWithdrawn === false
                ? 'The day of this version has come.'
                : 'Another editor may have changed the policy meanwhile. Try again.',
          },
    )
  }
  return {
    label: `Withdraw version ${number}`,
    icon: UndoIcon,
    tone: 'caution',
    onHandle: () => setIsAsking(true),
    dialog: isAsking && {
      type: 'confirm',
      tone: 'caution',
      message: `Version ${number} was to be in force from ${formatUsDate(effectiveOn)}. Withdraw it? The text of today stays, and the withdrawn one is kept as a draft.`,
      confirmButtonText: 'Withdraw',
      onConfirm: () => void onConfirm(),
      onCancel: () => setIsAsking(false),
    },
  }
}
useWithdrawVersion.displayName = 'WithdrawVersion'
