from ainews.stories.headlines import sameness


def test_a_near_miss_with_another_count_is_less_the_same():
    close = sameness("Three soldiers killed in blast", "3 soldiers killed in blast", 0.95)

    assert close > 0.5 > sameness("Three soldiers killed in blast", "5 soldiers killed in blast", 0.9)


def test_without_vectors_words_decide():
    assert sameness("Ferry Astrid sinks in Oslofjord", "Ferry Astrid sinks in the Oslofjord") > 0.5
    assert sameness("Ferry Astrid sinks", "Parliament passes budget") < 0.1


def test_empty_headlines_are_not_the_same():
    assert sameness("", "") < 0.5
