"""The composition root: settings, addresses, tasks, the API's manners, and the services of `make run`."""
