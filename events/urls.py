from django.urls import path

from events import views

app_name = "events"

urlpatterns = [
    path("<slug:slug>/", views.EventDetail.as_view(), name="detail"),
    path("<slug:slug>/agenda/", views.Agenda.as_view(), name="agenda"),
    path("<slug:slug>/agenda/working-copy/", views.WorkingCopy.as_view(), name="working_copy"),
    path("<slug:slug>/agenda/<int:number>/", views.Agenda.as_view(), name="agenda_version"),
    path("<slug:slug>/sessions/<str:code>/", views.SessionDetail.as_view(), name="session"),
    path("<slug:slug>/materials/", views.MaterialList.as_view(), name="materials"),
    path("<slug:slug>/materials/<int:pk>/", views.MaterialDetail.as_view(), name="material"),
    path("<slug:slug>/materials/<int:pk>/files/<int:number>/", views.File.as_view(), name="file"),
]
