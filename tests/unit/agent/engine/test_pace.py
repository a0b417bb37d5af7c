from agent.engine.pace import BUDGET_S, FIRST_ROWS, LEAST_ROWS, Pace


def a_pace(*, decode_s=0.05, rows_per_s=200.0):
    return Pace(decode_s, rows_per_s)


def test_before_anything_is_known_prompts_get_a_modest_part():
    assert Pace().beside(prompts=1, generating=1, batch=512) == FIRST_ROWS


def test_prompts_get_what_fits_the_budget_beside_answers():
    assert a_pace().beside(prompts=1, generating=1, batch=512) == int(200 * BUDGET_S)


def test_a_slow_machine_still_moves_prompts_on():
    assert a_pace(rows_per_s=5).beside(prompts=1, generating=3, batch=512) == LEAST_ROWS


def test_many_prompts_beside_few_answers_get_more_but_not_everything():
    few = a_pace().beside(prompts=1, generating=1, batch=512)
    assert few < a_pace().beside(prompts=3, generating=1, batch=512) <= 4 * few
    assert a_pace().beside(prompts=30, generating=1, batch=512) == 4 * few


def test_no_more_than_a_batch():
    assert a_pace(rows_per_s=10_000).beside(prompts=1, generating=1, batch=512) == 512


def test_rows_beside_answers_are_charged_without_the_answers_cost():
    pace = a_pace(decode_s=0.05, rows_per_s=0)
    pace.learn(step_s=0.25, decoded=4, prompt_rows=40)
    assert round(pace.rows_per_s) == 200


def test_a_mean_follows_what_is_measured():
    pace = a_pace(decode_s=0.05)
    for _ in range(50):
        pace.learn(step_s=0.1, decoded=1, prompt_rows=0)
    assert 0.09 < pace.decode_s <= 0.1


def test_a_few_rows_say_nothing_about_a_rate():
    pace = a_pace()
    pace.learn(step_s=10, decoded=1, prompt_rows=2)
    assert pace.rows_per_s == 200


def test_another_row_costs_little_where_a_step_costs_much():
    assert round(a_pace(decode_s=0.1, rows_per_s=200).row_cost, 6) == 0.05
    assert Pace().row_cost == 1


def test_parts_of_prompts_are_whole_passes_and_the_row_that_goes_with_the_answers():
    pace = a_pace(rows_per_s=1000)
    assert pace.beside(prompts=1, generating=1, batch=512, grain=128) == 2 * 128 + 1


def test_less_than_a_pass_is_given_as_it_is():
    pace = a_pace(rows_per_s=200)
    assert pace.beside(prompts=1, generating=1, batch=512, grain=128) == int(200 * BUDGET_S)
