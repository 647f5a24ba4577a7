"""What the data files say: preparations, indications, rules, weight policies and a site's formulary."""
