"""How a form becomes HTML: GOV.UK markup for whole forms and fields; widgets keep Django's templates unless dressed.

Django's admin draws its forms itself and is not touched by this. `forms.dressing` gives widgets their classes.
"""

from django.forms.renderers import TemplatesSetting


class PageFormRenderer(TemplatesSetting):
    """`{{ form }}` gives summary and fields, `{{ field.as_field_group }}` one field with label, hint, error."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
