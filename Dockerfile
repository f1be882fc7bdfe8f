# One image for the web server, the worker and the one-shot preparation; which of them runs is docker-compose.yml's matter.
# Nothing is installed at start (ADVISOR_SETUP=off), nothing runs as root, and the image brings no compiler.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 ADVISOR_SETUP=off
WORKDIR /app
COPY requirements/uv.txt requirements/run.txt requirements/
RUN python -m venv /opt/venv \
    && pip install --require-hashes -r requirements/uv.txt \
    && uv pip install --python /opt/venv/bin/python --no-cache --require-hashes -r requirements/run.txt
COPY . .
# The settings want to be told of a database, a queue and a key; collecting files uses none of them.
RUN /opt/venv/bin/python -m compileall -q advisor instruments routing \
    && for book in advisor/locale/*/LC_MESSAGES/django.po; do \
         /opt/venv/bin/python -m babel.messages.frontend compile -i "$book" -o "${book%.po}.mo" \
         && test -s "${book%.po}.mo" || { echo "the translation $book could not be compiled"; exit 1; }; done \
    && DJANGO_SETTINGS_MODULE=advisor.settings.production SECRET_KEY=none-while-building ALLOWED_HOSTS=none.invalid \
       DATABASE_URL=postgres://none.invalid/none REDIS_URL=redis://none.invalid \
       /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin advisor \
    && install -d -m 0700 -o advisor -g advisor /exhibits /exchange /exchange/trusted
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ADVISOR_SETUP=off \
    ADVISOR_DATA=/tmp \
    DJANGO_SETTINGS_MODULE=advisor.settings.production
WORKDIR /app
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "advisor.wsgi:application", "--bind", "0.0.0.0:8000", "--no-control-socket"]
