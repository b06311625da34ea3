import {Button, Dialog, Flex, Stack, Text} from '@sanity/ui'
import {useId, useState} from 'react'
import type {ObjectItemProps} from 'sanity'

/** A block in the list of a page's blocks. Its words go with it when it is removed, so the Studio asks first. */
export function BlockItem(props: ObjectItemProps) {
  const {onRemove, schemaType} = props
  const [isAsking, setIsAsking] = useState(false)
  const id = useId()
  const onClose = () => setIsAsking(false)
  const onConfirm = () => {
    onClose()
    onRemove()
  }
  return (
    <>
      {props.renderDefault({...props, onRemove: () => setIsAsking(true)})}
      {isAsking && (
        <Dialog
          id={id}
          header={`Remove “${schemaType.title ?? schemaType.name}”?`}
          onClose={onClose}
          width={1}
        >
          <Stack gap={5} padding={4}>
            <Text>
              What is written in it goes with it. Visitors see it until you press Publish, and History keeps
              it.
            </Text>
            <Flex gap={3} justify="flex-end">
              <Button mode="ghost" text="Keep it" onClick={onClose} />
              <Button
                tone="critical"
                text="Remove it"
                onClick={onConfirm}
                data-testid="confirm-remove-block"
              />
            </Flex>
          </Stack>
        </Dialog>
      )}
    </>
  )
}
