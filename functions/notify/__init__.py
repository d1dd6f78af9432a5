"""The function that takes decisions and due notices from their queues, and tells each candidate once."""
