"""What the search for twins asks the database; see ``_twin_search``."""

FOUND = """
SELECT asked.place, found.is_recent, move.id, move.name, move.ref,
       move.invoice_date, move.amount_total, move.amount_untaxed, move.move_type,
       move.state, move.payment_state, currency.name, move.commercial_partner_id,
       move.company_id, origin.ref
  FROM (VALUES %(asked)s)
       AS asked (place, move_id, partners, company_id, key, amounts, day, is_expense)
 CROSS JOIN LATERAL (
    SELECT same_number.id, false AS is_recent
      FROM (SELECT id FROM account_move
             WHERE einvoice_number_key = asked.key
               AND commercial_partner_id = ANY(asked.partners)
             ORDER BY id DESC LIMIT %(most)s) AS same_number
    UNION ALL
    SELECT same_amount.id, false
      FROM unnest(asked.partners) AS partner, unnest(asked.amounts) AS amount,
           LATERAL (SELECT id FROM account_move
                     WHERE commercial_partner_id = partner
                       AND amount_total = amount
                       AND move_type IN ('in_invoice', 'in_refund', 'in_receipt')
                       AND invoice_date BETWEEN asked.day - %(before)s
                                            AND asked.day + %(after)s
                     ORDER BY invoice_date DESC LIMIT %(most)s) AS same_amount
    UNION ALL
    SELECT undated.id, false
      FROM unnest(asked.partners) AS partner, unnest(asked.amounts) AS amount,
           LATERAL (SELECT id FROM account_move
                     WHERE commercial_partner_id = partner
                       AND amount_total = amount
                       AND move_type IN ('in_invoice', 'in_refund', 'in_receipt')
                       AND invoice_date IS NULL
                     LIMIT %(recent)s) AS undated
    UNION ALL
    SELECT both_of_them.id, false
      FROM (SELECT id FROM account_move
             WHERE einvoice_number_key = asked.key
               AND amount_total = ANY(asked.amounts)
               AND (invoice_date IS NULL
                    OR invoice_date BETWEEN asked.day - %(after)s
                                        AND asked.day + %(after)s)
             ORDER BY id DESC LIMIT %(most)s) AS both_of_them
    UNION ALL
    SELECT expense.id, false
      FROM (SELECT id FROM account_move
             WHERE NOT asked.is_expense
               AND move_type = 'in_receipt'
               AND amount_total = ANY(asked.amounts)
               AND invoice_date BETWEEN asked.day - %(few)s AND asked.day + %(few)s
             LIMIT %(most)s) AS expense
    UNION ALL
    SELECT paid.id, false
      FROM (SELECT id FROM account_move
             WHERE asked.is_expense
               AND move_type IN ('in_invoice', 'in_refund')
               AND amount_total = ANY(asked.amounts)
               AND invoice_date BETWEEN asked.day - %(few)s AND asked.day + %(few)s
             LIMIT %(most)s) AS paid
    UNION ALL
    SELECT last.id, true
      FROM unnest(asked.partners) AS partner,
           LATERAL (SELECT id FROM account_move
                     WHERE commercial_partner_id = partner
                       AND company_id = asked.company_id
                       AND move_type IN ('in_invoice', 'in_receipt')
                       AND state = 'posted'
                       AND invoice_date <= asked.day
                     ORDER BY invoice_date DESC, id DESC
                     LIMIT %(recent)s) AS last
 ) AS found
  JOIN account_move AS move ON move.id = found.id
  JOIN res_currency AS currency ON currency.id = move.currency_id
  LEFT JOIN account_move AS origin ON origin.id = move.reversed_entry_id
 WHERE move.id != asked.move_id
 ORDER BY move.id
"""
RECORDS_OF = """
SELECT 'identity', einvoice_identity_key, commercial_partner_id
  FROM res_partner WHERE einvoice_identity_key = ANY(%(identities)s)
UNION
SELECT 'name', einvoice_name_key, commercial_partner_id
  FROM res_partner WHERE einvoice_name_key = ANY(%(names)s)
UNION
SELECT 'iban', bank.sanitized_acc_number, partner.commercial_partner_id
  FROM res_partner_bank AS bank
  JOIN res_partner AS partner ON partner.id = bank.partner_id
 WHERE bank.sanitized_acc_number = ANY(%(ibans)s)
"""
SUPPLIERS = """
SELECT partner.id, partner.name, partner.einvoice_identity_key, partner.vat,
       array_remove(array_agg(bank.sanitized_acc_number), NULL)
  FROM res_partner AS partner
  LEFT JOIN res_partner AS member ON member.commercial_partner_id = partner.id
  LEFT JOIN res_partner_bank AS bank ON bank.partner_id = member.id
 WHERE partner.id = ANY(%(keys)s)
 GROUP BY partner.id
"""
TEXTS = """
SELECT move_id, string_agg(name, ' ') FROM account_move_line
 WHERE move_id = ANY(%(keys)s) AND display_type = 'product' GROUP BY move_id
"""
