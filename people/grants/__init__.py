"""Acts on power: appoint by two administrators, move, end a post, close and open an account; all told, all kept.

A password of somebody else is set by nobody: its owner gets a link.
"""

from people.grants.authority import TWO, require_administrator
from people.grants.decisions import appoint_by_sheet, appoint_first_administrators, confirm, refuse
from people.grants.ends import ENDED_BY_TWO, end_all_posts, end_post
from people.grants.notices import left_behind, tell_of_ended_posts
from people.grants.proposals import propose_account, propose_appointment, propose_change, propose_link, propose_move

__all__ = [
    "ENDED_BY_TWO",
    "TWO",
    "appoint_by_sheet",
    "appoint_first_administrators",
    "confirm",
    "end_all_posts",
    "end_post",
    "left_behind",
    "propose_account",
    "propose_appointment",
    "propose_change",
    "propose_link",
    "propose_move",
    "refuse",
    "require_administrator",
    "tell_of_ended_posts",
]
