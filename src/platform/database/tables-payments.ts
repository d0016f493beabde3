/** Tables of payments, as Kysely knows them. See {@link ./tables.ts}. */
import type { ColumnType, Generated } from 'kysely';

export interface PaymentTable {
  organisation_id: string;
  school_id: string;
  id: string;
  paid_on: string | null;
  supplier: string;
  amount_pence: number | null;
  description: string | null;
  account: string | null;
  reference: string | null;
  unread: ColumnType<unknown, object | string | undefined, object | string>;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface PaymentDismissalTable {
  organisation_id: string;
  school_id: string;
  supplier_key: string;
  supplier: string;
  person_id: string;
  at: Date;
}
