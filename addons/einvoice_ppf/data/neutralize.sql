-- A copy of a database must never speak in the name of the company.
UPDATE einvoice_pa_connection
   SET active = false, client_id = NULL, secret = NULL, webhook_key = NULL;
DELETE FROM einvoice_pa_token;
