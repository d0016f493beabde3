/**
 * Headings under which lists of payments keep what we need, as data. Beside each list stands whose headings they are:
 *
 * - the code for transparency: councils' and trusts' lists of payments over £500 or £250 ("Beneficiary", "Net amount"). One of
 *   them is Gateshead's, from its ledger ("Supplier ID(T)", "Cipfsubs(T)", "TransNo", "Updated").
 * - FMS, PS Financials, Access, Xero, Sage: schools' finance systems ("Payee", "Ledger code", "Nominal", "Contact").
 * - banks: statements and card statements ("Merchant", "Transaction date", "Money out").
 *
 * Held against a file: Gateshead's. The rest is general knowledge of these lists and programs, not checked against a present
 * export of each; whoever imports can correct a column, which is remembered.
 *
 * Written as `normaliseHeading` leaves them. The first of a list is the most telling.
 */
import { commaList } from './comma-list.ts';
import type { TargetWords } from './importable.ts';

/** What a column can be taken for. */
export type PaymentTarget =
  'supplier' | 'paidOn' | 'amountPence' | 'debitPence' | 'account' | 'description' | 'reference';

export const paymentTargets: (TargetWords & { target: PaymentTarget })[] = [
  {
    target: 'supplier',
    label: 'Supplier',
    names: [
      ...commaList('supplier, supplier name, payee, payee name'), // ours, FMS
      ...commaList(
        'beneficiary, beneficiary name, vendor, vendor name, creditor, creditor name, supplier beneficiary name, redacted supplier name, body paid',
      ), // the code for transparency
      ...commaList(
        'contact, contact name, merchant, merchant name, account name, paid to, company, company name, name, counter party, counterparty',
      ), // Xero, banks, Sage
      ...commaList('supplier id'), // Gateshead, where it holds the name
    ],
    hints: commaList('supplier name, payee, beneficiary, merchant name, vendor name'),
    not: commaList('number, no, code, id, category, type, vat, postcode, address'),
  },
  {
    target: 'paidOn',
    label: 'Paid on',
    names: [
      ...commaList('paid on, payment date, date paid, date of payment'), // ours, the code for transparency
      ...commaList(
        'transaction date, date, posting date, posted, clearing date, invoice date, effective date, cheque date, bacs date, doc date, document date',
      ), // banks, finance systems
      ...commaList('updated, pay date, date of transaction, run date'), // Gateshead
    ],
    hints: commaList('payment date, date paid, transaction date, invoice date'),
    not: commaList('due, period, from, to'),
  },
  {
    target: 'amountPence',
    label: 'Amount',
    names: [
      ...commaList('amount, net amount, amount paid, payment amount'), // ours, the code for transparency
      ...commaList(
        'net, net value, invoice amount, gross amount, gross, value, total amount, total, amount net, amount excluding vat, amount gbp, payment value, line amount, sum',
      ), // finance systems
    ],
    hints: commaList('net amount, amount paid, payment amount, amount'),
    not: commaList('vat, tax, balance, discount, irrecoverable'),
  },
  {
    target: 'debitPence',
    label: 'Money out (beside another column for money in)',
    names: commaList('money out, debit, debit amount, paid out, payments, withdrawals, debits'), // banks, ledgers
    hints: commaList('money out, paid out'),
    not: [],
  },
  {
    target: 'account',
    label: 'Account it was booked to',
    names: [
      ...commaList('account, ledger code, cfr code, cfr'), // ours, FMS
      ...commaList(
        'expense type, expenditure type, expenditure category, subjective, subjective description, expense description, service category label, merchant category, procurement category, category',
      ), // the code for transparency
      ...commaList('cipfsubs, cipfa subjective, cipfa detailed expenditure type, cipfa sub subj'), // Gateshead
      ...commaList(
        'nominal, nominal code, nominal description, nominal account, ledger, ledger description, account code, account description, gl code, gl description, general ledger, cost type, heading',
      ), // Sage, Access, PS Financials
    ],
    hints: commaList(
      'expense type, ledger code, nominal, subjective, account code, expenditure type, ledger description',
    ),
    not: commaList('bank, sort, holder, supplier'),
  },
  {
    target: 'description',
    label: 'Description',
    names: [
      ...commaList('description, details, narrative, purpose of expenditure, purpose of spend, purpose'), // the code for transparency, banks
      ...commaList(
        'line description, transaction description, invoice description, item description, memo, comment, comments, particulars, item',
      ), // finance systems
    ],
    hints: commaList('description, narrative, purpose'),
    not: commaList('account, ledger, nominal, subjective, cost centre, expense, supplier'),
  },
  {
    target: 'reference',
    label: 'Reference',
    names: [
      ...commaList('reference, transaction number, invoice number, trans no, transaction no'), // ours, the code for transparency, Gateshead
      ...commaList(
        'invoice no, ref, document number, doc no, voucher number, payment reference, transaction id, cheque number, order number, purchase order, transaction reference, transaction ref',
      ), // finance systems
    ],
    hints: commaList('transaction number, invoice number, reference'),
    not: commaList('supplier, date, vat'),
  },
];
