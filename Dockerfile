# Odoo 19 with what the addons need beside it: Tesseract with French, and the Python libraries that
# the official image does not bring.
FROM odoo:19.0

USER root
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /tmp/requirements.txt
# The image's own Python libraries belong to the distribution and stay: only the suite's are added.
RUN sed -n '/^# The suite/,/^$/p' /tmp/requirements.txt > /tmp/suite.txt \
    && pip3 install --break-system-packages --no-cache-dir -r /tmp/suite.txt \
    && rm /tmp/requirements.txt /tmp/suite.txt
USER odoo
