/* bif/trace_actions.h - what match specifications of traced calls may do. */
#pragma once
#include "ets/match_program.h"

match_action_fn trace_action;
