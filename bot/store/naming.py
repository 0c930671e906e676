"""Where every table is registered, and how its constraints are named."""

from sqlalchemy import MetaData

# Names for constraints, so that a later migration can say which one it means.
meta_data = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
