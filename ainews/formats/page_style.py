"""How the HTML digest looks: styles that stand at each element, for mail programs that know no others, and a sheet
for those that know dark mode, narrow screens and printers. Loads nothing from anywhere."""

from __future__ import annotations

SERIF = "'Iowan Old Style','Palatino Linotype',Palatino,'Book Antiqua',Georgia,serif"
SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

LIGHT = {"paper": "#fbfaf7", "ink": "#1d1c1a", "body": "#33312d", "quiet": "#66625a", "accent": "#9c2f1c"}
DARK = {"paper": "#16171a", "ink": "#f2efe9", "body": "#d6d2ca", "quiet": "#a39e94", "accent": "#ff9a80"}
RULE = {"light": "#d9d4c9", "dark": "#3a3b40"}

_QUIET = f"font-family:{SANS};font-size:13px;line-height:20px;color:{LIGHT['quiet']}"
_LABEL = f"font-family:{SANS};font-size:12px;line-height:16px;font-weight:700;letter-spacing:1.6px"

# A word without an end, as a hostile feed has them, would else widen the table, and with it the page.
_ANYWHERE = ";overflow-wrap:anywhere"

INLINE = {
    "page": f"margin:0;padding:0;background-color:{LIGHT['paper']};color:{LIGHT['ink']}",
    "sheet": f"width:100%;border-collapse:collapse;background-color:{LIGHT['paper']}",
    "column": "padding:36px 24px 48px",
    "unseen": "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;font-size:1px",
    "label": f"margin:0 0 10px;{_LABEL};text-transform:uppercase;color:{LIGHT['accent']}",
    "day": f"margin:0;font-family:{SERIF};font-size:38px;line-height:44px;font-weight:700;letter-spacing:-.4px;"
    f"color:{LIGHT['ink']}",
    "about": f"margin:12px 0 0;padding:0 0 20px;border-bottom:3px double {RULE['light']};{_QUIET}",
    "section": f"margin:40px 0 0;padding:0 0 8px;border-bottom:1px solid {RULE['light']};{_LABEL};"
    f"text-transform:uppercase;color:{LIGHT['accent']}",
    "story": f"padding:26px 0 24px;border-bottom:1px solid {RULE['light']}",
    "last": "padding:26px 0 6px",
    "lead": f"margin:0;font-family:{SERIF};font-size:29px;line-height:35px;font-weight:700;letter-spacing:-.2px;"
    f"color:{LIGHT['ink']}{_ANYWHERE}",
    "headline": f"margin:0;font-family:{SERIF};font-size:22px;line-height:28px;font-weight:700;color:{LIGHT['ink']}"
    f"{_ANYWHERE}",
    "ink": f"color:{LIGHT['ink']};text-decoration:none",
    "text": f"margin:9px 0 0;font-family:{SERIF};font-size:18px;line-height:28px;color:{LIGHT['body']}{_ANYWHERE}",
    "mark": f"font-family:{SANS};font-size:11px;line-height:0;vertical-align:6px;white-space:nowrap",
    "number": f"padding:0 1px;color:{LIGHT['accent']};text-decoration:none",
    "links": f"margin:12px 0 0;{_QUIET}{_ANYWHERE}",
    "facts": f"margin:2px 0 0;{_QUIET}",
    "source": f"color:{LIGHT['body']};text-decoration:underline;text-decoration-color:{RULE['light']};"
    "text-underline-offset:3px",
    "whole": "display:inline-block;margin:0 10px 0 0",
    "strong": f"font-weight:700;color:{LIGHT['accent']}",
    "table": "width:100%;margin:10px 0 0;border-collapse:collapse",
    "name": f"padding:7px 12px 7px 0;font-family:{SERIF};font-size:17px;line-height:22px;text-align:left;"
    f"font-weight:400;color:{LIGHT['ink']};vertical-align:baseline",
    "curve": f"padding:7px 12px 7px 0;font-family:monospace;font-size:13px;line-height:20px;letter-spacing:-1px;"
    f"white-space:nowrap;color:{LIGHT['accent']};vertical-align:baseline",
    "amount": f"padding:7px 0;{_QUIET};vertical-align:baseline",
    "foot": f"margin:14px 0 0;{_QUIET}{_ANYWHERE}",
    "end": f"margin:40px 0 0;padding:16px 0 0;border-top:3px double {RULE['light']};{_QUIET}",
}

_COLORS = {
    "page": "ink",
    "day": "ink",
    "lead": "ink",
    "headline": "ink",
    "ink": "ink",
    "name": "ink",
    "text": "body",
    "source": "body",
    "label": "accent",
    "section": "accent",
    "number": "accent",
    "strong": "accent",
    "curve": "accent",
    "about": "quiet",
    "links": "quiet",
    "facts": "quiet",
    "amount": "quiet",
    "foot": "quiet",
    "end": "quiet",
}
_RULED = (".about", ".section", ".story", ".end")


def sheet() -> str:
    """Return the style sheet for what styles at elements cannot say."""
    dark = "".join(f".{name}{{color:{DARK[color]}!important}}" for name, color in _COLORS.items())
    return (
        "a:hover,a:focus{text-decoration:underline!important}"
        "body{-webkit-text-size-adjust:100%;text-size-adjust:100%}"
        "h1,h2,h3{text-wrap:balance}.text{text-wrap:pretty}"
        "@media (prefers-color-scheme:dark){"
        f"html,.page,.sheet{{background-color:{DARK['paper']}!important}}{dark}"
        f"{','.join(_RULED)}{{border-color:{RULE['dark']}!important}}"
        f".source{{text-decoration-color:{RULE['dark']}!important}}}}"
        "@media (max-width:480px){"
        ".column{padding:24px 18px 36px!important}.day{font-size:30px!important;line-height:36px!important}"
        ".lead{font-size:25px!important;line-height:31px!important}"
        ".name,.curve,.amount{display:block!important;padding:0!important}"
        ".name{padding-top:10px!important;overflow-wrap:anywhere}}"
        "@media print{html,.page,.sheet{background:#fff!important}.page *{color:#000!important}"
        ".column{padding:0!important}.story,.last{break-inside:avoid}.section{break-after:avoid}"
        ".links .source:after{content:' ('attr(href)')';word-break:break-all}}"
    )
