"""load_catalogue, check_catalogue, publish_edition, export_catalogue, list_stale_sources."""
