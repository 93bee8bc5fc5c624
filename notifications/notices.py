"""The kind of message this room sends itself: is this address yours."""

from notifications.kinds import Kind

ADDRESS_CHECK = Kind("address_check", sample={"address": "https://motcua.example.vn/xac-nhan-thu/mau/"})
KINDS = (ADDRESS_CHECK,)
