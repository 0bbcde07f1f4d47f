from django.contrib.admin.apps import AdminConfig


class IroriAdminConfig(AdminConfig):
    default_site = "config.admin.site.Site"
