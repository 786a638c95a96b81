# Two stages: the first has a compiler (durable-rules is source only) and npm (the letters' fonts), the second has neither.
FROM python:3.12-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements/build.txt requirements/production.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject" \
       /venv/bin/pip install --no-cache-dir --require-hashes --no-build-isolation -r requirements/production.txt
COPY requirements/node.txt requirements/fonts.sh requirements/
COPY requirements/npm/ requirements/npm/
RUN python -m venv /node && sh requirements/fonts.sh /node/bin /fonts

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app shangfa && mkdir /data && chown shangfa /data
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SHANGFA_MODE=production SHANGFA_DATA=/data SHANGFA_HOST=0.0.0.0 SHANGFA_PORT=8642
COPY --from=build /venv /venv
WORKDIR /app
COPY engine/ engine/
COPY casework/ casework/
COPY adapters/ adapters/
COPY --from=build /fonts/ adapters/documents/fonts/
COPY api/ api/
COPY rules/ rules/
COPY memoranda/ memoranda/
USER shangfa
VOLUME /data
EXPOSE 8642
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['SHANGFA_PORT'] + '/health/ready', timeout=2)"]
ENTRYPOINT ["python", "-m", "api"]
CMD ["serve"]
