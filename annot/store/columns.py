"""The column types of the ledger, the same on SQLite and PostgreSQL.

SQLite tables are STRICT, which knows only INTEGER, REAL, TEXT and BLOB; these types store what
both engines can keep without loss, and nothing that an engine would rewrite (JSONB reorders keys,
which would break the history's hashes).
"""

from __future__ import annotations

import json
import secrets
import struct
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Dialect, LargeBinary, MetaData, Text
from sqlalchemy.dialects.sqlite import BLOB, INTEGER
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import PrimaryKeyConstraint
from sqlalchemy.sql.compiler import DDLCompiler
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"

BigInt = BigInteger().with_variant(INTEGER(), "sqlite")
"""A 64-bit integer that SQLite takes as its rowid where it is the key."""

Bytes = LargeBinary().with_variant(BLOB(), "sqlite")
"""Bytes as they are."""


_Plain = Text(collation="C")
"""Text that PostgreSQL sorts and compares by code points, as SQLite does, whatever its locale."""

Words = Text().with_variant(_Plain, "postgresql")
"""Text as it is."""


def time_to_text(moment: datetime) -> str:
    """An aware moment as UTC text of fixed width, which sorts as time does."""
    return moment.astimezone(UTC).strftime(TIME_FORMAT)


def text_to_time(text: str) -> datetime:
    """The aware UTC moment that `time_to_text` wrote.

    Raises:
        ValueError: If it is written otherwise.
    """
    if len(text) != len("2025-10-02T12:00:00.000000Z") or not text.endswith("Z"):
        raise ValueError(f"{text!r} is not a moment in UTC")
    return datetime.fromisoformat(text)  # a twentieth of the time that strptime takes


def canonical_json(value: object) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, no escapes but the needed.

    Raises:
        ValueError: For NaN and infinities, which JSON cannot say.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def new_uid(after: UUID | None = None) -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of UTC milliseconds, then 74 random ones.

    Args:
        after: A uid that the new one must sort behind, although the clock may have gone back.
    """
    milliseconds = time.time_ns() // 1_000_000
    if after is not None:
        milliseconds = max(milliseconds, (after.int >> 80) + 1)
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def new_uids(count: int) -> list[bytes]:
    """So many UUIDv7 of this moment at once, 16 bytes each."""
    moment = (time.time_ns() // 1_000_000).to_bytes(6, "big")
    uids = bytearray(secrets.token_bytes(16 * count))
    for place, byte in enumerate(moment):
        uids[place::16] = bytes((byte,)) * count
    uids[6::16] = uids[6::16].translate(_AS_VERSION_7)
    uids[8::16] = uids[8::16].translate(_AS_VARIANT)
    return list(struct.unpack("16s" * count, uids))


_AS_VERSION_7 = bytes(0x70 | byte & 0x0F for byte in range(256))
_AS_VARIANT = bytes(0x80 | byte & 0x3F for byte in range(256))


def _plain_text(dialect: Dialect) -> TypeEngine[Any]:
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.TEXT(collation="C")
    return Text()


class Uid(TypeDecorator[UUID]):
    """A UUID: 16 bytes on SQLite, `uuid` on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the engine's own type."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects import postgresql

            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(BLOB())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """To what the engine stores."""
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """From what the engine stores."""
        return UUID(bytes=value) if isinstance(value, bytes) else value


class UtcTime(TypeDecorator[datetime]):
    """An aware moment: ISO text in UTC on SQLite, `timestamptz` on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the engine's own type."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects import postgresql

            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To what the engine stores."""
        return value if value is None or dialect.name == "postgresql" else time_to_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From what the engine stores."""
        return text_to_time(value) if isinstance(value, str) else value


class Flag(TypeDecorator[bool]):
    """True or false: 1 or 0 on SQLite, `boolean` on PostgreSQL."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the engine's own type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Boolean())
        return dialect.type_descriptor(INTEGER())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """To what the engine stores."""
        return value if value is None or dialect.name == "postgresql" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        """To a bool."""
        return None if value is None else bool(value)


class Closed(TypeDecorator[StrEnum]):
    """A member of a closed vocabulary, stored by its value and guarded by a CHECK."""

    impl = Text
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the engine's own type."""
        return dialect.type_descriptor(_plain_text(dialect))

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """To the value's text."""
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """To the member of the vocabulary."""
        return None if value is None else self.vocabulary(value)


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text, on both engines."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the engine's own type."""
        return dialect.type_descriptor(_plain_text(dialect))

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To canonical text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """To the value."""
        return None if value is None else json.loads(value)


def guard_vocabularies(metadata: MetaData) -> None:
    """Give every `Closed` column of the metadata a CHECK made from its enum.

    Not written with IN: SQLite makes the list of an IN anew for every row of a set, which took a
    fifth of the time of a long import.
    """
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Closed):
                known = " OR ".join(
                    f"{column.name} = '{member.value}'" for member in column.type.vocabulary
                )
                table.append_constraint(CheckConstraint(known, name=f"{column.name}_known"))


@compiles(PrimaryKeyConstraint, "sqlite")
def _rowid_and_composite_key(
    constraint: PrimaryKeyConstraint, compiler: DDLCompiler, **options: Any
) -> str:
    """Write the key `(article_id, id)` so that SQLite can keep `id` as its rowid.

    PostgreSQL (and an engine that distributes by article) takes the composite key as it is. On
    SQLite a composite key would cost a second index for every row, so `id` alone is the key and
    the pair is unique: what composite foreign keys need.
    """
    if [column.name for column in constraint.columns] == ["article_id", "id"]:
        return "PRIMARY KEY (id), UNIQUE (article_id, id)"
    return compiler.visit_primary_key_constraint(constraint, **options)
