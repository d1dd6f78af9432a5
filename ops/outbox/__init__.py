"""The outbox: the emails that the embedded AWS was given to send, on a page of their own."""
