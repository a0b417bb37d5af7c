"""The console: pages for operators, over the same services as the API.

Plain HTML that works without script; htmx re-fetches the blocks that an event of the live feed
concerns, so that no page needs a reload to be true.
"""
