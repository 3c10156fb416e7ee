"""Many accounts: which workbooks, building them one by one, publishing whole files, and the report."""
