"""The mails that the embedded AWS was given to send, on a page of their own."""
