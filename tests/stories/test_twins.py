from ainews.stories.signature import signature
from ainews.stories.twins import copies, differ_in_filling


def item(number, title, text="", **more):
    return signature(number, title, text, **{"at_h": 0.0, **more})


def test_syndicated_text_is_found_under_another_headline():
    text = "The ferry Astrid sank in the Oslofjord on Sunday evening after it struck a reef, said the coast guard"
    items = [
        item(1, "Ferry lost off Horten", text),
        item(2, "Parliament debates budget", "Nothing about ships"),
        item(3, "Astrid sinks", text),
    ]

    assert copies(items) == [0, 1, 0]


def test_another_count_day_or_place_is_another_filling():
    assert differ_in_filling(item(1, "Storm kills 12 in Leeds"), item(2, "Storm kills 14 in Leeds"))
    assert differ_in_filling(item(1, "Trains resume in Leeds on Monday"), item(2, "Trains resume in Leeds on Friday"))
    assert differ_in_filling(item(1, "Storm damages roofs in Leeds"), item(2, "Storm damages roofs in Turin"))


def test_a_filling_may_have_another_number_of_words():
    quakes = (
        "Magnitude 6.1 earthquake hits Japan",
        "Magnitude 5.4 earthquake hits South Sandwich Islands",
        "Magnitude 5.1 earthquake hits Northern Peru",
    )

    assert differ_in_filling(item(1, quakes[0]), item(2, quakes[1]))
    assert differ_in_filling(item(1, quakes[0]), item(2, quakes[2]))
    assert differ_in_filling(
        item(1, "Germany reports 312 new measles cases"), item(2, "United Kingdom reports 95 new measles cases")
    )


def test_a_fuller_name_or_another_spelling_is_no_other_filling():
    short = item(1, "Minister Brandt opens the harbour tunnel in Kiel")

    assert not differ_in_filling(short, item(2, "Minister Jonas Brandt opens the harbour tunnel in Kiel"))
    assert not differ_in_filling(
        item(1, "U.S. court hears Brandt case on tunnel"), item(2, "US court hears Brandt case on tunnel")
    )


def test_another_verb_is_no_other_filling():
    assert not differ_in_filling(item(1, "Storm hits roofs in Leeds"), item(2, "Storm damages roofs in Leeds"))


def test_a_series_of_one_source_is_a_template_even_unchanged():
    monday = item(1, "The evening news briefing in short", "All about ferries", source_id=4)
    tuesday = item(2, "The evening news briefing in short", "All about glaciers", source_id=4, at_h=24.0)

    assert differ_in_filling(monday, tuesday)
