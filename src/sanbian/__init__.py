"""sanbian."""
