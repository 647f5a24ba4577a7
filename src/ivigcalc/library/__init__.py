"""``import ivigcalc`` for programs: a front end beside the command line."""
