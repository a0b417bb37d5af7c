import pytest

from controlplane.registry.errors import BadReleaseError
from controlplane.registry.quantization import Quantization, check, of_source, parse
from shared.gguf import GgufHeader, Tensor


def a_header(*, metadata=None, tensors=()):
    return GgufHeader(3, metadata or {}, {}, tensors, 0, 32)


@pytest.mark.parametrize("text", ["q4_k_m", "Q4_K_M", " q4_K_m "])
def test_names_are_read_whatever_their_case(text):
    assert parse(text) is Quantization.Q4_K_M


def test_an_unknown_name_is_answered_with_what_there_is():
    with pytest.raises(BadReleaseError, match=r"'q9_z' .* f16, q8_0, q6_k"):
        parse("q9_z")


def test_the_file_says_what_it_is():
    assert of_source(a_header(metadata={"general.file_type": 15})) == "q4_k_m"


def test_a_file_that_does_not_say_is_what_its_largest_tensor_is():
    small, large = Tensor("a", (8,), 0, 0, 32), Tensor("b", (64,), 1, 32, 128)

    assert of_source(a_header(tensors=(small, large))) == "f16"
    assert of_source(a_header(tensors=(small,))) == "f32"


def test_what_lost_its_precision_cannot_become_another_quantization():
    with pytest.raises(BadReleaseError, match="is q4_k_m already"):
        check([Quantization.Q8_0], "q4_k_m")

    check([Quantization.Q4_K_M], "q4_k_m")


def test_a_variant_is_asked_for_once_and_at_least_one_is():
    with pytest.raises(BadReleaseError, match="twice"):
        check([Quantization.F16, Quantization.F16], "f16")
    with pytest.raises(BadReleaseError, match="at least one"):
        check([], "f16")
