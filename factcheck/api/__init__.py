"""The manners of the REST API: tokens, problems, parsing, pages, parameters."""
