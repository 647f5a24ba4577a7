"""The words of written orders, by language, and what each says. No figures of a dose, no facts."""

from ivigcalc.core.record import FileRecord


class OrderWords(FileRecord):
    """Words that say one thing in an order, by language; ``N`` stands for a number, ``Nth`` for one that counts.

    A ``carrier`` carries nothing: an order without it is the same order.
    """

    id: str
    says: str
    en: tuple[str, ...]
    pt: tuple[str, ...]
    es: tuple[str, ...]
    carrier: bool = False

    @property
    def phrases(self) -> tuple[str, ...]:
        """The words of all languages, each once."""
        return tuple(dict.fromkeys((*self.en, *self.pt, *self.es)))


class NumberWords(FileRecord):
    """A number as words, by language, and as a word that counts (``ordinal``).

    Those ``beside`` figures say the same number again, and nothing alone.
    """

    value: int
    en: tuple[str, ...]
    pt: tuple[str, ...]
    es: tuple[str, ...]
    ordinal: tuple[str, ...]
    beside: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all languages, each once."""
        return tuple(dict.fromkeys((*self.en, *self.pt, *self.es)))


class RateNames(FileRecord):
    """A unit of a rate as ``--rate`` takes it, and its other names."""

    id: str
    names: tuple[str, ...]


class NeverRead(FileRecord):
    """Words that are known and refuse an order: ``why``, going on from the word, and what to do instead (``next``).

    Without ``words`` it is why some of ``order_words`` refuse an order elsewhere than in their place.
    """

    id: str
    why: str
    next: str
    words: tuple[str, ...]


class Orders(FileRecord):
    """``data/orders.yaml``."""

    order_words: tuple[OrderWords, ...]
    order_numbers: tuple[NumberWords, ...]
    rate_units: tuple[RateNames, ...]
    never_read: tuple[NeverRead, ...]
