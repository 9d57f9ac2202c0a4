from django.urls import path, register_converter

from assessments import views


class JurisdictionCode:
    """The portal's two letters, in lower case in addresses."""

    regex = "[a-z]{2}"

    def to_python(self, value):
        return value.upper()

    def to_url(self, value):
        return value.lower()


register_converter(JurisdictionCode, "jurisdiction")

app_name = "assessments"

urlpatterns = [
    path("", views.AssessmentList.as_view(), name="list"),
    path("<slug:round>/<jurisdiction:jurisdiction>/", views.AssessmentDetail.as_view(), name="detail"),
    path("<path:anything>/", views.NotHere.as_view(), name="not_here"),
]
