"""Amounts in templates: `{{ cents|euros }}`, `{{ cents|short_euros }}`."""

from django import template

from samenspel.foundation import money

register = template.Library()
register.filter(money.euros)
register.filter(money.short_euros)
