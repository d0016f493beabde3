/** Types of JSON columns, as Kysely knows them. */
import type { ColumnType } from 'kysely';

/** Parsed on the way out; on the way in, an object or array, or JSON text. */
export type Json = ColumnType<unknown, object | string, object | string>;
export type NullableJson = ColumnType<unknown, object | string | null | undefined, object | string | null>;
export type DefaultedJson = ColumnType<unknown, object | string | undefined, object | string>;
