"""Migrate tables while the site uses them.

Changing a table takes PostgreSQL's strongest lock on it. A migration that takes its locks one by one deadlocks with
writers that take them in another order, and everybody waits behind it. A LiveMigration takes all locks before its first
operation, in the writers' order, within less time than PostgreSQL waits before it looks for a deadlock. If it cannot
get all of them, it gives back those that it has and tries again after a pause, in which the writers go on.
"""

import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import OperationalError, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState

# The order of writers: a send locks the room, then writes its messages, and its foreign keys look at people when it
# commits. Other tables come between.
FIRST = ("chat_epoch", "chat_room", "chat_membership", "chat_ownstate", "chat_message")
LAST = ("accounts_session", "accounts_user")
# Less than half of what a writer waits for a lock (core/db/postgresql/base.py): the locks that the migration has already
# are in the writer's way meanwhile, and the rest is for the migration itself. Also less than PostgreSQL's deadlock_timeout
# of one second: in a deadlock the migration gives up, and no writer does.
LOCKED_WITHIN_MS = 200
# For a lock that is needed later, for example on a table that a function reads.
LATER_LOCK_MS = 5_000
PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 3.0
GIVE_UP_SECONDS = 300.0
# SQLSTATEs: lock_not_available, query_canceled, deadlock_detected.
BUSY = ("55P03", "57014", "40P01")

CHANGED, REFERENCED = "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE"


class TablesBusy(Exception):
    """Other transactions hold the tables' locks; nothing was changed."""


class LiveMigration(migrations.Migration):
    """A migration that first locks the tables it changes. `also_locked`: tables that its functions and its own SQL
    write."""

    also_locked: tuple[str, ...] = ()

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Raises TablesBusy after GIVE_UP_SECONDS."""
        if collect_sql or not _locks(schema_editor):
            return super().apply(project_state, schema_editor, collect_sql)
        before = project_state.clone()
        # New tables are in nobody's way. What they refer to is locked when their foreign keys are made, which Django does
        # after all operations, so that writers wait for these alone.
        is_new = self._is_of_new_tables(before, schema_editor)
        if not is_new:
            self._lock(before, schema_editor)
        after = super().apply(project_state, schema_editor, collect_sql)
        if is_new:
            self._lock(before, schema_editor)
        return after

    def unapply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Raises TablesBusy after GIVE_UP_SECONDS."""
        if not collect_sql and _locks(schema_editor):
            self._lock(project_state, schema_editor)
        return super().unapply(project_state, schema_editor, collect_sql)

    def _is_of_new_tables(self, state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> bool:
        present = set(schema_editor.connection.introspection.table_names())
        return not any(mode == CHANGED and table in present for table, mode in tables_of(self, state).items())

    def _lock(self, state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> None:
        connection = schema_editor.connection
        modes = tables_of(self, state)
        present = set(connection.introspection.table_names())
        lock_tables(connection, {table: mode for table, mode in modes.items() if table in present})


def _locks(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    """Elsewhere nobody else writes while a migration does."""
    return schema_editor.connection.vendor == "postgresql" and schema_editor.atomic_migration


def tables_of(migration: LiveMigration, before: ProjectState) -> dict[str, str]:
    """The tables that a migration locks, with the kind of lock; also tables that do not exist before it."""
    after = migration.mutate_state(before, preserve=True)
    modes = dict.fromkeys(migration.also_locked, CHANGED)
    for operation in _flat(migration.operations):
        for state in (before, after):
            for table in _referenced(operation, migration.app_label, state):
                modes.setdefault(table, REFERENCED)
            for table in _changed(operation, migration.app_label, state):
                modes[table] = CHANGED
    return modes


def lock_tables(connection: BaseDatabaseWrapper, modes: dict[str, str]) -> None:
    """Lock these tables until the transaction ends. Raises TablesBusy; then none is locked."""
    give_up = time.monotonic() + GIVE_UP_SECONDS
    pause = PAUSE_SECONDS
    while not _locked(connection, modes):
        if time.monotonic() > give_up:
            raise TablesBusy(f"Others use {', '.join(sorted(modes))} all the time. Nothing was changed: try again.")
        time.sleep(random.uniform(pause / 2, pause))
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = {LATER_LOCK_MS}")


def _locked(connection: BaseDatabaseWrapper, modes: dict[str, str]) -> bool:
    try:
        # A savepoint: rolling back to it releases the locks.
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            end = time.monotonic() + LOCKED_WITHIN_MS / 1000
            for table in sorted(modes, key=_turn):
                left = max(1, round(1000 * (end - time.monotonic())))
                cursor.execute(f"SET LOCAL statement_timeout = {left}; SET LOCAL lock_timeout = {left}")
                cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN {modes[table]} MODE")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in BUSY:
            return False
        raise
    return True


def _turn(table: str) -> tuple[int, str]:
    if table in FIRST:
        return FIRST.index(table), table
    return len(FIRST) + (1 + LAST.index(table) if table in LAST else 0), table


def _flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _changed(operation: Any, app_label: str, state: ProjectState) -> Iterator[str]:
    # An operation on a field has the field's name in `name`.
    attributes = ("model_name",) if hasattr(operation, "model_name") else ("name", "old_name", "new_name")
    keys = {(app_label, str(getattr(operation, name)).lower()) for name in attributes if hasattr(operation, name)}
    for key in keys & state.models.keys():
        yield state.apps.get_model(*key)._meta.db_table


def _referenced(operation: Any, app_label: str, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, IndexOperation):
        return  # an index or a constraint is of the table alone
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
    if not name or (app_label, name.lower()) not in state.models:
        return
    model = state.apps.get_model(app_label, name)
    wanted = getattr(operation, "field", None) and operation.name
    for field in model._meta.local_fields:
        if field.related_model is not None and wanted in (None, field.name):
            yield field.related_model._meta.db_table
