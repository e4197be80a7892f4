"""Django's PostgreSQL backend, which sees to it that the embedded server runs before it connects."""
