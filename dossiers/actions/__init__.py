"""The acts on a dossier: one function each, named as a civil servant would name it."""

from dossiers.actions.agency_seal import seal_result
from dossiers.actions.arrangement import move_attachment, turn_attachment
from dossiers.actions.arrivals import close_arrival, receive_parcel
from dossiers.actions.attachments import attach, digitise, remove_attachment
from dossiers.actions.cessation import stop_for_cessation
from dossiers.actions.due_date import move_due
from dossiers.actions.fees import (
    claim_ground,
    confirm_ground,
    confirm_payment,
    correct_ground,
    propose_void,
    refuse_void,
    settle_fee,
    unsettle_fee,
)
from dossiers.actions.filing import discard, intake, move_to_edition, save_answers, start, submit
from dossiers.actions.handling import declare_interest, take_over
from dossiers.actions.lateness import apologise, name_delay
from dossiers.actions.opinions import ask_opinion, give_opinion, withdraw_opinion
from dossiers.actions.outcome import approve, draft, hand_out, propose, resolve, send_back
from dossiers.actions.parcels import ask_post, hand_to_post, record_delivery, record_return, register_parcel, take_out
from dossiers.actions.reception import accept, hand_over, refuse_reception
from dossiers.actions.results import correct_result, revoke_result
from dossiers.actions.reversal import recall_result, undo_hand_out, undo_refusal, undo_stop
from dossiers.actions.review import assign, demand_payment
from dossiers.actions.slip import follow_by_slip
from dossiers.actions.steps import complete_step, endorse
from dossiers.actions.supplement import request_supplement, save_unsent_answers, supply
from dossiers.actions.wallet import earlier_attachments, reuse_attachment
from dossiers.actions.withdrawal import close_for_silence, continue_dossier, request_withdrawal, stop
from toolbox.refusal import Forbidden, Refused

__all__ = [
    "Forbidden",
    "Refused",
    "accept",
    "apologise",
    "approve",
    "ask_opinion",
    "ask_post",
    "assign",
    "attach",
    "claim_ground",
    "close_arrival",
    "close_for_silence",
    "complete_step",
    "confirm_ground",
    "confirm_payment",
    "continue_dossier",
    "correct_ground",
    "correct_result",
    "declare_interest",
    "demand_payment",
    "digitise",
    "discard",
    "draft",
    "earlier_attachments",
    "endorse",
    "follow_by_slip",
    "give_opinion",
    "hand_out",
    "hand_over",
    "hand_to_post",
    "intake",
    "move_attachment",
    "move_due",
    "move_to_edition",
    "name_delay",
    "propose",
    "propose_void",
    "recall_result",
    "receive_parcel",
    "record_delivery",
    "record_return",
    "refuse_reception",
    "refuse_void",
    "register_parcel",
    "remove_attachment",
    "request_supplement",
    "request_withdrawal",
    "resolve",
    "reuse_attachment",
    "revoke_result",
    "save_answers",
    "save_unsent_answers",
    "seal_result",
    "send_back",
    "settle_fee",
    "start",
    "stop",
    "stop_for_cessation",
    "submit",
    "supply",
    "take_out",
    "take_over",
    "turn_attachment",
    "undo_hand_out",
    "undo_refusal",
    "undo_stop",
    "unsettle_fee",
    "withdraw_opinion",
]
