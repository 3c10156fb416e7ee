"""What people see: everything that is printed on a terminal, nothing that is done."""
