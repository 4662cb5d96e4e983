"""The reference page is what the commands say of themselves."""

from scripts import reference


def test_the_page_in_the_repository_is_the_generated_one():
    assert reference.PAGE.read_text() == reference.reference(), "run `make docs`"


def test_every_command_has_a_section():
    page = reference.reference()

    for path in ("ainews list", "ainews source add", "ainews db sql", "ainews config check"):
        assert f"\n### {path}\n\n```text\nUsage: {path} [OPTIONS]" in page
