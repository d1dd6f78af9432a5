"""What every handler needs, and only that: settings, observability, AWS clients."""
