"""Rollouts: who gets which variant when, and whether to go on, stop or go back.

Decisions are pure (`policy`, `selectors`, `variants`, `allotment`, `gates`, `pace`, `progress`,
`planner`); `service`, `queries`, `effects` and `hints` hold the SQL; `runner` joins the two.
"""
