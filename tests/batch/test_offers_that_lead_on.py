"""What a table's refusals offer to type is enough: nested keys left out, heights in metres read."""

from pathlib import Path

from tests.batch.making import batch

NESTED = '{"id":"A1","weight":70,"dx":"gbs","meta":{"source":"x"},"my tags":["a",{"b":1}]}\n'


def test_objects_and_lists_under_keys_that_are_not_read_are_named_with_what_leaves_them_out(tmp_path: Path) -> None:
    found = batch(tmp_path, NESTED)
    (reason,) = found.column("reason")
    assert reason == (
        "meta is not read, and holds an object: --ignore meta leaves it out; "
        "my tags is not read, and holds a list: --ignore 'my tags' leaves it out"
    )


def test_what_leaves_them_out_is_enough(tmp_path: Path) -> None:
    """0.4 g/kg of 70 kg are 28 g."""
    found = batch(tmp_path, NESTED, "--ignore", "meta", "--ignore", "my tags")
    assert (found.answer.code, found.column("g_per_day")) == (0, ["28"])


def test_a_unit_in_an_object_that_is_left_out_is_not_passed_over(tmp_path: Path) -> None:
    """154 lb are no 154 kg; a height with its own unit is no unit of the weight."""
    table = '{"id":"A","weight":154,"dx":"gbs","x":%s}\n'
    units = ['{"a":[{"b":"lb"}]}', '{"value":"1.75","unit":"m"}', '{"a":null,"b":{"value":"154","code":"lb"}}']
    found = batch(tmp_path, "".join(table % one for one in units), "--ignore", "x")
    assert found.column("status") == ["error", "caution", "caution"]
    assert "it holds other units than are read: 'lb'" in found.column("reason")[0]
    assert 'write the unit into the key of its figure ("weight_lb": 154)' in found.column("reason")[0]


def test_an_object_under_a_key_that_is_read_is_not_to_be_left_out(tmp_path: Path) -> None:
    (reason,) = batch(tmp_path, '{"id":"A","weight":{"a":"1"},"dx":"gbs"}\n').column("reason")
    assert 'write a text, a number, or {"value": 154, "unit": "lb"}' in reason
    assert "--ignore" not in reason


def test_heights_in_metres_are_named_with_what_says_so_of_all(tmp_path: Path) -> None:
    table = "MRN,Peso,Altura,Dx\n1,70,1.75,gbs\n"
    (reason,) = batch(tmp_path, table).column("reason")
    assert "--column height_m=Altura if all of them are in m" in reason
    found = batch(tmp_path, table, "--column", "height_m=Altura")
    assert (found.answer.code, found.column("status")) == (0, ["ok"])


def test_of_a_heading_with_its_unit_no_other_unit_is_offered(tmp_path: Path) -> None:
    reasons = [
        batch(tmp_path, f"MRN,Weight,{of}\n1,70,{cells}\n").column("reason")[0]
        for of, cells in (("Height (cm),Dx", "1.75,gbs"), ("Height,Height unit,Dx", "1.75,cm,gbs"))
    ]
    assert [("below 3 cm" in one, "--column" in one) for one in reasons] == [(True, False), (True, False)]
