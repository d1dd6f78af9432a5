"""Takes decisions and due notices from their queues, and tells each candidate once."""
