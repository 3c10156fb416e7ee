"""Charts, drawings and pictures: bound to the shapes of a template, and filled for each account."""
