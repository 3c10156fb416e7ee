"""Charts, drawings and pictures as they stand in finished documents."""
