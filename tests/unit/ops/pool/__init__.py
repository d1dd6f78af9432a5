"""The operator at the talent pool, on moto, with the page and notify beside them."""
