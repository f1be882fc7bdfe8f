"""The addresses of one step, of the tracks of a case, and of what refusals teach."""

from __future__ import annotations

from advisor.web.urls_desk import CASE, at
from advisor.web.views import refusals, step, tracks

STEP = f"{CASE}/steps/<uuid:step_id>"
WALK = [
    at(f"{STEP}/", step.case_step, "case-step"),
    at(f"{STEP}/move/<slug:to>", step.case_step_move, "case-step-move"),
    at(f"{STEP}/log/remark", step.case_step_remark, "case-step-remark"),
    at(f"{STEP}/log/<int:event_number>/correct", step.case_step_correct, "case-step-correct"),
    at(f"{STEP}/log/<int:event_number>/grounds", refusals.case_step_grounds, "case-step-grounds"),
    at(f"{STEP}/resubmission", refusals.case_step_letter, "case-step-letter"),
    at(f"{STEP}/resubmission.docx", refusals.case_step_letter_file, "case-step-letter-file"),
    at(f"{CASE}/tracks", tracks.case_tracks, "case-tracks"),
    at(f"{CASE}/routes/<int:number>/warnings/<slug:warning>", tracks.case_collision, "case-collision"),
    at("refusals/", refusals.refusals, "refusals"),
    at("refusals/statistics", refusals.refusal_statistics, "refusal-statistics"),
]
