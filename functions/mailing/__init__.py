"""What every mail is made of: reviewed words, a layout, and the bytes that go to SES."""
