"""Synthetic people and companies: believable names, numbers that the State gives to nobody."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from people.identity import WEIGHTS
from people.models import Party, Representation, User
from toolbox.text import fold

FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Giàng",
    "Lò",
    "Vàng",
    "Ksor",
)
MEN = (
    ("Văn", "Hữu", "Đức", "Công", "Quang", "Xuân"),
    (
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Hải",
        "Hùng",
        "Khánh",
        "Long",
        "Minh",
        "Nam",
        "Phúc",
        "Quân",
        "Sơn",
        "Thắng",
        "Tuấn",
        "Vinh",
    ),
)
WOMEN = (
    ("Thị", "Ngọc", "Thu", "Thanh", "Kim", "Thị Mai"),
    (
        "Anh",
        "Bích",
        "Chi",
        "Dung",
        "Hà",
        "Hạnh",
        "Hoa",
        "Hương",
        "Lan",
        "Liên",
        "Mai",
        "Nga",
        "Oanh",
        "Phương",
        "Thảo",
        "Yến",
    ),
)
FIRMS = ("Công ty TNHH", "Công ty cổ phần", "Hợp tác xã", "Doanh nghiệp tư nhân")
FIRST_WORDS = ("An", "Bình", "Đại", "Đông", "Hoàng", "Hưng", "Minh", "Nam", "Phú", "Tân", "Thành", "Việt")
LAST_WORDS = ("Cường", "Đạt", "Gia", "Hải", "Khang", "Lộc", "Phát", "Quang", "Thịnh", "Tiến", "Vinh", "Xuân")
PLACES = ("xã Đồi Mẫu", "xã Suối Mẫu", "xã Bản Mẫu", "phường Mẫu Đông", "phường Mẫu Tây", "thị trấn Mẫu")
TEN = 10
NOBODY = "!"  # no password fits it
COMPANIES, WITHOUT_ACCOUNT = 4, 9  # of ten people: four companies, one who comes to the desk only


class _Chance:
    """Small numbers by chance, a hundred times as cheap as a generator of Python's for each person."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 6364136223846793005 + 1442695040888963407) % 2**64

    def __call__(self, below: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % below


@dataclass(frozen=True)
class Person:
    """Somebody of the province: the *number*-th of the province with this *seed*."""

    seed: int
    number: int

    @property
    def is_company(self) -> bool:
        """An organisation, with a tax code."""
        return self.number % TEN < COMPANIES

    @property
    def has_account(self) -> bool:
        """Files online."""
        return self.number % TEN != WITHOUT_ACCOUNT

    @property
    def username(self) -> str:
        """The account's name."""
        return f"tinh{self.seed}-{self.number}"

    @cached_property
    def texts(self) -> dict[str, str]:
        """What is written about them, by name."""
        chance = _Chance(self.seed * TEN**7 + self.number)
        street = f"Số {1 + chance(300)}, tổ {1 + chance(30)}, {PLACES[chance(len(PLACES))]}, tỉnh Mẫu"
        texts = {
            "username": self.username,
            "email": f"{self.username}@mau.example",
            "address": street,
            "phone": f"051{self.number % 10**7:07d}",
        }
        if self.is_company:
            name = " ".join(words[chance(len(words))] for words in (FIRMS, FIRST_WORDS, LAST_WORDS))
            return texts | {"name": f"{name} {self.number}", "number": tax_code(self.number)}
        woman, birth_year = chance(2), 1938 + chance(28)
        middles, givens = WOMEN if woman else MEN
        name = " ".join(words[chance(len(words))] for words in (FAMILIES, middles, givens))
        # Begins with 999 or a little less, no province and no country; then century and sex, year, number.
        prefix, last = 999 - self.number // 10**6, self.number % 10**6
        number = f"{prefix}{woman}{birth_year % 100:02d}{last:06d}"
        return texts | {"name": name, "number": number, "birth": f"{birth_year}-04-27"}

    @cached_property
    def party(self) -> Party:
        """Its row, not saved."""
        texts = self.texts
        common = {key: texts[key] for key in ("name", "phone", "email", "address")}
        common["name_folded"] = fold(texts["name"])
        if self.is_company:
            return Party(kind=Party.Kind.ORGANISATION, tax_code=texts["number"], **common)
        birth = date.fromisoformat(texts["birth"])
        return Party(kind=Party.Kind.PERSON, citizen_id=texts["number"], birth_date=birth, **common)

    def user(self, joined: datetime) -> User:
        """Its account, not saved; nobody can sign in with it."""
        return User(
            username=self.username,
            email=self.party.email,
            full_name=self.party.name,
            password=NOBODY,
            date_joined=joined,
        )

    def representation(self, user: User, since: date) -> Representation:
        """By which the account files for it, not saved."""
        scope = Representation.Scope.EMPLOYEE if self.is_company else Representation.Scope.OWN
        return Representation(
            user=user,
            party=self.party,
            scope=scope,
            valid_from=since,
            proof="Giấy ủy quyền mẫu" if self.is_company else "Căn cước mẫu",
            checked_at=self.party.checked_at,
        )


def tax_code(number: int) -> str:
    """A code whose check digit is right, of the province 99 that does not exist."""
    for candidate in (2 * number + 1, 2 * number + 2):
        nine = f"99{candidate % 10**7:07d}"
        check = TEN - sum(w * int(d) for w, d in zip(WEIGHTS, nine, strict=True)) % 11
        if check < TEN:
            return f"{nine}{check}"
    raise AssertionError("of two neighbours one has a check digit")
