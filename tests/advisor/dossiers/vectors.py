"""Hostile strings: what an author of case text could write so that the renderer reads a file, calls a host or runs
code.

`{path}` becomes the address of a file whose content is a secret, `{host}` an http address that counts its visitors.
"""

VECTORS = (
    '<img src="{path}">',
    '<img src="{host}/1">',
    '<link rel="attachment" href="{path}">',
    '<a rel="attachment" href="{path}">x</a>',
    '<link rel="stylesheet" href="{host}/2.css">',
    '<style>@import url("{host}/3.css");</style>',
    '<style>@font-face {{ font-family: x; src: url("{path}") }}</style>',
    '<style>body {{ background: url("{path}") }}</style>',
    '<p style="background-image: url({path})">x</p>',
    '<p style="content: url({host}/4)">x</p>',
    '<object data="{path}"></object>',
    '<embed src="{path}">',
    '<iframe src="{path}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{path}"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{path}#x"/></svg>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{path}">]><svg>&e;</svg>',
    '<base href="{path}">',
    '<meta http-equiv="refresh" content="0;url={host}/5">',
    '<input type="image" src="{host}/6">',
    '<video poster="{path}"></video>',
    '<a href="javascript:app.alert(1)">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<script>fetch("{host}/7")</script>',
    '"><img src={path}>',
    "'\"--></style></title></textarea><img src={path}>",
    "{{{{ settings.SECRET_KEY }}}}{{% include '{path}' %}}{{% load static %}}",
    "{{run.text}} {{blank}} %(name)s %s",
    "]]><x xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{path}'/></x>",
    "{path}",
    "{host}/8",
    "data:text/html;base64,PHNjcmlwdD4=",
    "\u202e\u2066drow\u2069 \u200f\u0000\ufffe\ud800 \x07",
)
