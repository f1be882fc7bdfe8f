"""The repository's page of all document types (GALLERY.md): what each is, its first page, what leads to it.

Writes: GALLERY.md beside this file; its pictures lie with the site's static files, which show the same page. Made by
`manage.py dossier_gallery --docs`, read by people on a forge: links are relative, nothing is fetched.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent / "GALLERY.md"
PICTURES = PAGE.parents[1] / "web" / "static" / "web" / "gallery"
SHOWN = 6  # provisions named in a row; the others are counted
HEAD = """# Every document type

{types} types that the shipped catalogue's provisions lead to, each with the first page of a sample in English. No
sample is of a real case: {invented} are of invented cases, {mock} of the two mock cases of the study. All are drafts.

To read a whole sample: on the site, *Catalogue*, *Document types* shows each as a page. As tagged PDF, with an index:

```
python3 manage.py dossier_gallery FOLDER [--language fr]
```

Without a folder the PDFs go where the site offers them for download. This page and its pictures are made by the same
command with `--docs`.

| first page | document | sample | provisions |
|---|---|---|---|
"""


def page_text(rows: Sequence[Mapping[str, Any]], wanted: Mapping[str, Sequence[str]]) -> str:
    """The page as Markdown; `rows` as the command makes them, `wanted` the provisions of every type."""
    mock = sum(not row["invented"] for row in rows)
    lines = [HEAD.format(types=len(rows), mock=mock, invented=len(rows) - mock)]
    for row in rows:
        provisions = wanted[row["code"]]
        more = f" and {len(provisions) - SHOWN} more" if len(provisions) > SHOWN else ""
        picture = f"../web/static/web/gallery/{row['name']}.webp"
        lines.append(
            f'| <img src="{picture}" width="150" alt="First page: {row["title"]}"> '
            f"| **{row['title']}**<br>`{row['code']}` "
            f"| {row['subtitle']}, {row['pages']} pages, {'invented' if row['invented'] else 'mock'} case "
            f"| {', '.join(f'`{code}`' for code in provisions[:SHOWN])}{more} |\n"
        )
    return "".join(lines)


def page_written(rows: Sequence[Mapping[str, Any]], wanted: Mapping[str, Sequence[str]]) -> None:
    """Write the page and make the folder of its pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page_text(rows, wanted), encoding="utf-8")
