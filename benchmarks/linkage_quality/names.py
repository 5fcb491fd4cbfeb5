"""Names for an invented town, in groups with the habits that make each of them hard to link.

A surname is put together from pieces of its group, most of them rare and some common, so that nobody is meant. The
groups are what equal treatment is measured by: nobody may be missed more often for the kind of name they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from random import Random


@dataclass(frozen=True, slots=True)
class Group:
    """One group of names.

    ``share`` of the households; ``commonness``: the smaller, the more people share the first names of the list;
    ``many_given``: how many in ten have a second given name; ``first_of_year``: how many in a hundred were registered
    as born on 1 January or 1 July, as happens where the day was not known.
    """

    name: str
    share: int
    prefixes: tuple[str, ...]
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    commonness: int
    many_given: int
    first_of_year: int

    def surname(self, rng: Random) -> tuple[str, str]:
        """Return a prefix and a surname."""
        return rng.choice(self.prefixes), _drawn(rng, self.surnames, self.commonness)

    def given_names(self, rng: Random) -> str:
        """Return one to four given names."""
        number = 1
        while number < 4 and rng.randrange(10) < self.many_given - 2 * (number - 1):
            number += 1
        return " ".join(dict.fromkeys(_drawn(rng, self.given, 12) for _ in range(number)))


def _drawn(rng: Random, ranked: tuple[str, ...], commonness: int) -> str:
    """Draw from a list in the order of frequency: the chance falls as 1 / (rank + commonness)."""
    size = len(ranked)
    rank = int(commonness * ((size + commonness) / commonness) ** rng.random()) - commonness
    return ranked[min(rank, size - 1)]


def _put_together(seed: int, *pieces: str, at_most: int = 30_000) -> tuple[str, ...]:
    names = ["".join(parts) for parts in product(*(piece.split(" ") for piece in pieces))]
    Random(seed).shuffle(names)
    return tuple(dict.fromkeys(name[:1].upper() + name[1:] for name in names))[:at_most]


_DUTCH = _put_together(
    1,
    "bak ver hol kers maas wij duin klaas ros tim zeg goud ruij dijk lind os schaap kuij mees brou jans vis kooij hees "
    "pruij bos groen poel roo wiel haag smid vlie zand merk elz krij loo nij oud pot kui stam trom vee hui mul laa kok",
    " en er el ing aar ets ij ou ven ken den hui ber mee ste lin",
    "man sen stra kamp berg veld huizen hoek dijk wijk laar ink zaal horst beek burg donk broek steen mans loo ssen "
    "gaard bach hout ers ens aerts ck ckx th tjes kes ge de",
)
_FRISIAN = _put_together(
    2, "hoek dijk bol wier ter post miede poel ees sjoer wiar jel haar tol kuik eis bui zijl wouw hui for rei pie",
    " in ke er el n g", "stra stra ma sma kema inga enga nga dema tsma",
)  # fmt: skip
_TURKISH = _put_together(
    3, "yıl kay dem çel öz gül kara ak bay şah yaz er koç ars ay do tür kur ün tek sar köse çak boz kılıç güneş",
    " a ı e i ü ka ma ra", "maz ir ik türk taş soy oğlu er han can kan lar demir gül doğan bek man",
)  # fmt: skip
_MOROCCAN = _put_together(
    4, "am bou za ha ab ou ma kha ta cha ra la fa ya sa be da ga azz idri",
    "r z m h d l bb kk ss nn dd mm", "ani oui aoui ali id ouri achi iri ami ouch a i oud ane aine",
)  # fmt: skip
_HINDUSTANI = _put_together(
    5, "ram sew bal jag bis ma ra gan su khe mo gu shiw kal dha raj par biha nan la", " e a o oe i bah",
    "persad das lal nath singh din pal charan dew sing dien narain sahai rie ram",
)  # fmt: skip
_SLAVIC = _put_together(
    6, "kow wiś now szym lew zie woj kam dąb koz jan maz krp wit ada gór stę pio bor sob łuk",
    "al ni el ow ań icz aw iń k", "ski ska czyk ak ek owicz cki cka ová ić iuk enko",
)  # fmt: skip
_SHORT = _put_together(
    7, "w l ch zh h n tr ph d v b c k y t", "ang i en an uong o u ao in ong ai ee am", at_most=180
)
_IBERIAN_HALVES = list(
    product(
        _put_together(
            8, "gar mar lo ro fer her al pe san ra va mo co ca", "c t p dr n m", "ía ínez ez es a o ira eira"
        ),
        _put_together(9, "sil san cos pe oli fer go al ri mon que", "v t r n m l", "a os eira ez es edo ado")[
            :150
        ],
    )
)
Random(10).shuffle(_IBERIAN_HALVES)
_IBERIAN = tuple(
    f"{one}{' -'[at % 5 == 0]}{other}" for at, (one, other) in enumerate(_IBERIAN_HALVES[:30_000])
)
_LEVANTINE = _put_together(
    11, "al has ah mo sa tes ge ib ki ab ali os yu fa kha naz ha de ham zein", "s m h r d f b ll w",
    "an ed ad im em ou ane eh ay ari i o u am oud",
)  # fmt: skip


def _given(names: str) -> tuple[str, ...]:
    """Return given names, the most common first."""
    return tuple(names.split())


_WESTERN_GIVEN = _given(
    "Johannes Maria Cornelis Anna Hendrik Johanna Jan Pieter Elisabeth Wilhelmina Jacobus Petrus "
    "Catharina  Gerrit Theodora Adriana Marinus Willem Margaretha Antonius Sophia Daan Lotte Emma Bram "
    "Sanne Thijs Femke  Ruben Iris Niels Yvonne IJsbrand Quirijn Élise Jean-Marie Anne-Fleur Bart Dirk "
    "Esther Frits Geert Hanna  Ilse Joris Kees Lars Mieke Noor Otto Paulien Roos Stijn Tess Ulrike Vera "
    "Wout Xander Zeger"
)
_TURKISH_GIVEN = _given(
    "Mehmet Ayşe Fatma Mustafa Emine Ahmet Hatice Ali Zeynep Hüseyin Elif Özlem Umut Yücel Çağla  İbrahim "
    "Sevgi Gökhan Deniz Burak Kadir Nur Rabia Tuğba Volkan Cem Bülent"
)
_ARABIC_GIVEN = _given(
    "Mohamed Fatima Ahmed Khadija Hassan Aïcha Youssef Samira Omar Naima Rachid Hanan Ibrahim Zohra "
    "Abdel Karim Latifa Driss Bilal Malika Tarik Ikram Nabil Jamal Salma Wafae Imane"
)
_INDIAN_GIVEN = _given(
    "Radjin Sharda Anil Indra Soerin Kamla Ravi Devika Ashwin Chandra Rakesh Meena Vinod Shanti  Bianca "
    "Glenn Urmila Naresh Premila Wasudha Dewi Henna Jerrel"
)
_SLAVIC_GIVEN = _given(
    "Piotr Anna Krzysztof Katarzyna Andrzej Małgorzata Tomasz Agnieszka Paweł Ewa Marcin Joanna Michał "
    "Łukasz Zofia Jakub Dorota Wojciech Beata Rafał Oksana Ivan Gergana Cătălin"
)
_CHINESE_GIVEN = _given(
    "Wei Ming Xiu Jun Yan Li Hong Thi Van Minh Anh Linh Quang Hoa Lan Kwok Siu Chi Mei Ling Tuan Duc  Bao "
    "Feng"
)
_IBERIAN_GIVEN = _given(
    "José María Carlos Ana Luis Carmen João Rosa Miguel Isabel Pedro Teresa Rafael Lúcia Antonio Inês "
    "Jorge Beatriz Diego Elena Vitor Nuno Sara Gabriela Ulises"
)

GROUPS: tuple[Group, ...] = (
    Group("Dutch, no prefix", 38, ("",), _DUTCH, _WESTERN_GIVEN, 30, 6, 0),
    Group(
        "Dutch, prefix", 22, ("de", "van", "van de", "van den", "van der", "ten", "van 't", "in 't", "op de", "ter"),
        _DUTCH[::-1], _WESTERN_GIVEN, 25, 6, 0,
    ),
    Group("Frisian", 6, ("",), _FRISIAN, _WESTERN_GIVEN, 20, 5, 0),
    Group("Turkish", 7, ("",), _TURKISH, _TURKISH_GIVEN, 12, 1, 9),
    Group("Moroccan", 8, ("", "", "el", "el", "ben", "ait"), _MOROCCAN, _ARABIC_GIVEN, 15, 1, 8),
    Group("Hindustani", 6, ("",), _HINDUSTANI, _INDIAN_GIVEN, 12, 4, 1),
    Group("Slavic", 5, ("",), _SLAVIC, _SLAVIC_GIVEN, 15, 3, 1),
    Group("Chinese and Vietnamese", 3, ("",), _SHORT, _CHINESE_GIVEN, 4, 6, 1),
    Group("Iberian, two surnames", 3, ("", "", "de", "da", "dos"), _IBERIAN, _IBERIAN_GIVEN, 15, 5, 1),
    Group("Levantine and Eritrean", 2, ("", "", "al"), _LEVANTINE, _ARABIC_GIVEN, 10, 2, 25),
)  # fmt: skip
