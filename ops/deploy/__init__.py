"""Deployment: build, artifact, sam deploy and the site."""
