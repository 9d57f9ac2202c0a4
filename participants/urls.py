"""The addresses of people, delegations and registrations. Included at the root, before those of events."""

from django.urls import include, path

from participants.views import lists, nominations
from participants.views.delegations import DelegationPage, Spreadsheet
from participants.views.letters import LetterFile, UploadLetter
from participants.views.links import Link
from participants.views.logistics import MyLogistics
from participants.views.my_data import AskAboutData, DownloadMyData, MyData, OwnRecord
from participants.views.own_data import Correct, Step
from participants.views.registration import MyRegistration, TakeSeat, Withdraw

app_name = "participants"

one_person = [
    path("correct/", nominations.CorrectNomination.as_view(), name="correct"),
    path("replace/", nominations.Replace.as_view(), name="replace"),
    path("withdraw/", nominations.Withdraw.as_view(), name="withdraw"),
    path("remind/", nominations.Remind.as_view(), name="remind"),
]

one_list = [
    path("columns/", lists.ListColumns.as_view(), name="list_columns"),
    path("preview/", lists.ListPreview.as_view(), name="list_preview"),
    path("preview.xlsx", lists.ListReport.as_view(), name="list_report"),
    path("discard/", lists.ListDiscard.as_view(), name="list_discard"),
    path("result/", lists.ListResult.as_view(), name="list_result"),
]

one_delegation = [
    path("", DelegationPage.as_view(), name="delegation"),
    path("people.xlsx", Spreadsheet.as_view(), name="delegation_xlsx"),
    path("nominate/", nominations.Nominate.as_view(), name="nominate"),
    path("remind/", nominations.RemindAll.as_view(), name="remind_all"),
    path("reserves/", nominations.ReorderReserves.as_view(), name="reorder_reserves"),
    path("letter/", UploadLetter.as_view(), name="letter_upload"),
    path("letters/<int:letter>/", LetterFile.as_view(), name="letter"),
    path("people/<int:registration>/", include(one_person)),
    path("list/", lists.ListUpload.as_view(), name="list_upload"),
    path("list/template.xlsx", lists.ListTemplate.as_view(), name="list_template"),
    path("list/<int:number>/", include(one_list)),
]

my_registration = [
    path("", MyRegistration.as_view(), name="registration"),
    path("logistics/", MyLogistics.as_view(), name="logistics"),
    path("<int:pk>/take-seat/", TakeSeat.as_view(), name="registration_take_seat"),
    path("<int:pk>/withdraw/", Withdraw.as_view(), name="registration_withdraw"),
    path("<int:pk>/correct/", Correct.as_view(), name="registration_correct"),
    path("<int:pk>/<slug:step>/", Step.as_view(), name="registration_step"),
]

urlpatterns = [
    path("link/<slug:key>/", Link.as_view(), name="link"),
    path("delegations/<int:pk>/", include(one_delegation)),
    path("account/my-data/", MyData.as_view(), name="my_data"),
    path("account/my-data/correct/", OwnRecord.as_view(), name="own_record"),
    path("account/my-data/ask/", AskAboutData.as_view(), name="data_request"),
    path("account/my-data/download/<slug:kind>/", DownloadMyData.as_view(), name="my_data_download"),
    path("events/<slug:slug>/registration/", include(my_registration)),
]
