"""Agencies, people and their API tokens. A person belongs to one agency and has one role."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

CURATED_APPS = frozenset({"instruments"})


class Role(models.TextChoices):
    INVESTIGATOR = "investigator", _("Investigator")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    ADMIN = "admin", _("Curator of the catalogue")


class Agency(models.Model):
    """An authority that shares the installation. Its cases are invisible to every other one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2 (GB and GR)")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, *, email: str, password: str, role: str, agency: Agency | None, name: str = "") -> "User":
        """A person with a usable password. The database refuses a case worker without an agency."""
        user = self.model(email=self.normalize_email(email).lower(), role=role, agency=agency, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. `role` decides what they may do, `agency` whose cases they may see; nobody is above that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    role = models.CharField(max_length=20, choices=Role.choices)
    language = models.CharField(max_length=10, blank=True, help_text="of the pages; empty: as the browser asks")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["role"]

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.ADMIN) | models.Q(agency__isnull=False),
                name="accounts_case_worker_has_agency",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_role_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Django's admin is the curators' furniture: nobody else enters it."""
        return self.is_active and self.role == Role.ADMIN

    @property
    def is_superuser(self) -> bool:
        """There are none: a superuser would walk around the query gate."""
        return False

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return self.has_module_perms(perm.partition(".")[0])

    def has_perms(self, perms: list[str], obj: object | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """A curator has every right on the catalogue; nobody has any other right by this way."""
        return self.is_active and self.role == Role.ADMIN and app_label in CURATED_APPS


class ApiToken(models.Model):
    """A token for the API. Only its SHA-256 is kept, so a stolen dump opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label
