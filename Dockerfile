FROM python:3.11-slim AS build
WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
COPY cli cli
COPY films films
COPY moods moods
COPY server server
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --constraint constraints.txt --editable ".[cloud]"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app mooddex \
    && mkdir -p /app/var && chown mooddex /app/var
WORKDIR /app
COPY --from=build /venv /venv
COPY cli cli
COPY films films
COPY moods moods
COPY server server
COPY templates templates
COPY static static
USER mooddex
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8080
EXPOSE 8080
# gunicorn under our own command: one worker, because the jobs run beside it, and no control socket.
CMD ["mooddex", "serve", "--host", "0.0.0.0"]
