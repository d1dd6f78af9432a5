"""The table of places, made from GeoNames' data: `make places`."""
