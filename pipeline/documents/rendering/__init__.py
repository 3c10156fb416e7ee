"""From a compiled template to one account's document: parts made, what is empty left out, without lxml."""
