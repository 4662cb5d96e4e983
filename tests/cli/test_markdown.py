"""HTML on its way to Markdown and plain text."""

import pytest

from ainews.cli.markdown import markdown, plain


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("no markup", "no markup"),
        ("", ""),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b", "a\\\nb"),
        ("<h2>Tide</h2>rises", "## Tide\n\nrises"),
        ("<b>bold </b>and <em>it</em>", "**bold** and *it*"),
        ("<a href='https://x.example/a_(b)'>link</a>", "[link](<https://x.example/a_(b)>)"),
        ("2*3 [x] _y_ `z`", "2\\*3 \\[x\\] \\_y\\_ \\`z\\`"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n\\1. no list"),
        ("<ul><li>one<li>two<ul><li>in</ul></ul>", "- one\n- two\n  - in"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code>f(*x)\n  ```</code></pre>", "````\nf(*x)\n  ```\n````"),
        ("<code>a*b</code>", "`a*b`"),
        ("<img src='https://x.example/p.png' alt='a pier'>", "![a pier](https://x.example/p.png)"),
        ("<img src='data:image/png;base64,AA' alt='x'>", ""),
        ("<table><tr><th>a<th>b<tr><td>1|2<td>3</table>", "| a | b |\n| --- | --- |\n| 1/2 | 3 |"),
        ("<div><span><p>a</p></span>b</div>", "a\n\nb"),
        ("a<hr>b", "a\n\n* * *\n\nb"),
    ],
)
def test_markdown_says_what_the_html_means(html, expected):
    assert markdown(html) == expected


def test_plain_text_keeps_structure_without_marks():
    html = "<h2>Tide</h2><p>It <b>rises</b> at <a href='https://x.example'>2*3</a>.<br>Now.</p><ul><li>one</ul>"

    assert plain(html) == "Tide\n\nIt rises at 2*3.\nNow.\n\n- one"


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "a href=x"])
def test_deep_nesting_is_no_trap(tag):
    assert "end" in markdown(f"<{tag}>" * 5000 + "end")
