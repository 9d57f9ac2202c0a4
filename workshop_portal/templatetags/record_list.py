from django import template
from django.contrib.admin.templatetags.admin_list import result_headers, result_list

from workshop_portal.record_list import rows

register = template.Library()


@register.inclusion_tag("admin/record_list.html")
def record_list(cl):
    """The table of a back-office list: Django's headings over our rows."""
    if cl.formset or cl.is_popup:
        return result_list(cl)
    headers = list(result_headers(cl))
    sorted_by = sum(1 for header in headers if header["sortable"] and header["sorted"])
    return {"rows": rows(cl), "result_headers": headers, "num_sorted_fields": sorted_by}
