"""`{% recount_words %}`: the sentences of the page that counts again, as a block of data for its script."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from samenspel.foundation import recount

register = template.Library()


@register.simple_tag
def recount_words() -> SafeString:
    return json_script(recount.words(), "recount-words")
