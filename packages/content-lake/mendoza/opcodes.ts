/** Mendoza's operations that the encoder uses, by the number that the decoder knows them under. */
export const REPLACE = 0
export const COPY_FIELD_AND_ENTER = 10
export const BLANK_FIELD_AND_ENTER = 11
export const COPY_ELEMENT_AND_ENTER = 12
export const RETURN_TO_FIELD = 15
export const RETURN_TO_ARRAY = 16
export const SET_FIELD = 17
export const DELETE_FIELD = 19
export const APPEND_VALUE = 20
export const APPEND_SLICE = 21
export const APPEND_STRING = 22
export const APPEND_STRING_SLICE = 23
