"""What the desk is measured by: `make bench`. Each module measures one thing and its limit in the same run."""
