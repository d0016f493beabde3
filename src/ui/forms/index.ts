export { type FieldError, errorMessageFor, errorSummary } from './errors.ts';
export { type Choice, type ChoicesByField, type Field, type FieldKind, isAsked } from './fields.ts';
export { csrfInput, form, type FormArguments } from './form.ts';
export { NOT_KNOWN, type ParsedForm, lowerFirst, parseFields, readPoundsByYear } from './parse.ts';
export { fieldTexts, fieldWords, renderField, renderFields, type RenderOptions } from './render.ts';
