from django.contrib.admin.apps import AdminConfig


class IroriAdminConfig(AdminConfig):
    default_site = "config.admin.site.Site"
    admin_tiles = ("config.admin.home.own_changes",)

    def ready(self) -> None:
        from config.admin.names import translate_names

        translate_names()  # before the pages: their forms are made from the fields
        super().ready()
