"""The recruiters' and auditors' API: search, people, export and the access log, behind the employer's login."""
