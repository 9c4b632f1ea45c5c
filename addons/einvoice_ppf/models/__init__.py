from . import (
    einvoice_pa_platform,
    einvoice_pa_token,
    einvoice_pa_connection,
    einvoice_pa_connection_check,
    einvoice_pa_connection_look,
    einvoice_pa_connection_webhook,
    einvoice_flow,
    einvoice_flow_arrival,
    einvoice_flow_download,
    einvoice_flow_sending,
)
