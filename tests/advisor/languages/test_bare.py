"""No page says a word that cannot be said in another language."""

from pathlib import Path

import pytest

from advisor.languages.extract import ROOT, TEMPLATES, python_paths, template_paths
from tests.advisor.languages.bare import bare_in_python, bare_in_template

# The admin is the curators' furniture; the API and the command line speak English to programs and operators.
PAGES = [
    path
    for path in python_paths()
    if not path.relative_to(ROOT).as_posix().startswith(("instruments/", "advisor/api/"))
    and not {"management", "migrations"} & set(path.parts)
]


@pytest.mark.parametrize("path", template_paths(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_has_no_bare_word(path):
    assert bare_in_template(path) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_has_no_bare_message(path):
    assert bare_in_python(path) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>{% translate 'Fine' %} · {{ name }}</p>", 0),
        ("<p>Bare words</p>", 1),
        ("<p>{% if x %}{% translate 'Fine' %}{% else %}bare{% endif %}</p>", 1),
        ('<a title="bare words" href="x">{{ name }}</a>', 1),
        ('<nav aria-label="{% translate "Main" %}"></nav>', 0),
        ('<input type="submit" value="Send">', 1),
        ('<input type="hidden" value="send">', 0),
        ("<script>let x = 'a word';</script><code class='two words'>{{ x }}</code>", 0),
    ],
)
def test_the_finder_finds(tmp_path: Path, text: str, found: int):
    page = tmp_path / "page.html"
    page.write_text("{% load i18n %}" + text, encoding="utf-8")
    assert len(bare_in_template(page)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("raise FieldFaults({'title': 'Enter a title.'})", 1),
        ("raise FieldFaults({'title': _('Enter a title.')})", 0),
        ("raise AnswerFault(f'Read {x}. Choose one.')", 1),
        ("raise AnswerFault(_('Read %(x)s.') % {'x': x})", 0),
        ("messages.success(request, 'Saved it.')", 1),
        ("log.info('case saved', case=1)", 0),
        ("forms.CharField(label='Your name')", 1),
        ("form.add_error('title', _('Too long.') if x else 'Too short.')", 1),
    ],
)
def test_the_finder_finds_messages(tmp_path: Path, text: str, found: int):
    module = tmp_path / "module.py"
    module.write_text(text, encoding="utf-8")
    assert len(bare_in_python(module)) == found
