"""The lint of finished Office files: what Office would have to repair, or would refuse, found before it is opened."""
