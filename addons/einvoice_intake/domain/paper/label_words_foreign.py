"""Labels of suppliers in Spanish, Italian, Dutch and Portuguese."""

from __future__ import annotations

from .label_words import Term

FOREIGN_LABELS: dict[tuple[Term, float], str] = {
    (Term.NUMBER, 1.0): r"""
        (?:numero|n\.?o?|n°) (?:de )?(?:la )?(?:factura|fattura|fatura)
        (?:factura|fattura|fatura|abono|nota di credito|creditnota)
            (?: (?:numero|n\.?[°o]?|nr\.?|num\.?|n\s?°))
        factuur-? ?(?:nummer|nr\.?)
        (?:numero documento|n\. documento|documento n\.?)
    """,
    (Term.NUMBER, 0.7): r"""
        factura
        fattura
        factuur
        fatura
        abono
        creditnota
        nota di credito
    """,
    (Term.ISSUE_DATE, 1.0): r"""
        fecha (?:de )?(?:la )?(?:factura|emision|expedicion)
        data (?:della )?(?:fattura|documento|emissione)
        factuurdatum
        data (?:da fatura|de emissao)
    """,
    (Term.ISSUE_DATE, 0.7): r"""
        fecha
        data
    """,
    (Term.DUE_DATE, 1.0): r"""
        (?:fecha (?:de )?)?vencimiento
        (?:data )?scadenza
        verval-?dag
        vervaldatum
        te betalen (?:voor|uiterlijk)
        betaalbaar (?:voor|tot)
        (?:data de )?vencimento
    """,
    (Term.DELIVERY_DATE, 1.0): r"""
        fecha (?:de )?entrega
        data (?:di )?consegna
        leverdatum
    """,
    (Term.ORDER, 1.0): r"""
        (?:su |vostro |uw )?(?:pedido|ordine|bestelling|bestelnummer)
            (?: (?:numero|n\.?[°o]?|nr\.?|num\.?|cliente))?
        (?:vs\.?|vostro) (?:ordine|rif\.?)
        uw (?:referentie|ref\.?|kenmerk)
        su (?:referencia|ref\.?|pedido)
    """,
    (Term.OTHER_NUMBER, 1.0): r"""
        (?:codigo|numero|n\.?[°o]?|cod\.?) (?:de )?cliente
        codice (?:cliente|fiscale|destinatario|sdi|univoco)
        klant-?(?:nummer|nr\.?|enr\.?)
        (?:c\.?i\.?f|n\.?i\.?f|p\.? ?iva|partita iva|kvk|btw)(?: ?-?(?:nr|nummer)\.?)?
        albaran(?: n\.?[°o]?)?
        ddt(?: n\.?)?
        pakbon
        telefono
        tel\.
    """,
    (Term.NET, 1.0): r"""
        base imponible
        (?:totale )?imponibile
        totaal excl\w*\.? ?(?:btw)?
        (?:total|totale|totaal) (?:neto|netto)
        (?:importe|suma) neto
        (?:subtotaal|bedrag excl\.?)
    """,
    (Term.VAT, 1.0): r"""
        (?:total |totale |importe |cuota )?(?:i\.?v\.?a\.?|igic)(?: \d[\d.,]* ?%)?
        (?:totaal )?btw(?: \d[\d.,]* ?%)?
        (?:totale )?imposta
    """,
    (Term.GROSS, 1.0): r"""
        total (?:factura|general|con iva)
        totale (?:fattura|documento|generale|ivato)
        totaal(?: incl\w*\.? ?(?:btw)?)?
        importe total
        totaalbedrag
    """,
    (Term.GROSS, 0.6): r"""
        (?:totale|totaal|importe)
    """,
    (Term.PAYABLE, 1.0): r"""
        (?:total|importe|neto) a pagar
        (?:totale|netto) (?:a|da) pagare
        te betalen(?: bedrag)?
        (?:total|valor) a pagar
    """,
    (Term.PREPAID, 1.0): r"""
        anticipo
        acconto
        voorschot
        reeds betaald
    """,
    (Term.ALLOWANCE, 1.0): r"""
        descuento
        sconto
        korting
    """,
    (Term.CHARGE, 1.0): r"""
        (?:gastos de )?(?:envio|transporte|portes)
        spese (?:di )?(?:spedizione|trasporto)
        verzendkosten
    """,
}
