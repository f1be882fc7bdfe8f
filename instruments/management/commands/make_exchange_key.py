"""Make the key pair that signs exchange files."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from instruments.exchange_file import key_made


class Command(BaseCommand):
    """`make_exchange_key NAME --to FOLDER`: NAME.key stays here and signs, NAME.pem goes to whoever trusts it."""

    help = "Make a key pair for exchange files. The private key never leaves this installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the key is called, such as the installation")
        parser.add_argument("--to", type=Path, required=True, help="the folder for both files")

    def handle(self, *args: Any, **options: Any) -> None:
        name, folder = options["name"], options["to"]
        if not name.replace("-", "").isalnum():
            raise CommandError("A key's name has letters, digits and hyphens only.")
        private, public = folder / f"{name}.key", folder / f"{name}.pem"
        if private.exists() or public.exists():
            raise CommandError(f"{private} or {public} exists already; nothing was written. Choose another name.")
        folder.mkdir(parents=True, exist_ok=True)
        secret, shown = key_made()
        with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
        public.write_bytes(shown)
        self.stdout.write(f"{private}: keep it; set EXCHANGE_KEY_FILE to it.")
        self.stdout.write(f"{public}: give it to those who import, by another way than the files.")
