"""What a hostile or careless sender may send: each has its sentence, in a process with little time and memory."""
