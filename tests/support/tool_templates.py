"""Chat templates in the manner of each family of models, as far as it calls tools."""


def wide(text: str) -> str:
    """Return a text with the wide bars that DeepSeek has in its marks."""
    return text.replace("<|", "<\uff5c").replace("|>", "\uff5c>")


HERMES = """
{%- if tools %}<|im_start|>system
Functions, one per line:
{% for tool in tools %}{{ tool | tojson }}
{% endfor %}Call one by writing <tool_call>{"name": ..., "arguments": ...}</tool_call>.<|im_end|>
{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{% if message.tool_calls %}{% for call in message.tool_calls %}<tool_call>
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
</tool_call>{% endfor %}{% else %}{{ message.content }}{% endif %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""

THINKING = HERMES.replace(
    "<|im_start|>assistant\n{% endif %}",
    "<|im_start|>assistant\n{% if enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}"
    "{% endif %}",
)
"""Thinks unless it is told not to, and writes the mark itself."""

THINKS_AT_ONCE = HERMES.replace(
    "<|im_start|>assistant\n{% endif %}", "<|im_start|>assistant\n<think>\n{% endif %}"
)
"""The prompt ends inside the thoughts."""

XML = """
{%- if tools %}{% for tool in tools %}{{ tool | tojson }}{% endfor %}
<tool_call>
<function=name>
<parameter=key>
value
</parameter>
</function>
</tool_call>{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""

LLAMA = """{{ bos_token }}
{%- if tools is not none %}Answer with {"name": function name, "parameters": arguments}.
{% for tool in tools %}{{ tool | tojson }}{% endfor %}{% endif %}
{%- for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>

{% if message.tool_calls %}{"name": "{{ message.tool_calls[0].function.name }}", "parameters": \
{{ message.tool_calls[0].function.arguments | tojson }}}{% else %}{{ message.content }}{% endif %}\
<|eot_id|>{% endfor %}"""

MISTRAL = """{{ bos_token }}{% if tools %}[AVAILABLE_TOOLS]{{ tools | tojson }}[/AVAILABLE_TOOLS]\
{% endif %}{% for message in messages %}{% if message.tool_calls %}[TOOL_CALLS]\
{{ message.tool_calls | tojson }}{{ eos_token }}{% else %}[INST]{{ message.content }}[/INST]\
{% endif %}{% endfor %}"""

MISTRAL_NAMED = MISTRAL.replace(
    "{{ message.tool_calls | tojson }}",
    "{% for call in message.tool_calls %}{{ call.function.name }}[ARGS]"
    "{{ call.function.arguments | tojson }}{% endfor %}",
)

GRANITE = """{% if tools %}<|start_of_role|>tools<|end_of_role|>{{ tools | tojson }}{% endif %}\
{% for message in messages %}<|start_of_role|>{{ message.role }}<|end_of_role|>\
{% if message.tool_calls %}<|tool_call|>{{ message.tool_calls | tojson }}{% else %}\
{{ message.content }}{% endif %}{% endfor %}"""

PHI = """{% if tools %}<|tool|>{{ tools | tojson }}<|/tool|>{% endif %}\
{% for message in messages %}\
<|{{ message.role }}|>{% if message.tool_calls %}<|tool_call|>{{ message.tool_calls | tojson }}\
<|/tool_call|>{% else %}{{ message.content }}{% endif %}<|end|>{% endfor %}"""

FUNCTION = """{% for tool in tools %}{{ tool | tojson }}{% endfor %}To call: \
<function=name>{"key": "value"}</function>{% for message in messages %}{{ message.content }}\
{% endfor %}"""

DEEPSEEK = wide("""{% for tool in tools %}{{ tool | tojson }}{% endfor %}\
{% for message in messages %}\
{% if message.tool_calls %}<|tool▁calls▁begin|>{% for call in message.tool_calls %}\
<|tool▁call▁begin|>{{ call.type }}<|tool▁sep|>{{ call.function.name }}
```json
{{ call.function.arguments }}
```<|tool▁call▁end|>{% endfor %}<|tool▁calls▁end|>{% else %}{{ message.content }}{% endif %}\
{% endfor %}""")

DEEPSEEK_NEW = DEEPSEEK.replace(
    wide("{{ call.type }}<|tool▁sep|>{{ call.function.name }}\n```json\n")
    + "{{ call.function.arguments }}\n```",
    wide("{{ call.function.name }}<|tool▁sep|>{{ call.function.arguments }}"),
)

GLM = HERMES.replace(
    """<tool_call>{"name": ..., "arguments": ...}</tool_call>""",
    "<tool_call>name<arg_key>key</arg_key><arg_value>value</arg_value></tool_call>",
)

MINICPM = HERMES.replace(
    """<tool_call>{"name": ..., "arguments": ...}</tool_call>""",
    '<function name="look"><param name="key">value</param></function>',
).replace("tool_call>", "call>")

NEMOTRON = PHI.replace("<|tool_call|>", "<TOOLCALL>").replace("<|/tool_call|>", "</TOOLCALL>")

COHERE = PHI.replace("<|tool_call|>", '<|START_ACTION|>[{"tool_name"').replace(
    "<|/tool_call|>", "<|END_ACTION|>"
)

LFM = PHI.replace("<|tool_call|>", "<|tool_call_start|>").replace(
    "<|/tool_call|>", "<|tool_call_end|>"
)

GEMMA = PHI.replace("<|tool_call|>", "<|tool_call>call:").replace("<|/tool_call|>", "<tool_call|>")

WITHOUT = "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}{% endfor %}"
