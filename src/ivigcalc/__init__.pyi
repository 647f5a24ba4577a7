# What type checkers and editors see: the functions that __init__.py imports when they are first asked for.
from ivigcalc.library.functions import Refused as Refused
from ivigcalc.library.functions import compare as compare
from ivigcalc.library.functions import dose as dose
from ivigcalc.library.functions import infusion as infusion
from ivigcalc.library.functions import products as products
from ivigcalc.library.functions import verify as verify
from ivigcalc.library.functions import vials as vials
from ivigcalc.library.functions import worksheet as worksheet

__version__: str
