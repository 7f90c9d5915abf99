"""Boxes that anybody can fill and only the holder of a private key can open; a private key wrapped by a phrase."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from coso.lib.crypto import NotReadableError

KEY, NONCE, TAG, SALT = 32, 12, 16, 16
_USED_ONCE = bytes(NONCE)  # the key of a box is made for that box alone


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public key, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public: bytes, plain: bytes, label: bytes) -> bytes:
    """A box of 48 bytes more than its content; `label` is bound to it and not part of it."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + AESGCM(_key_of(shared, mine, public)).encrypt(_USED_ONCE, plain, label)


def open_box(private: bytes, box: bytes, label: bytes) -> bytes:
    """What is in a box. Raises NotReadableError if it was sealed for another key or label, or is no box at all."""
    try:
        own = X25519PrivateKey.from_private_bytes(private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(box[:KEY]))
        key = _key_of(shared, box[:KEY], own.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(_USED_ONCE, box[KEY:], label)
    except (InvalidTag, ValueError) as wrong:
        raise NotReadableError from wrong


def wrap(private: bytes, phrase: str) -> bytes:
    """A private key as it may be stored: opened by the phrase alone. 76 bytes."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + AESGCM(_stretched(phrase, salt)).encrypt(nonce, private, None)


def unwrap(wrapped: bytes, phrase: str) -> bytes:
    """The private key again. Raises NotReadableError for another phrase."""
    salt, nonce, body = wrapped[:SALT], wrapped[SALT : SALT + NONCE], wrapped[SALT + NONCE :]
    try:
        return AESGCM(_stretched(phrase, salt)).decrypt(nonce, body, None)
    except InvalidTag as wrong:
        raise NotReadableError from wrong


def _key_of(shared: bytes, mine: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt=None, info=b"coso ballot" + mine + public).derive(shared)


def _stretched(phrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, KEY, n=2**15, r=8, p=1).derive(phrase.encode())
