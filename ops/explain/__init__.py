"""Why a notice goes out when it does: one decision, planned as the function plans it, in plain words."""
