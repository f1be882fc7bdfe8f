"""A key of an installation, made for a test: PKCS#12 or PEM, with a passphrase in a file."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = b"a passphrase of a test"


def made_key(folder: Path, *, name: str = "Rogatory test installation", pem: bool = False) -> dict[str, str]:
    """The settings that name a new key in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    sealed = serialization.BestAvailableEncryption(PASSPHRASE)
    passphrase = folder / "passphrase"
    passphrase.write_bytes(PASSPHRASE + b"\n")
    told = {"SIGNING_PASSPHRASE_FILE": str(passphrase), "SIGNING_CERTIFICATE_FILE": "", "SIGNING_TSA_URL": ""}
    if not pem:
        path = folder / "key.p12"
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, sealed))
        return told | {"SIGNING_KEY_FILE": str(path)}
    path, beside = folder / "key.pem", folder / "certificate.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed))
    beside.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return told | {"SIGNING_KEY_FILE": str(path), "SIGNING_CERTIFICATE_FILE": str(beside)}
