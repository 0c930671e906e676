"""Who changed what, and how often commands were used."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.delivery_records import AuditLine
from bot.store.delivery_tables import audit, uses
from bot.store.part import Part
from bot.store.types import micros, moment
from bot.store.upsert import upsert


class AuditPart(Part):
    """What the store remembers of users."""

    def note(self, line: AuditLine) -> None:
        """Append a line by itself, for a change that is not in this store's tables."""
        self._db.write(lambda c: write_audit(c, line, line.before, line.after, self._db.now(c)))

    def audit(self, tenant: str, *, channel: str | None = None, limit: int = 20) -> tuple[AuditLine, ...]:
        """The latest changes of a tenant, newest first; of one of its channels, if one is given."""
        wanted = select(audit).where(audit.c.tenant == tenant)
        if channel is not None:
            wanted = wanted.where(audit.c.channel == channel)
        rows = self._db.read(lambda c: c.execute(wanted.order_by(audit.c.id.desc()).limit(limit)).all())
        return tuple(
            AuditLine(row.tenant, row.channel, row.user, row.verb, row.subject, row.before, row.after, row.at)
            for row in rows
        )

    def use(self, scopes: dict[str, int], *, window_s: float) -> str | None:
        """Count one use in every scope, unless one of them is used up: that one's name, and nothing is counted.

        Args:
            scopes: How many uses each allows in one window; asked in this order.
            window_s: Length of a window; they follow each other from 1970 on.
        """

        def work(connection: Connection) -> str | None:
            now = self._db.now(connection)
            length = round(window_s * 1_000_000)
            begun = moment(micros(now) // length * length)  # in whole numbers: nothing is rounded
            rows = [{"scope": scope, "window": begun, "count": 0} for scope in scopes]
            upsert(connection, uses, rows, key=("scope", "window"))
            own = uses.c.scope.in_(scopes) & (uses.c.window == begun)
            found = select(uses.c.scope, uses.c["count"].label("used")).where(own).order_by(uses.c.scope)
            counts = {row.scope: row.used for row in connection.execute(found.with_for_update())}
            full = next((scope for scope, most in scopes.items() if counts[scope] >= most), None)
            if full is None:
                connection.execute(update(uses).where(own).values(count=uses.c["count"] + 1))
            connection.execute(delete(uses).where(uses.c.window < now - timedelta(days=1)))
            return full

        return self._db.write(work)


def write_audit(connection: Connection, line: AuditLine, before: str, after: str, now: datetime) -> None:
    """Append a line inside a transaction."""
    values = {
        "at": now,
        "tenant": line.tenant,
        "channel": line.channel,
        "user": line.user,
        "verb": line.verb,
        "subject": line.subject,
        "before": before,
        "after": after,
    }
    connection.execute(insert(audit).values(values))
