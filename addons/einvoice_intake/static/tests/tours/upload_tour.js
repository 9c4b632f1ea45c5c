import { registry } from "@web/core/registry";

/** Put files into the uploader of the list, as its button and drop zone do. */
function choose(files) {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    const input = document.querySelector(".document_file_uploader.o_input_file");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

async function drawScan() {
    const canvas = new OffscreenCanvas(2400, 2000);
    canvas.getContext("2d").fillText("Facture", 100, 100);
    const blob = await canvas.convertToBlob({ type: "image/png" });
    return new File([blob], "scan.png", { type: "image/png" });
}

registry.category("web_tour.tours").add("einvoice_upload_on_bills", {
    steps: () => [
        {
            content: "Upload a scan and an invoice on the list of bills",
            trigger: ".o_list_view .document_file_uploader.o_input_file:not(:visible)",
            run: async () => {
                const response = await fetch("/einvoice_intake/tour/upload.xml");
                const xml = await response.blob();
                choose([
                    await drawScan(),
                    new File([xml], "f.xml", { type: "text/xml" }),
                ]);
            },
        },
        {
            content: "The scan made no bill: the Inbox shows both",
            trigger: ".o_control_panel:contains(Inbox)",
        },
        {
            trigger: ".o_content:contains(scan.png)",
        },
    ],
});
